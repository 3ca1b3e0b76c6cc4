package dev.slipway.deployment;

import dev.slipway.resource.ResourceKind;
import java.util.List;
import java.util.Map;

/** The kinds of resource of each step, in the order in which they are made. */
public record Kinds(Map<Step, List<ResourceKind<?>>> byStep) {

    public List<ResourceKind<?>> of(Step step) {
        return byStep.getOrDefault(step, List.of());
    }
}
