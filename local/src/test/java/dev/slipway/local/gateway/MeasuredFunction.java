package dev.slipway.local.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A function with an event of its own, started in processes of the real runtime client to be measured. */
public final class MeasuredFunction {
    private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "measured function");
        thread.setDaemon(true);
        return thread;
    });

    /** The local AWS allows its functions the same. */
    private static final int INIT_SECONDS = 60;

    private final FunctionConfiguration function;
    private final JavaRuntime runtime;
    private final List<String> options;
    private final String endpoint;
    private final byte[] event;
    private final Path directory;

    private MeasuredFunction(
            FunctionConfiguration function,
            JavaRuntime runtime,
            List<String> options,
            String endpoint,
            byte[] event,
            Path directory) {
        this.function = function;
        this.runtime = runtime;
        this.options = options;
        this.endpoint = endpoint;
        this.event = event;
        this.directory = directory;
    }

    /** A function of the pipeline, as the local AWS knows it. */
    public static MeasuredFunction of(Gateway gateway, String region, String name, byte[] event, Path directory) {
        FunctionConfiguration function =
                gateway.functions().find(name, region).orElseThrow(() -> new IllegalStateException("no " + name));
        JavaRuntime runtime = JavaRuntime.of(gateway.functions().runtime().code(), directory);
        return new MeasuredFunction(
                function.withSnapStart(false),
                runtime,
                List.of(),
                gateway.endpoint().toString(),
                event,
                directory);
    }

    /** A handler that is in no stack, with the settings of another function. */
    public MeasuredFunction handler(String name, List<Path> code, byte[] itsEvent) {
        FunctionConfiguration other = new FunctionConfiguration(
                name,
                function.arn(),
                name,
                function.runtime(),
                function.timeout(),
                function.memory(),
                false,
                function.environment());
        return new MeasuredFunction(other, JavaRuntime.of(code, directory), List.of(), endpoint, itsEvent, directory);
    }

    /** The same in processes of another JDK. */
    public MeasuredFunction on(Jdk jdk) {
        JavaRuntime other = new JavaRuntime(jdk, runtime.classPath(), runtime.nativeLibrary(), runtime.classArchive());
        return new MeasuredFunction(function, other, options, endpoint, event, directory);
    }

    /** The same with other code. */
    public MeasuredFunction withCode(Path jar) {
        return new MeasuredFunction(
                function, JavaRuntime.of(List.of(jar), directory), options, endpoint, event, directory);
    }

    /**
     * A start from nothing.
     *
     * @param ready milliseconds until it asks for its first invocation
     * @param answer milliseconds until it has answered that
     * @param warm median of later ones, of the same event; not a number where there were none
     * @param cpu milliseconds of processor time until the first answer
     * @param megabytes of memory at its peak until then
     */
    public record Cold(double ready, double answer, double warm, double cpu, double megabytes) {
        /** What the start has added to the first invocation: its calls of AWS, which every invocation makes, are left out. */
        public double start() {
            return answer - warm;
        }
    }

    public Cold cold(int warmInvocations) throws InterruptedException {
        long start = System.nanoTime();
        try (Sandbox sandbox = start(List.of())) {
            awaitReady(sandbox);
            double ready = millisSince(start);
            run(sandbox);
            double answer = millisSince(start);
            double cpu = cpu(sandbox);
            double peak = peak(sandbox);
            return new Cold(ready, answer, median(sandbox, warmInvocations), cpu, peak);
        }
    }

    /**
     * Invocations after a restore: the hooks have run, as before a snapshot and after it.
     *
     * @param first milliseconds that the first one took
     * @param warm median of ten later ones
     */
    public record Restored(double first, double warm) {}

    public Restored restored() throws InterruptedException {
        MeasuredFunction withHooks =
                new MeasuredFunction(function.withSnapStart(true), runtime, options, endpoint, event, directory);
        try (Sandbox sandbox = withHooks.start(List.of())) {
            awaitReady(sandbox);
            double first = run(sandbox);
            return new Restored(first, median(sandbox, 10));
        }
    }

    /** What a JVM keeps of one process so that later ones start faster. */
    public enum Archive {
        /** Class data: what dynamic AppCDS archives hold. */
        APP_CDS("-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile="),
        /** Since JDK 24: classes loaded and linked, with profiles of their methods since 25. */
        AOT("-XX:AOTCacheOutput=", "-XX:AOTCache=");

        private final String recording;
        private final String using;

        Archive(String recording, String using) {
            this.recording = recording;
            this.using = using;
        }

        private List<String> options(Path file) {
            // Else a cache that does not fit is passed over in silence, and what is measured is a start without it.
            return this == AOT ? List.of(using + file, "-XX:AOTMode=on") : List.of(using + file);
        }
    }

    /** The same with an archive of its own, recorded while it does what it does. */
    public MeasuredFunction with(Archive archive, String name) throws InterruptedException, IOException {
        Path file = directory.resolve(name).toAbsolutePath();
        Files.deleteIfExists(file);
        ended(List.of(archive.recording + file), 1);
        if (!Files.exists(file)) {
            throw new IllegalStateException(function.handler() + " has not written " + file);
        }
        return with(archive.options(file));
    }

    private MeasuredFunction with(List<String> newOptions) {
        return new MeasuredFunction(function, runtime, newOptions, endpoint, event, directory);
    }

    /** The class files of its code that it loads in a process that starts, handles its event a few times, and ends. */
    public Set<String> loads() throws InterruptedException, IOException {
        Path log = directory.resolve("loaded.log").toAbsolutePath();
        Files.deleteIfExists(log);
        ended(List.of("-Xlog:class+load=info:file=" + log + ":none"), 3);
        try (Stream<String> lines = Files.lines(log)) {
            return ClassLoadLog.filesFrom(runtime.code(), lines);
        }
    }

    private void ended(List<String> moreOptions, int invocations) throws InterruptedException {
        try (Sandbox sandbox = start(moreOptions)) {
            median(sandbox, invocations);
            sandbox.stop();
            sandbox.awaitExit();
        }
    }

    private Sandbox start(List<String> moreOptions) {
        Path log = directory.resolve("logs/" + function.handler().replaceAll(".*\\.|::.*", "") + ".log");
        List<String> all = Stream.concat(options.stream(), moreOptions.stream()).toList();
        return new Sandbox(function, runtime, all, endpoint, log, EXECUTOR);
    }

    private void awaitReady(Sandbox sandbox) throws InterruptedException {
        try {
            sandbox.ready().get(INIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(function.handler() + " did not start", e);
        }
    }

    /** Milliseconds of one of as many invocations. */
    private double median(Sandbox sandbox, int invocations) throws InterruptedException {
        List<Double> milliseconds = new ArrayList<>();
        for (int i = 0; i < invocations; i++) {
            milliseconds.add(run(sandbox));
        }
        milliseconds.sort(null);
        return invocations == 0 ? Double.NaN : milliseconds.get(invocations / 2);
    }

    private double run(Sandbox sandbox) throws InterruptedException {
        long start = System.nanoTime();
        Invocation.Outcome outcome = sandbox.run(Invocation.of(event));
        if (outcome.failed()) {
            throw new IllegalStateException(
                    function.handler() + " failed: " + new String(outcome.payload()) + "\n" + outcome.log());
        }
        return millisSince(start);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static double cpu(Sandbox sandbox) {
        return sandbox.process()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(0L);
    }

    private static double peak(Sandbox sandbox) {
        Path status = Path.of("/proc/" + sandbox.process().pid() + "/status");
        try {
            return Files.exists(status)
                    ? Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmHWM:"))
                            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
                            .findFirst()
                            .orElse(Double.NaN)
                    : Double.NaN;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
