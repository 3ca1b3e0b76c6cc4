package dev.slipway.local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a function's process is started: the Lambda Java runtime interface client, the one that the managed runtime
 * contains, with the function's code on its class path.
 *
 * @param jdk what runs it
 * @param classPath the runtime client's jars and the functions' code
 * @param nativeLibrary the client's native part. It would unpack it to a fixed path at each start, and processes that
 *     start together would crash each other; so it is unpacked once
 * @param classArchive class data shared by all functions (AppCDS), which halves a cold start
 */
record JavaRuntime(Jdk jdk, List<Path> classPath, Path nativeLibrary, Optional<Path> classArchive) {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String LIBRARY_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    /** One class of each library that the runtime client consists of. */
    private static final List<String> CLIENT_CLASSES = List.of(
            MAIN,
            "com.amazonaws.services.lambda.runtime.Context",
            "com.amazonaws.services.lambda.runtime.serialization.PojoSerializer",
            "software.amazon.awssdk.utilslite.SdkInternalThreadLocal");

    static JavaRuntime of(List<Path> code, Path directory) {
        Set<Path> classPath =
                CLIENT_CLASSES.stream().map(JavaRuntime::jarOf).collect(Collectors.toCollection(LinkedHashSet::new));
        classPath.addAll(code);
        return new JavaRuntime(Jdk.running(), List.copyOf(classPath), unpacked(directory), Optional.empty());
    }

    /** The functions' code alone. */
    List<Path> code() {
        return classPath.stream()
                .filter(path -> CLIENT_CLASSES.stream().map(JavaRuntime::jarOf).noneMatch(path::equals))
                .toList();
    }

    JavaRuntime with(Path archive) {
        return new JavaRuntime(jdk, classPath, nativeLibrary, Optional.of(archive));
    }

    List<String> command(FunctionConfiguration function, List<String> moreOptions) {
        List<String> command = new ArrayList<>(List.of(
                jdk.home().resolve("bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // As the JVM chooses by itself where a machine has no more memory than the function.
                "-Xms" + Math.max(8, function.memory() / 64) + "m",
                "-Xmx" + Math.max(64, function.memory() * 85 / 100) + "m",
                "-D" + LIBRARY_PROPERTY + "=" + nativeLibrary,
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac"));
        if (jdk.feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        classArchive.ifPresent(archive -> command.add("-XX:SharedArchiveFile=" + archive));
        command.addAll(moreOptions);
        command.addAll(List.of("-cp", joined(), MAIN, function.handler()));
        return command;
    }

    private String joined() {
        return classPath.stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator));
    }

    private static Path jarOf(String className) {
        URL url = resource(className.replace('.', '/') + ".class");
        try {
            URL jar = ((JarURLConnection) url.openConnection()).getJarFileURL();
            return Path.of(java.net.URI.create(jar.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL resource(String name) {
        URL url = JavaRuntime.class.getClassLoader().getResource(name);
        if (url == null) {
            throw new IllegalStateException(name + " is not on the class path");
        }
        return url;
    }

    private static Path unpacked(Path directory) {
        String name = "libaws-lambda-jni.%s-%s.so".formatted(libc(), architecture());
        Path library = directory.resolve(name).toAbsolutePath();
        try (InputStream packed = resource("jni/" + name).openStream()) {
            Files.createDirectories(directory);
            // In one step, since another run may be starting with the same file.
            Path unpacked = Files.createTempFile(directory, name, ".tmp");
            Files.copy(packed, unpacked, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unpacked, library, StandardCopyOption.ATOMIC_MOVE);
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String libc() {
        try (Stream<Path> libraries = Files.list(Path.of("/lib"))) {
            boolean musl = libraries.anyMatch(
                    library -> library.getFileName().toString().startsWith("ld-musl-"));
            return musl ? "linux_musl" : "linux";
        } catch (IOException e) {
            return "linux";
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    }
}
