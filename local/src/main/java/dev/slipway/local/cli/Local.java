package dev.slipway.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.local.LocalAws;
import dev.slipway.local.Options;
import dev.slipway.local.Project;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A local AWS with the pipeline in it, as long as it is open. */
final class Local implements AutoCloseable {
    private static final String STACK = "slipway";

    private final LocalAws running;

    private Local(LocalAws running) {
        this.running = running;
    }

    /**
     * @param port 0 for any that is free
     * @throws CommandFailed where the port is taken, or something is missing
     */
    static Local start(int port, List<String> environments, Optional<URI> viaProxy) {
        try {
            Options options = Options.of(Project.find()).port(port).environments(environments);
            return new Local(LocalAws.start(viaProxy.map(options::viaProxy).orElse(options)));
        } catch (IOException | IllegalStateException e) {
            throw new CommandFailed("The local AWS does not start: " + e.getMessage(), e);
        }
    }

    /** Returns when the functions are up. */
    void awaitWarm() {
        running.awaitWarm();
    }

    Aws aws() {
        return new Aws(Optional.of(URI.create(running.details().endpoint())));
    }

    Pipeline pipeline() {
        return Pipeline.of(aws().cloudFormation(), STACK);
    }

    /** On one line, in the words of {@link Details}. */
    String json() {
        try {
            return new JsonMapper().writeValueAsString(running.details());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts is always JSON", e);
        }
    }

    @Override
    public void close() {
        running.close();
    }
}
