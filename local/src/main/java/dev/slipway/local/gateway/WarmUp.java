package dev.slipway.local.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts functions before they are needed, as many at a time as there are processors, with class data (AppCDS) that is
 * recorded once for each build of the functions: one archive serves all of them, since they are one jar.
 */
public final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final Functions functions;
    private final String region;
    private final Path cache;

    WarmUp(Functions functions, String region, Path cache) {
        this.functions = functions;
        this.region = region;
        this.cache = cache;
    }

    /**
     * Returns when they are all up.
     *
     * @param names in the order in which they are needed
     * @param typical the one that uses most of what the others use
     */
    public void run(List<String> names, String typical) {
        List<FunctionConfiguration> found = names.stream()
                .map(name -> functions.find(name, region))
                .flatMap(Optional::stream)
                .toList();
        if (found.isEmpty()) {
            return;
        }
        functions.find(typical, region).ifPresent(this::useClassArchive);
        ExecutorService processors =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        found.forEach(function -> processors.execute(() -> functions.warm(function)));
        processors.shutdown();
        try {
            processors.awaitTermination(5, java.util.concurrent.TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            processors.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** @param typical the function from which the classes are learned */
    private void useClassArchive(FunctionConfiguration typical) {
        JavaRuntime plain = functions.runtime();
        if (plain.classPath().stream().anyMatch(Files::isDirectory)) {
            return; // class data is archived from jars only
        }
        try {
            Path archive = cache.resolve("functions-" + fingerprint(plain, typical) + ".jsa")
                    .toAbsolutePath();
            if (!Files.exists(archive)) {
                record(typical, archive);
            }
            functions.use(plain.with(archive));
        } catch (IOException e) {
            LOG.warn("starting without class data: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void record(FunctionConfiguration typical, Path archive) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        Path part = Files.createTempFile(cache, "new", ".jsa");
        try (Sandbox sandbox = functions.start(typical, List.of("-XX:ArchiveClassesAtExit=" + part))) {
            sandbox.ready().handle((ready, failure) -> ready).join();
            sandbox.stop();
            sandbox.awaitExit();
        }
        try (DirectoryStream<Path> outdated = Files.newDirectoryStream(cache, "functions-*.jsa")) {
            for (Path file : outdated) {
                Files.delete(file);
            }
        }
        Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Another JVM, another jar, other options: another archive. */
    private static String fingerprint(JavaRuntime runtime, FunctionConfiguration typical) {
        StringBuilder what = new StringBuilder(System.getProperty("java.vm.version")).append(typical.handler());
        for (Path jar : runtime.classPath()) {
            try {
                what.append(jar).append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(what.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
