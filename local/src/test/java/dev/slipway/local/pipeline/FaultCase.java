package dev.slipway.local.pipeline;

import java.util.List;

/** One call of one scenario that goes wrong in one way. */
record FaultCase(Scenario scenario, Point point, FaultKind kind) {

    static List<FaultCase> all(Scenario scenario, List<Point> points) {
        return points.stream()
                .flatMap(point -> point.faults().stream().map(kind -> new FaultCase(scenario, point, kind)))
                .toList();
    }

    /** {@code creation EcsService ecs:CreateService #1 answer lost}; the same in every run. */
    @Override
    public String toString() {
        return scenario.label() + " " + point + " " + kind.label;
    }
}
