package dev.slipway.local.bench;

import dev.slipway.local.bench.Deployments.Deployed;
import dev.slipway.local.gateway.MeasuredFunction.Cold;
import dev.slipway.local.gateway.MeasuredFunction.Restored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured; times of functions are medians in milliseconds. */
final class Figures {
    /** @param firstToWarm median of the ratios, each of one process */
    record StartUp(
            String function,
            double ready,
            double answer,
            double cpu,
            double megabytes,
            double archivedReady,
            double archivedAnswer,
            double archivedCpu,
            double firstAfterRestore,
            double warm,
            double firstToWarm) {}

    /** @param delay milliseconds that each AWS call took longer */
    record Scenario(
            String name,
            int delay,
            double seconds,
            double working,
            int calls,
            int changes,
            int records,
            int objects,
            int transitions,
            int invocations,
            int largestState) {}

    /** @param working seconds without the waits between two looks at the rollout */
    record Plain(int delay, double seconds, double working, long calls) {}

    final Map<String, Long> sizes = new LinkedHashMap<>();
    final List<StartUp> startUps = new ArrayList<>();
    final List<Scenario> scenarios = new ArrayList<>();
    final List<Plain> plain = new ArrayList<>();

    void put(String name, long size) {
        sizes.put(name, size);
    }

    void coldStart(String function, List<Cold> cold, List<Cold> archived, List<Restored> restored) {
        startUps.add(new StartUp(
                function,
                median(cold, Cold::ready),
                median(cold, Cold::answer),
                median(cold, Cold::cpu),
                median(cold, Cold::megabytes),
                median(archived, Cold::ready),
                median(archived, Cold::answer),
                median(archived, Cold::cpu),
                median(restored, Restored::first),
                median(restored, Restored::warm),
                median(restored, one -> one.first() / one.warm())));
    }

    void scenario(String name, int delay, Deployed deployed) {
        if (!deployed.status().equals("SUCCEEDED")) {
            throw new IllegalStateException("the deployment \"" + name + "\" " + deployed.status());
        }
        scenarios.add(new Scenario(
                name,
                delay,
                deployed.seconds(),
                deployed.working(),
                deployed.calls(),
                deployed.changes(),
                deployed.records(),
                deployed.objects(),
                deployed.transitions(),
                deployed.invocations(),
                deployed.largest()));
    }

    void plain(int delay, double seconds, double working, long calls) {
        plain.add(new Plain(delay, seconds, working, calls));
    }

    Scenario scenario(String name, int delay) {
        return scenarios.stream()
                .filter(one -> one.name().equals(name) && one.delay() == delay)
                .findFirst()
                .orElseThrow();
    }

    Plain plain(int delay) {
        return plain.stream().filter(one -> one.delay() == delay).findFirst().orElseThrow();
    }

    /** NaN where there is nothing. */
    private static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
        double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
