package dev.slipway.deployment;

import com.fasterxml.jackson.annotation.JsonValue;

/** The steps of a deployment, in their order. {@link #label} is how status.json calls them. */
public enum Step {
    CERTIFICATE("certificate", "Certificate"),
    TARGET_GROUP("target-group", "TargetGroup"),
    LISTENER_RULE("listener-rule", "ListenerRule"),
    DISCOVERY("discovery", "Discovery"),
    PARAMETERS("parameters", "Parameters"),
    ECS_SERVICE("ecs-service", "EcsService"),
    ALARMS("alarms", "Alarms");

    @JsonValue
    public final String label;

    /** The step's name among the states of the state machine. */
    public final String state;

    Step(String label, String state) {
        this.label = label;
        this.state = state;
    }
}
