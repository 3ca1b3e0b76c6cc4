package dev.slipway.functions;

import dev.slipway.deployment.Step;

/** Log group, roles, task definition and the ECS service itself. */
public final class EcsServiceHandler extends StepHandler {
    public EcsServiceHandler() {
        super(Step.ECS_SERVICE, Wiring.ecsService());
    }
}
