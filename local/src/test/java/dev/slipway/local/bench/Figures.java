package dev.slipway.local.bench;

import dev.slipway.local.bench.Deployments.Deployed;
import dev.slipway.local.bench.StartUps.Samples;
import dev.slipway.local.gateway.MeasuredFunction.Cold;
import dev.slipway.local.gateway.MeasuredFunction.Restored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What was measured; times of functions are medians in milliseconds. */
final class Figures {
    /**
     * Medians of starts of one function, in one way.
     *
     * @param start what the start adds: the first answer less a warm invocation of the same process
     * @param warm a warm invocation
     */
    record Starts(int times, double ready, double answer, double start, double warm, double cpu, double megabytes) {
        static Starts of(List<Cold> cold) {
            return new Starts(
                    cold.size(),
                    median(cold, Cold::ready),
                    median(cold, Cold::answer),
                    median(cold, Cold::start),
                    median(cold, Cold::warm),
                    median(cold, Cold::cpu),
                    median(cold, Cold::megabytes));
        }
    }

    /**
     * @param aot on another JDK, perhaps
     * @param firstToWarm median of the ratios, each of one process
     */
    record StartUp(
            String function,
            Starts plain,
            Starts archived,
            Starts aot,
            int restores,
            double firstAfterRestore,
            double warm,
            double firstToWarm) {}

    /** The same function from the one artifact and from a jar of only what it loads, in turns. */
    record OwnJar(String function, double megabytes, Starts artifact, Starts ownJar) {
        double ratio() {
            return artifact.answer / ownJar.answer;
        }
    }

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
    final List<OwnJar> ownJars = new ArrayList<>();
    /** Its version; empty where AOT caches are not measured. */
    Optional<String> aotJdk = Optional.empty();

    final List<Scenario> scenarios = new ArrayList<>();
    final List<Plain> plain = new ArrayList<>();

    void put(String name, long size) {
        sizes.put(name, size);
    }

    void startUp(String function, Samples samples) {
        startUps.add(new StartUp(
                function,
                Starts.of(samples.plain),
                Starts.of(samples.archived),
                Starts.of(samples.aot),
                samples.restored.size(),
                median(samples.restored, Restored::first),
                median(samples.restored, Restored::warm),
                median(samples.restored, one -> one.first() / one.warm())));
    }

    void ownJar(String function, long bytes, Samples samples) {
        ownJars.add(new OwnJar(function, bytes / 1e6, Starts.of(samples.besideAlone), Starts.of(samples.alone)));
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
    static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
        double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
