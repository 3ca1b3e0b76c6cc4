package dev.slipway.local.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A function with an event of its own, started in processes of the real runtime client to be measured. */
public final class MeasuredFunction {
    private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "measured function");
        thread.setDaemon(true);
        return thread;
    });

    private final FunctionConfiguration function;
    private final JavaRuntime runtime;
    private final String endpoint;
    private final byte[] event;
    private final Path directory;

    private MeasuredFunction(
            FunctionConfiguration function, JavaRuntime runtime, String endpoint, byte[] event, Path directory) {
        this.function = function;
        this.runtime = runtime;
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
                function.withSnapStart(false), runtime, gateway.endpoint().toString(), event, directory);
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
        return new MeasuredFunction(other, JavaRuntime.of(code, directory), endpoint, itsEvent, directory);
    }

    /**
     * A start from nothing.
     *
     * @param ready milliseconds until it asks for its first invocation
     * @param answer milliseconds until it has answered that
     * @param cpu milliseconds of processor time until then
     * @param megabytes of memory at its peak
     */
    public record Cold(double ready, double answer, double cpu, double megabytes) {}

    public Cold cold() throws InterruptedException {
        long start = System.nanoTime();
        try (Sandbox sandbox = start(List.of())) {
            sandbox.ready().join();
            double ready = millisSince(start);
            run(sandbox);
            return new Cold(ready, millisSince(start), cpu(sandbox), peak(sandbox));
        }
    }

    /**
     * Invocations after a restore: the hooks have run, as before a snapshot and after it.
     *
     * @param first milliseconds that the first one took
     * @param warm median of ten later ones
     * @param hooks milliseconds from the start until the first invocation could begin
     */
    public record Restored(double first, double warm, double hooks, double firstCpu, double warmCpu) {}

    public Restored restored() throws InterruptedException {
        long start = System.nanoTime();
        try (Sandbox sandbox = new MeasuredFunction(function.withSnapStart(true), runtime, endpoint, event, directory)
                .start(List.of())) {
            sandbox.ready().join();
            double hooks = millisSince(start);
            double cpu = cpu(sandbox);
            double first = run(sandbox);
            double firstCpu = cpu(sandbox) - cpu;
            List<Double> warm = new ArrayList<>();
            cpu = cpu(sandbox);
            for (int i = 0; i < 10; i++) {
                warm.add(run(sandbox));
            }
            double warmCpu = (cpu(sandbox) - cpu) / 10;
            warm.sort(null);
            return new Restored(first, warm.get(5), hooks, firstCpu, warmCpu);
        }
    }

    /** The same with class data of its own, recorded while it does what it does. */
    public MeasuredFunction withArchive(String name) throws InterruptedException {
        Path archive = directory.resolve(name + ".jsa").toAbsolutePath();
        try (Sandbox sandbox = start(List.of("-XX:ArchiveClassesAtExit=" + archive))) {
            run(sandbox);
            sandbox.stop();
            sandbox.awaitExit();
        }
        return withArchive(archive);
    }

    /** The same with class data that another function has recorded. */
    public MeasuredFunction withArchiveOf(MeasuredFunction other) {
        return withArchive(other.runtime.classArchive().orElseThrow());
    }

    private MeasuredFunction withArchive(Path archive) {
        return new MeasuredFunction(function, runtime.with(archive), endpoint, event, directory);
    }

    private Sandbox start(List<String> options) {
        Path log = directory.resolve("logs/" + function.handler().replaceAll(".*\\.|::.*", "") + ".log");
        return new Sandbox(function, runtime, options, endpoint, log, EXECUTOR);
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
