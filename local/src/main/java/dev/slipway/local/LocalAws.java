package dev.slipway.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.gateway.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An AWS on this machine with the pipeline and its environments in it: the emulator for the services, the gateway for
 * Lambda, and the stacks of the project's templates. Everything that it starts ends when it is closed or this process
 * ends.
 */
public final class LocalAws implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAws.class);

    /** Parameters of the environments' template, so that whatever a manifest can ask for is there. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("InternalLoadBalancer", "true", "FileSystem", "true", "Nat", "true");

    private final Gateway gateway;
    private final Emulator emulator;
    private final Details details;
    private final CompletableFuture<Void> warm;
    private final Thread atExit = new Thread(this::end, "end the local AWS");

    private LocalAws(Gateway gateway, Emulator emulator, Details details, CompletableFuture<Void> warm) {
        this.gateway = gateway;
        this.emulator = emulator;
        this.details = details;
        this.warm = warm;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Returns when the pipeline can be used; its functions may still be warming up.
     *
     * @throws IOException where the port is taken, or the emulator does not start
     * @throws IllegalStateException where something is missing, saying what to do about it
     */
    public static LocalAws start(Options options) throws IOException {
        try {
            return startAll(options);
        } catch (CompletionException | UncheckedIOException e) {
            // Of a thread of its own, and of one who cannot throw it as it is.
            Throwable thrown = e instanceof CompletionException ? e.getCause() : e;
            if (thrown instanceof UncheckedIOException wrapped) {
                throw wrapped.getCause();
            }
            throw e;
        }
    }

    private static LocalAws startAll(Options options) throws IOException {
        Python python = Python.find(options.project());
        CompletableFuture<JsonNode> template = CompletableFuture.supplyAsync(() -> transformed(python, options));
        Path directory = RunDirectories.create(options.project().work());
        List<Emulator> started = new ArrayList<>();
        Gateway gateway = null;
        try {
            gateway = Gateway.start(
                    options.port(),
                    port -> {
                        started.add(emulator(python, options, port, directory));
                        return started.get(0).uri();
                    },
                    options.viaProxy(),
                    options.region(),
                    options.code(),
                    directory);
            return deployed(options, template, gateway, started.get(0));
        } catch (IOException | RuntimeException e) {
            if (gateway != null) {
                gateway.close();
            }
            started.forEach(Emulator::close);
            throw e;
        }
    }

    public Details details() {
        return details;
    }

    public Endpoint endpoint() {
        return new Endpoint(gateway.endpoint(), details.region());
    }

    /** Where calls and faults are. */
    public Gateway gateway() {
        return gateway;
    }

    /** Returns when all functions are up. */
    public void awaitWarm() {
        warm.join();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        gateway.close();
        emulator.close();
    }

    private static JsonNode transformed(Python python, Options options) {
        try {
            return Stacks.transformed(python, options.project(), options.template(), options.region());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Emulator emulator(Python python, Options options, int gatewayPort, Path directory) {
        try {
            Path log = directory.resolve("logs/emulator.log");
            return Emulator.start(python, options.project(), gatewayPort, options.rollout(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LocalAws deployed(
            Options options, CompletableFuture<JsonNode> template, Gateway gateway, Emulator emulator)
            throws IOException {
        Stacks stacks = new Stacks(new Endpoint(gateway.endpoint(), options.region()));
        Map<String, String> pipeline = stacks.createPipeline(template.join(), options.template(), options.parameters());
        LOG.debug("the pipeline is there");
        CompletableFuture<Void> warm = options.warm()
                ? CompletableFuture.runAsync(() -> warmUp(options, gateway, stacks.functions()))
                : CompletableFuture.completedFuture(null);
        String domain = Stacks.CERTIFICATE_DOMAIN;
        stacks.certificate(domain, "*." + domain);
        List<String> loadBalancers = new ArrayList<>();
        for (String environment : options.environments()) {
            Map<String, String> outputs = stacks.createEnvironment(
                    environment, options.project().environmentTemplate(), loadBalancers.isEmpty(), ENVIRONMENT);
            loadBalancers.add(outputs.get("PublicLoadBalancerDNSName"));
            LOG.debug("the environment {} is there", environment);
        }
        Details details = new Details(
                gateway.endpoint().toString(),
                options.region(),
                Stacks.APPLICATION,
                options.environments(),
                pipeline.get("BucketName"),
                pipeline.get("StateMachineArn"),
                loadBalancers.isEmpty() ? null : loadBalancers.get(0),
                domain);
        return new LocalAws(gateway, emulator, details, warm);
    }

    private static void warmUp(Options options, Gateway gateway, Map<String, String> functions) {
        List<String> names = List.copyOf(functions.values());
        // The plan reads all kinds of resources, so it loads more than any other.
        String typical = functions.getOrDefault("PlanFunction", names.get(0));
        gateway.warmUp(options.region(), options.project().work().resolve("cache"))
                .run(names, typical);
    }
}
