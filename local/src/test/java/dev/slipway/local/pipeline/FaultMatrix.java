package dev.slipway.local.pipeline;

import dev.slipway.local.pipeline.FaultCase.Fault;
import dev.slipway.local.pipeline.FaultCase.Point;
import dev.slipway.local.pipeline.FaultCase.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The results of a scenario's cases, as a table of calls and faults. */
final class FaultMatrix {
    private final Scenario scenario;
    private final List<Point> points;
    private final Map<Fault, Result> results = new LinkedHashMap<>();

    FaultMatrix(Scenario scenario, List<Point> points) {
        this.scenario = scenario;
        this.points = points;
    }

    synchronized void add(Fault fault, Result result) {
        results.put(fault, result);
    }

    synchronized String line(Fault fault, Result result) {
        return "%4d %-11s %-90s %s".formatted(results.size(), scenario, fault, result);
    }

    synchronized List<String> failures() {
        List<String> failures = new ArrayList<>();
        results.forEach((fault, result) -> {
            if (result.isFailure()) {
                failures.add(fault + ": " + result);
            }
        });
        return failures;
    }

    /** A row for each function and call, a column for each kind of fault: b(efore), a(sked), - (did not strike), FAILED. */
    synchronized String table() {
        Map<String, Map<FaultKind, List<String>>> rows = new LinkedHashMap<>();
        for (Point point : points) {
            rows.computeIfAbsent(point.function() + " " + point.call(), row -> new TreeMap<>());
        }
        Map<String, Integer> totals = new TreeMap<>();
        results.forEach((fault, result) -> {
            rows.get(fault.point().function() + " " + fault.point().call())
                    .computeIfAbsent(fault.kind(), kind -> new ArrayList<>())
                    .add(result.letter());
            totals.merge(result.verdict(), 1, Integer::sum);
        });
        StringBuilder table = new StringBuilder("## " + scenario + "\n\n| call |");
        for (FaultKind kind : FaultKind.values()) {
            table.append(' ').append(kind.label).append(" |");
        }
        table.append("\n|---|").append("---|".repeat(FaultKind.values().length)).append('\n');
        rows.forEach((name, row) -> {
            table.append("| ").append(name).append(" |");
            for (FaultKind kind : FaultKind.values()) {
                table.append(' ')
                        .append(String.join("", row.getOrDefault(kind, List.of())))
                        .append(" |");
            }
            table.append('\n');
        });
        return table.append("\n%d calls, %d cases: %s%n".formatted(points.size(), results.size(), totals))
                .toString();
    }
}
