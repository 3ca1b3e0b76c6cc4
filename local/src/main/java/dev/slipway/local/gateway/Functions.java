package dev.slipway.local.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.gateway.Invocation.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions and their processes. A function is what the emulator's GetFunctionConfiguration says; it is started when
 * it is first invoked, and one more for each invocation at the same time.
 */
final class Functions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Functions.class);

    private final ObjectMapper json = new ObjectMapper();
    private final Forwarding lambda;
    private final String endpoint;
    private final Path logs;
    private final Executor executor;
    private final Map<String, Pool> pools = new ConcurrentHashMap<>();
    private final Map<String, FunctionConfiguration> known = new ConcurrentHashMap<>();
    private final List<Sandbox> sandboxes = new CopyOnWriteArrayList<>();
    private final AtomicInteger started = new AtomicInteger();
    private volatile JavaRuntime runtime;
    private volatile int atOnce = Integer.MAX_VALUE;
    private volatile boolean closed;

    Functions(Forwarding lambda, JavaRuntime runtime, String endpoint, Path logs, Executor executor) {
        this.lambda = lambda;
        this.runtime = runtime;
        this.endpoint = endpoint;
        this.logs = logs;
        this.executor = executor;
    }

    /** From now on processes start with this. */
    void use(JavaRuntime newRuntime) {
        runtime = newRuntime;
    }

    JavaRuntime runtime() {
        return runtime;
    }

    Optional<FunctionConfiguration> find(String name, String region) {
        FunctionConfiguration found = known.get(region + "/" + name);
        return found != null ? Optional.of(found) : discover(name, region);
    }

    /** To be called when functions may have changed: they are looked up again when they are next invoked. */
    void forget() {
        known.clear();
    }

    /** How many processes a function has at most; what is invoked beyond that waits. Unlimited at first. */
    void atOnce(int processes) {
        atOnce = processes;
    }

    Outcome run(FunctionConfiguration function, Invocation invocation) throws InterruptedException {
        Pool pool = pool(function);
        Sandbox sandbox = pool.take(atOnce, () -> start(function, List.of()));
        try {
            Outcome outcome = sandbox.run(invocation);
            LOG.debug("{} {} {}", function.name(), invocation.requestId(), outcome.failed() ? "failed" : "returned");
            return outcome;
        } finally {
            pool.give(sandbox);
        }
    }

    /** As {@link #run}, but the process is killed before it gets the event. */
    Outcome runKilled(FunctionConfiguration function, Invocation invocation) throws InterruptedException {
        Pool pool = pool(function);
        Sandbox sandbox = pool.take(atOnce, () -> start(function, List.of()));
        try {
            sandbox.kill();
            return sandbox.run(invocation);
        } finally {
            pool.give(sandbox);
        }
    }

    /** Sees that there is a process of the function, and waits until it is ready for an invocation. */
    void warm(FunctionConfiguration function) {
        pool(function);
        if (sandboxes.stream().anyMatch(one -> one.alive() && one.function().equals(function))) {
            return;
        }
        Sandbox sandbox = start(function, List.of());
        // An invocation that comes meanwhile waits for this one, rather than for another one that starts later.
        pool(function).add(sandbox);
        sandbox.ready().handle((ready, failure) -> ready).join();
    }

    /** Starts a process beside the pool, with more options for the JVM; the caller ends it. */
    Sandbox start(FunctionConfiguration function, List<String> moreOptions) {
        if (closed) {
            throw new IllegalStateException("the local AWS is closed");
        }
        String log = function.name() + "-" + started.incrementAndGet() + ".log";
        Sandbox sandbox = new Sandbox(function, runtime, moreOptions, endpoint, logs.resolve(log), executor);
        sandboxes.removeIf(one -> !one.alive());
        sandboxes.add(sandbox);
        if (closed) {
            sandbox.close();
        }
        return sandbox;
    }

    /** The deployment that the process with this id is at; empty if it is none of ours. */
    String deployment(String sandbox) {
        return sandboxes.stream()
                .filter(one -> one.id().equals(sandbox))
                .map(Sandbox::deployment)
                .findFirst()
                .orElse("");
    }

    /** Kills the process that bears this id, if it belongs to the function. */
    void kill(String function, String sandbox) {
        sandboxes.stream().filter(one -> one.id().equals(sandbox)).forEach(one -> {
            LOG.info("killing a process of {}", function);
            one.kill();
        });
    }

    /** A signature that nobody checks, for the gateway's own calls: it says which service is meant. */
    static String credential(String region, String service) {
        return "AWS4-HMAC-SHA256 Credential=gateway/20260101/%s/%s/aws4_request".formatted(region, service);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        sandboxes.forEach(Sandbox::close);
    }

    private Optional<FunctionConfiguration> discover(String name, String region) {
        Request request = new Request(
                "GET",
                "/2015-03-31/functions/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "/configuration",
                "",
                Map.of("Authorization", List.of(credential(region, "lambda"))),
                new byte[0]);
        try {
            Answer answer = lambda.forward(request);
            if (answer.status() != 200) {
                return Optional.empty();
            }
            FunctionConfiguration function = FunctionConfiguration.of(json.readTree(answer.body()));
            known.put(region + "/" + name, function);
            return Optional.of(function);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The pool of the function as it is now; idle processes of what it was before end. */
    private Pool pool(FunctionConfiguration function) {
        return pools.compute(function.arn(), (arn, pool) -> {
            if (pool != null && pool.isOf(function)) {
                return pool;
            }
            if (pool != null) {
                pool.close();
            }
            return new Pool(function);
        });
    }
}
