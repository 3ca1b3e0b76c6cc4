package dev.slipway.functions;

import dev.slipway.deployment.Step;

/** Which requests go to the service. */
public final class ListenerRuleHandler extends StepHandler {
    public ListenerRuleHandler() {
        super(Step.LISTENER_RULE, Wiring.listenerRule());
    }
}
