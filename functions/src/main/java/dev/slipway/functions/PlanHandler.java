package dev.slipway.functions;

import dev.slipway.deployment.Deployment;
import dev.slipway.deployment.Planning;
import dev.slipway.deployment.Rehearsed;

/** The manifest against the world: what would change, read without changing anything. */
public final class PlanHandler extends DeploymentHandler {
    private final Planning planning = Wiring.planning();

    @Override
    protected void rehearse(Request request, Rehearsed rehearsed) {
        planning.rehearse(request.deployment(), rehearsed.service());
    }

    @Override
    protected Deployment handle(Request request) {
        return planning.plan(request.deployment());
    }
}
