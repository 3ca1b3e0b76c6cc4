package dev.slipway.functions;

import dev.slipway.deployment.Deployment;
import dev.slipway.deployment.Validation;

/** The manifest by itself. */
public final class ValidateHandler extends DeploymentHandler {
    private final Validation validation = new Validation(Wiring.bucket());

    @Override
    protected Deployment handle(Request request) {
        return validation.validate(request.deployment());
    }
}
