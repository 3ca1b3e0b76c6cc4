package dev.slipway.local.cli;

import static dev.slipway.local.cli.Statuses.status;
import static dev.slipway.local.cli.Statuses.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatcherTest {
    private final List<String> lines = new ArrayList<>();
    private Duration elapsed = Duration.ZERO;
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @Test
    void withoutATerminalEveryChangeOfStateIsALineAndNothingElseIs() {
        Watcher watcher = new PlainWatcher(lines::add, () -> elapsed);

        watcher.show(
                status("IN_PROGRESS", step("certificate", "none", "running"), step("alarms", "create", "pending")));
        elapsed = Duration.ofMillis(400);
        watcher.show(status("IN_PROGRESS", step("certificate", "none", "done"), step("alarms", "create", "running")));
        watcher.show(status("IN_PROGRESS", step("certificate", "none", "done"), step("alarms", "create", "running")));
        watcher.tick();
        elapsed = Duration.ofMillis(12_340);
        watcher.show(status(
                "SUCCEEDED", step("certificate", "none", "done"), step("alarms", "create", "done", 11.9, "arn:x")));

        assertThat(lines)
                .containsExactly(
                        "   0.4 s  certificate    unchanged",
                        "   0.4 s  alarms         creating",
                        "  12.3 s  alarms         created in 12 s");
    }

    private static final String WAITING = """
            {"status": "IN_PROGRESS", "steps": [{"name": "ecs-service", "action": "create", "state": "running"}],
             "rollout": {"desired": 2, "running": %d, "pending": 1}}""";

    @Test
    void whileTasksAreWaitedForTheirNumbersAreShown() {
        Watcher plain = new PlainWatcher(lines::add, () -> elapsed);
        plain.show(Status.parse(WAITING.formatted(0)));
        plain.show(Status.parse(WAITING.formatted(0)));
        plain.show(Status.parse(WAITING.formatted(1)));

        assertThat(lines)
                .containsExactly(
                        "   0.0 s  ecs-service    creating",
                        "   0.0 s  ecs-service    0 of 2 tasks run, 1 starting",
                        "   0.0 s  ecs-service    1 of 2 tasks run, 1 starting");

        live(40).show(Status.parse(WAITING.formatted(0)));

        assertThat(drawn()).contains("| ecs-service    creating").endsWith("                 0 of 2 tasks run, 1 st\n");
    }

    @Test
    void aFailureAndItsUndoAreLinesToo() {
        Watcher watcher = new PlainWatcher(lines::add, () -> elapsed);

        watcher.show(status("IN_PROGRESS", step("alarms", "update", "failed")));
        watcher.show(status("IN_PROGRESS", step("alarms", "update", "undone")));
        watcher.show(status("ROLLBACK_FAILED", step("alarms", "update", "undo-failed")));

        assertThat(lines)
                .containsExactly(
                        "   0.0 s  alarms         failed",
                        "   0.0 s  alarms         undone",
                        "   0.0 s  alarms         could not be undone");
    }

    @Test
    void onATerminalTheStepsAreRedrawnInPlace() {
        Watcher watcher = live(80);

        watcher.show(status("IN_PROGRESS", step("certificate", "none", "done"), step("alarms", "create", "running")));
        elapsed = Duration.ofMillis(1200);
        watcher.tick();

        assertThat(drawn())
                .isEqualTo("= certificate    unchanged\n"
                        + "| alarms         creating                0.0 s\n"
                        + "\u001b[2A\r\u001b[J"
                        + "= certificate    unchanged\n"
                        + "/ alarms         creating                1.2 s\n");
    }

    @Test
    void untilThePipelineShowsItselfSomethingMoves() {
        Watcher watcher = live(80);

        watcher.say("Uploaded");
        watcher.tick();
        watcher.show(status("IN_PROGRESS", step("alarms", "create", "pending")));

        assertThat(drawn())
                .isEqualTo("Uploaded\n"
                        + "/ waiting for the pipeline               0.0 s\n"
                        + "\u001b[1A\r\u001b[J"
                        + ". alarms         to create\n");
    }

    @Test
    void nothingIsDrawnAgainThatLooksTheSame() {
        Watcher watcher = live(80);
        Status status = status("SUCCEEDED", step("certificate", "create", "done", 2, "arn:x"));

        watcher.show(status);
        watcher.show(status);
        watcher.tick();

        assertThat(drawn()).isEqualTo("+ certificate    created                 2.0 s\n");
    }

    @Test
    void talkScrollsByAboveTheSteps() {
        Watcher watcher = live(80);

        watcher.show(status("IN_PROGRESS", step("certificate", "create", "pending")));
        watcher.say("m.yml:1:1: warning: doubtful");

        assertThat(drawn())
                .isEqualTo(". certificate    to create\n"
                        + "\u001b[1A\r\u001b[J"
                        + "m.yml:1:1: warning: doubtful\n"
                        + ". certificate    to create\n");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        Watcher watcher = live(40);

        watcher.show(status("IN_PROGRESS", step("a-step-with-a-very-long-name", "replace", "failed")));

        assertThat(drawn().strip().length()).isLessThan(40);
    }

    private Watcher live(int columns) {
        PrintStream err = new PrintStream(screen, true, StandardCharsets.UTF_8);
        return Watcher.on(new Terminal(err, err, Optional.of(columns), false, false), () -> elapsed);
    }

    private String drawn() {
        return screen.toString(StandardCharsets.UTF_8);
    }
}
