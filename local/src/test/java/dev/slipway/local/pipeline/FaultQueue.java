package dev.slipway.local.pipeline;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cases that are still to be tried. */
final class FaultQueue {
    private final Map<Scenario, Deque<FaultCase>> open = new EnumMap<>(Scenario.class);

    FaultQueue(List<FaultCase> cases) {
        cases.forEach(one -> open.computeIfAbsent(one.scenario(), scenario -> new ArrayDeque<>())
                .add(one));
    }

    /** One that begins where a service is, if there is one; else one of those of which most are open. */
    synchronized Optional<FaultCase> next(Stage stage) {
        return open.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .max(Comparator.<Map.Entry<Scenario, Deque<FaultCase>>>comparingInt(
                                entry -> entry.getKey().from == stage ? 1 : 0)
                        .thenComparing(entry -> entry.getValue().size()))
                .map(entry -> entry.getValue().poll());
    }
}
