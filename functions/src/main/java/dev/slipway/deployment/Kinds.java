package dev.slipway.deployment;

import dev.slipway.resource.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of resource of each step, in the order in which an undo puts them back; see {@link ResourceKind#stage}. */
public record Kinds(Map<Step, List<ResourceKind<?>>> byStep) {

    public Stream<ResourceKind<?>> all() {
        return Stream.of(Step.values()).flatMap(step -> of(step).stream());
    }

    public List<ResourceKind<?>> of(Step step) {
        return byStep.getOrDefault(step, List.of());
    }

    /** Those first that are read after no other, see {@link ResourceKind#readAfter}; each before those that are read after it. */
    List<ResourceKind<?>> inOrderOfReading() {
        List<ResourceKind<?>> ordered = new ArrayList<>();
        List<ResourceKind<?>> left = new ArrayList<>(all().toList());
        while (!left.isEmpty()) {
            Set<Class<?>> waitedFor = left.stream().map(ResourceKind::type).collect(Collectors.toSet());
            List<ResourceKind<?>> ready = left.stream()
                    .filter(kind -> kind.readAfter().stream().noneMatch(waitedFor::contains))
                    .toList();
            if (ready.isEmpty()) {
                throw new IllegalStateException("kinds that are read after each other: " + waitedFor);
            }
            ordered.addAll(ready);
            left.removeAll(ready);
        }
        return ordered;
    }
}
