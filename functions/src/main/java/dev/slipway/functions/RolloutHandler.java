package dev.slipway.functions;

import dev.slipway.deployment.Deployment;
import dev.slipway.deployment.RolloutWatch;

/** One look at the rollout of the ECS service. */
public final class RolloutHandler extends DeploymentHandler {
    private final RolloutWatch watch = Wiring.rolloutWatch();

    @Override
    protected Deployment handle(Request request) {
        return watch.look(request.deployment());
    }
}
