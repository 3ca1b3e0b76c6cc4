package dev.slipway.functions;

import dev.slipway.deployment.Deployment;
import dev.slipway.deployment.Recording;
import dev.slipway.deployment.Rehearsed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last state: the outcome is told everywhere, and the lock is freed. */
public final class RecordHandler extends DeploymentHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RecordHandler.class);

    private final Recording recording = new Recording(
            Wiring.bucket(), Wiring.history(), Wiring.uses(), Wiring.events(), Wiring.locks(), Wiring.CLOCK);
    private final String namespace = Wiring.metricsNamespace();

    @Override
    protected Deployment handle(Request request) {
        Deployment deployment = request.deployment();
        if (request.execution() != null) {
            // What the first state had noted is lost where that state failed.
            deployment.execution = request.execution();
        }
        Deployment done = recording.record(deployment);
        try {
            Measurement.tell(Measurement.of(done), namespace);
        } catch (RuntimeException e) {
            LOG.error("The metrics of this deployment are lost", e);
        }
        return done;
    }

    /** Without the metrics, which would count. */
    @Override
    protected void rehearse(Request request, Rehearsed rehearsed) {
        recording.record(request.deployment());
    }
}
