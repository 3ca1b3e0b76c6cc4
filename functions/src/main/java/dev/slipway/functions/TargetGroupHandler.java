package dev.slipway.functions;

import dev.slipway.deployment.Step;

/** Where the load balancer finds the service's tasks. */
public final class TargetGroupHandler extends StepHandler {
    public TargetGroupHandler() {
        super(Step.TARGET_GROUP, Wiring.targetGroup());
    }
}
