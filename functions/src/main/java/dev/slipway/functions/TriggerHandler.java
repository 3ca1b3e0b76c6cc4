package dev.slipway.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.aws.Clients;
import dev.slipway.deployment.Json;
import dev.slipway.deployment.Redeploys.Started;
import dev.slipway.deployment.Triggers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/** Turns events of S3 and EventBridge into executions of the state machine. */
public final class TriggerHandler implements RequestStreamHandler, Resource {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerHandler.class);

    private final Triggers triggers = new Triggers(
            Wiring.application(),
            Wiring.executions(),
            Wiring.locks(),
            Wiring.bucket(),
            Wiring.redeploys(),
            Wiring.driftRepair());

    public TriggerHandler() {
        Core.getGlobalContext().register(this);
    }

    /** As in {@link DeploymentHandler#beforeCheckpoint}. */
    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        try {
            Clients.rehearse(triggers::rehearse, Map.of());
            DeploymentHandler.rehearse(LOG);
        } finally {
            PowertoolsLogging.clearState(true);
        }
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode event = Json.MAPPER.readTree(input);
        Started started = PowertoolsLogging.withLogging(context, () -> {
            Started result = triggers.on(event);
            LOG.info("{}: started {} {}", event.path("detail-type").asText(), result.deployments(), result.reason());
            return result;
        });
        Json.MAPPER.writeValue(output, started);
    }
}
