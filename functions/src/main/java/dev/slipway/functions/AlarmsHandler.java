package dev.slipway.functions;

import dev.slipway.deployment.Step;

/** Scaling and rollback alarms. */
public final class AlarmsHandler extends StepHandler {
    public AlarmsHandler() {
        super(Step.ALARMS, Wiring.alarms());
    }
}
