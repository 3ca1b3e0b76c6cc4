package dev.slipway.local.cli;

import dev.slipway.local.cli.Status.Action;
import dev.slipway.local.cli.Status.Progress;
import dev.slipway.local.cli.Status.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** For logs and pipes: a line per change of state, with the seconds since the command began. */
final class PlainWatcher implements Watcher {
    private final Consumer<String> lines;
    private final Supplier<Duration> elapsed;
    private final Map<String, Step> shown = new HashMap<>();
    private String waitedFor = "";

    PlainWatcher(Consumer<String> lines, Supplier<Duration> elapsed) {
        this.lines = lines;
        this.elapsed = elapsed;
    }

    @Override
    public void say(String line) {
        lines.accept(line);
    }

    @Override
    public void show(Status status) {
        status.steps().forEach(step -> {
            Step before = shown.put(step.name(), step);
            if (isNews(before, step)) {
                say(line(step));
            }
        });
        status.rollout()
                .map(Wording::of)
                .filter(text -> !text.equals(waitedFor))
                .ifPresent(text -> {
                    waitedFor = text;
                    say(line("ecs-service", text));
                });
    }

    @Override
    public void tick() {}

    /** That a step has not begun is no news, and neither is the short moment in which it finds nothing to do. */
    private static boolean isNews(Step before, Step now) {
        if (now.state() == Progress.PENDING || (now.state() == Progress.RUNNING && now.action() == Action.NONE)) {
            return false;
        }
        return before == null || before.state() != now.state() || before.action() != now.action();
    }

    private String line(Step step) {
        String took = step.state() == Progress.DONE
                        && step.action() != Action.NONE
                        && step.seconds().isPresent()
                ? " in " + Wording.of(Wording.seconds(step.seconds().getAsDouble()))
                : "";
        return line(step.name(), Wording.of(step) + took);
    }

    private String line(String step, String text) {
        return String.format(Locale.ROOT, "%6.1f s  %-14s %s", elapsed.get().toMillis() / 1000.0, step, text);
    }
}
