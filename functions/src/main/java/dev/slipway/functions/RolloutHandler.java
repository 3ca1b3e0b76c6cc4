package dev.slipway.functions;

import dev.slipway.deployment.Deployment;
import dev.slipway.deployment.Rehearsed;
import dev.slipway.deployment.RolloutWatch;

/** One look at the rollout of the ECS service. */
public final class RolloutHandler extends DeploymentHandler {
    private final RolloutWatch watch = Wiring.rolloutWatch();

    @Override
    protected Deployment handle(Request request) {
        return watch.look(request.deployment());
    }

    /** Twice: the first look does less than those that follow. */
    @Override
    protected void rehearse(Request request, Rehearsed rehearsed) {
        watch.look(request.deployment());
        watch.look(request.deployment());
    }
}
