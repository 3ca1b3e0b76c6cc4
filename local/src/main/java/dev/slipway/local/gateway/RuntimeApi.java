package dev.slipway.local.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Lambda Runtime API for one process: it asks for an invocation, handles it, posts the result, and asks again.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime API</a>
 */
final class RuntimeApi implements AutoCloseable {
    private static final Pattern RESULT = Pattern.compile(".*/runtime/invocation/([^/]+)/(response|error)");

    private final FunctionConfiguration function;
    private final HttpServer server;
    /** Empty for: there will be none any more. */
    private final BlockingQueue<Optional<Invocation>> waiting = new LinkedBlockingQueue<>();

    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    RuntimeApi(FunctionConfiguration function, Executor executor) {
        this.function = function;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/2018-06-01/runtime/", this::handle);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Done when the process first asks for an invocation; failed when its initialisation did. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    void give(Invocation invocation) {
        running.put(invocation.requestId(), invocation);
        waiting.add(Optional.of(invocation));
    }

    /** The process is gone: whoever waits for it shall not wait any longer. */
    void died(int exitValue) {
        ready.completeExceptionally(new IllegalStateException("the process ended with exit status " + exitValue));
        running.values().forEach(invocation -> invocation.died(exitValue));
        waiting.add(Optional.empty());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Request request = Request.of(exchange);
            Matcher result = RESULT.matcher(request.path());
            if (request.path().endsWith("/invocation/next")) {
                next().send(exchange);
            } else if (result.matches()) {
                Invocation done = running.remove(result.group(1));
                accepted().send(exchange);
                if (done != null) {
                    boolean failed = result.group(2).equals("error");
                    done.outcome().complete(new Invocation.Outcome(request.body(), failed, ""));
                }
            } else if (request.path().endsWith("/init/error")) {
                accepted().send(exchange);
                running.values()
                        .forEach(invocation ->
                                invocation.outcome().complete(new Invocation.Outcome(request.body(), true, "")));
                ready.completeExceptionally(new IllegalStateException(request.text()));
            } else if (request.path().endsWith("/restore/next")) {
                Answer.json(200, JsonNodeFactory.instance.objectNode()).send(exchange);
            } else {
                Answer.empty(404).send(exchange);
            }
        } catch (IOException | InterruptedException e) {
            // The process is gone, or this gateway is being closed: nobody is left to answer to.
            exchange.close();
        }
    }

    private Answer next() throws InterruptedException {
        ready.complete(null);
        Optional<Invocation> taken = waiting.take();
        if (taken.isEmpty()) {
            return Answer.empty(410);
        }
        Invocation invocation = taken.get();
        long deadline = System.currentTimeMillis() + function.timeout().toMillis();
        return new Answer(200, Map.of(), invocation.payload())
                .with("Content-Type", "application/json")
                .with("Lambda-Runtime-Aws-Request-Id", invocation.requestId())
                .with("Lambda-Runtime-Deadline-Ms", String.valueOf(deadline))
                .with("Lambda-Runtime-Invoked-Function-Arn", function.arn())
                .with("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0");
    }

    private static Answer accepted() {
        return Answer.json(202, JsonNodeFactory.instance.objectNode().put("status", "OK"));
    }
}
