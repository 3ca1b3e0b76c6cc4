package dev.slipway.local.cli;

import dev.slipway.local.cli.Status.Progress;
import dev.slipway.local.cli.Status.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** For a terminal: a line per step, drawn again in place, with a spinner on what runs; talk scrolls by above it. */
final class LiveWatcher implements Watcher {
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final Terminal terminal;
    private final StepLine lines;
    private final Supplier<Duration> elapsed;
    private final Map<String, Duration> began = new HashMap<>();
    private Optional<Status> status = Optional.empty();
    private List<String> drawn = List.of();
    private int ticks;

    LiveWatcher(Terminal terminal, Supplier<Duration> elapsed) {
        this.terminal = terminal;
        this.lines = new StepLine(
                terminal.marks(), terminal.colours(), terminal.columns().orElse(80));
        this.elapsed = elapsed;
    }

    @Override
    public void say(String line) {
        draw(List.of(line));
    }

    @Override
    public void show(Status now) {
        status = Optional.of(now);
        Set<String> running = now.steps().stream()
                .filter(step -> step.state() == Progress.RUNNING)
                .map(Step::name)
                .collect(Collectors.toSet());
        began.keySet().retainAll(running);
        running.forEach(step -> began.putIfAbsent(step, elapsed.get()));
        draw(List.of());
    }

    @Override
    public void tick() {
        ticks++;
        draw(List.of());
    }

    /** In one write, so that nobody sees a half-drawn screen. */
    private void draw(List<String> above) {
        List<String> frame = status.map(this::frame).orElseGet(this::silence);
        if (above.isEmpty() && frame.equals(drawn)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        if (!drawn.isEmpty()) {
            text.append(UP.formatted(drawn.size())).append('\r').append(CLEAR_BELOW);
        }
        above.forEach(line -> text.append(line).append('\n'));
        frame.forEach(line -> text.append(line).append('\n'));
        drawn = frame;
        terminal.err().print(text);
        terminal.err().flush();
    }

    private List<String> frame(Status now) {
        List<String> frame = new ArrayList<>();
        for (Step step : now.steps()) {
            frame.add(lines.of(step, time(step), ticks));
            if (step.state() == Progress.RUNNING) {
                now.rollout().map(Wording::of).map(lines::below).ifPresent(frame::add);
            }
        }
        return frame;
    }

    /** Between the upload and the first sign of the pipeline, when nothing else would move. */
    private List<String> silence() {
        return ticks == 0 ? List.of() : List.of(lines.waiting(elapsed.get(), ticks));
    }

    private Optional<Duration> time(Step step) {
        return switch (step.state()) {
            case PENDING -> Optional.empty();
            case RUNNING -> Optional.of(elapsed.get().minus(began.getOrDefault(step.name(), elapsed.get())));
            case DONE, FAILED, UNDONE, UNDO_FAILED ->
                step.seconds().isPresent()
                        ? Optional.of(Wording.seconds(step.seconds().getAsDouble()))
                        : Optional.empty();
        };
    }
}
