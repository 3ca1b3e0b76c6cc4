package dev.slipway.functions;

import dev.slipway.deployment.Acquire;
import dev.slipway.deployment.Deployment;

/** The first state: the service's lock. */
public final class AcquireHandler extends DeploymentHandler {
    private final Acquire acquire = new Acquire(
            Wiring.locks(),
            Wiring.journal(),
            Wiring.bucket(),
            Wiring.executions(),
            Wiring.redeployment(),
            Wiring.pollSeconds(),
            Wiring.CLOCK);

    @Override
    protected Deployment handle(Request request) {
        Deployment deployment = acquire.acquire(request.deployment(), request.execution());
        if (Acquire.waitsForAnother(deployment)) {
            Measurement.tell(Measurement.ofWait(deployment), Wiring.metricsNamespace());
        }
        return deployment;
    }
}
