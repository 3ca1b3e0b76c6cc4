package dev.slipway.local.gateway;

import dev.slipway.local.gateway.Invocation.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process of one function: handles one invocation at a time, as an execution environment of Lambda does. */
final class Sandbox implements AutoCloseable {
    /** AWS allows 10 s; a small machine that starts all functions at once gets more. */
    private static final long INIT_SECONDS = 60;

    private static final int LOG_TAIL = 4096;

    private final String id = UUID.randomUUID().toString();
    private final FunctionConfiguration function;
    private final RuntimeApi api;
    private final Process process;
    private final Path log;
    private volatile String deployment = "";

    /** @param endpoint where the function finds AWS */
    Sandbox(
            FunctionConfiguration function,
            JavaRuntime runtime,
            List<String> moreOptions,
            String endpoint,
            Path log,
            Executor executor) {
        this.function = function;
        this.log = log;
        this.api = new RuntimeApi(function, executor);
        ProcessBuilder builder = new ProcessBuilder(runtime.command(function, moreOptions));
        String path = builder.environment().getOrDefault("PATH", "");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().putAll(environment(endpoint));
        try {
            Files.createDirectories(log.getParent());
            builder.directory(log.getParent().toFile());
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            process = builder.start();
        } catch (IOException e) {
            api.close();
            throw new UncheckedIOException(e);
        }
        process.onExit().thenAccept(exited -> {
            api.died(exited.exitValue());
            api.close();
        });
    }

    /** What the managed runtime sets; then the function's own variables. */
    private Map<String, String> environment(String endpoint) {
        Map<String, String> environment = new java.util.TreeMap<>();
        environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
        environment.put("_HANDLER", function.handler());
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memory()));
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", id);
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", function.snapStart() ? "snap-start" : "on-demand");
        environment.put("AWS_REGION", function.region());
        environment.put("AWS_DEFAULT_REGION", function.region());
        environment.put("LAMBDA_TASK_ROOT", log.getParent().toString());
        environment.put("LAMBDA_RUNTIME_DIR", log.getParent().toString());
        environment.put("LANG", "en_US.UTF-8");
        environment.put("TZ", ":UTC");
        // Its identity towards AWS says which function makes a call, and which process.
        environment.put("AWS_ACCESS_KEY_ID", function.name());
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        environment.put("AWS_SESSION_TOKEN", id);
        environment.put("AWS_ENDPOINT_URL", endpoint);
        environment.putAll(function.environment());
        return environment;
    }

    String id() {
        return id;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    FunctionConfiguration function() {
        return function;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Done when it waits for its first invocation. */
    CompletableFuture<Void> ready() {
        return api.ready();
    }

    /** What the invocation is about that it is at, or was at last. */
    String deployment() {
        return deployment;
    }

    Outcome run(Invocation invocation) throws InterruptedException {
        deployment = invocation.deployment();
        long written = log.toFile().length();
        api.give(invocation);
        Outcome outcome = outcome(invocation);
        return outcome.withLog(logSince(written));
    }

    private Outcome outcome(Invocation invocation) throws InterruptedException {
        try {
            api.ready().get(INIT_SECONDS, TimeUnit.SECONDS);
            return invocation.outcome().get(function.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            kill();
            return Outcome.failed(
                    "Sandbox.Timedout",
                    String.format(
                            Locale.ROOT,
                            "RequestId: %s Error: Task timed out after %.2f seconds",
                            invocation.requestId(),
                            function.timeout().toMillis() / 1000.0));
        } catch (ExecutionException e) {
            // It died or failed while it was being initialised; either told the invocation, or it came too early for
            // that.
            Outcome unknown = Outcome.failed("Runtime.ExitError", e.getCause().getMessage());
            return invocation.outcome().getNow(unknown);
        }
    }

    /** Asks it to end by itself, so that it still writes what it writes at its end. */
    void stop() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    void awaitExit() throws InterruptedException {
        process.waitFor();
    }

    @Override
    public void close() {
        kill();
        api.close();
    }

    private String logSince(long position) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(position, file.length() - LOG_TAIL);
            byte[] tail = new byte[(int) Math.max(0, file.length() - from)];
            file.seek(from);
            file.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
