package dev.slipway.functions;

import dev.slipway.deployment.Step;

/** Generated secrets, and what others may read about the service. */
public final class ParametersHandler extends StepHandler {
    public ParametersHandler() {
        super(Step.PARAMETERS, Wiring.parameters());
    }
}
