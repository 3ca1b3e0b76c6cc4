package dev.slipway.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local AWS's one endpoint: runs the functions itself (Lambda's Invoke), passes everything else on to the emulator,
 * and lets tests watch and disturb what passes.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final HttpServer server;
    private final ExecutorService executor;
    private final Calls calls = new Calls();
    private final Faults faults = new Faults();
    private final Functions functions;
    private final LambdaApi lambda;
    private final AwsApi aws;
    private final ControlApi control;

    /**
     * @param port 0 for any that is free
     * @param code the functions' class path
     * @param directory where processes run and leave their logs, and what they need lies
     * @param emulator starts the emulator, which needs to know the gateway's port, and says where it is
     * @throws IOException where the port is taken
     */
    public static Gateway start(
            int port, IntFunction<URI> emulator, Optional<URI> viaProxy, String region, List<Path> code, Path directory)
            throws IOException {
        // Without it, 40 ms are lost per call: the server's answers wait for the client's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,content-length");
        HttpServer server = bound(port);
        try {
            URI started = emulator.apply(server.getAddress().getPort());
            return new Gateway(server, started, viaProxy, region, code, directory);
        } catch (RuntimeException e) {
            server.stop(0);
            throw e;
        }
    }

    private static HttpServer bound(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 256);
        } catch (BindException e) {
            throw new IOException("port " + port + " is taken by another program", e);
        }
    }

    private Gateway(
            HttpServer server, URI emulator, Optional<URI> viaProxy, String region, List<Path> code, Path directory) {
        this.server = server;
        this.executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "gateway");
            thread.setDaemon(true);
            return thread;
        });
        Forwarding direct = new Forwarding(emulator, Optional.empty(), executor);
        Forwarding forwarding = viaProxy.isPresent() ? new Forwarding(emulator, viaProxy, executor) : direct;
        JavaRuntime runtime = JavaRuntime.of(code, directory);
        functions = new Functions(direct, runtime, endpoint().toString(), directory.resolve("logs"), executor);
        lambda = new LambdaApi(functions, new EventInvocations(functions, direct), calls, faults, region, executor);
        aws = new AwsApi(forwarding, calls, faults, functions);
        control = new ControlApi(calls, faults, direct);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What passed by. */
    public Calls calls() {
        return calls;
    }

    /** What is to go wrong. */
    public Faults faults() {
        return faults;
    }

    /** From now on every AWS call takes this much longer; the invocations of functions do not. */
    public void delay(Duration duration) {
        aws.delay(duration);
    }

    Functions functions() {
        return functions;
    }

    /** How many processes a function has at most; what is invoked beyond that waits. Unlimited if this is never called. */
    public void processesOfAFunction(int most) {
        functions.atOnce(most);
    }

    /** How the functions are started before they are needed. */
    public WarmUp warmUp(String region, Path cache) {
        return new WarmUp(functions, region, cache);
    }

    @Override
    public void close() {
        server.stop(0);
        functions.close();
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Optional<Answer> answer = answer(Request.of(exchange));
            if (answer.isPresent()) {
                answer.get().send(exchange);
            }
        } catch (IOException e) {
            LOG.debug("the client is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("{} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        }
    }

    private Optional<Answer> answer(Request request) throws IOException, InterruptedException {
        if (LambdaApi.concerns(request)) {
            return Optional.of(lambda.answer(request));
        }
        if (ControlApi.concerns(request)) {
            return Optional.of(control.answer(request));
        }
        return aws.answer(request);
    }
}
