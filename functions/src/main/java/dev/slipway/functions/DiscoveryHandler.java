package dev.slipway.functions;

import dev.slipway.deployment.Step;

/** The service's entry in the private DNS namespace. */
public final class DiscoveryHandler extends StepHandler {
    public DiscoveryHandler() {
        super(Step.DISCOVERY, Wiring.discovery());
    }
}
