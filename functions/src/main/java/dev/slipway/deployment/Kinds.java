package dev.slipway.deployment;

import dev.slipway.resource.ResourceKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The kinds of resource of each step, in the order in which an undo puts them back; see {@link ResourceKind#stage}. */
public record Kinds(Map<Step, List<ResourceKind<?>>> byStep) {

    public Stream<ResourceKind<?>> all() {
        return Stream.of(Step.values()).flatMap(step -> of(step).stream());
    }

    public List<ResourceKind<?>> of(Step step) {
        return byStep.getOrDefault(step, List.of());
    }
}
