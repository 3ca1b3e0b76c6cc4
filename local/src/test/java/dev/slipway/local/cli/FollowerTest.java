package dev.slipway.local.cli;

import static dev.slipway.local.cli.Statuses.EXECUTION;
import static dev.slipway.local.cli.Statuses.VERSION;
import static dev.slipway.local.cli.Statuses.of;
import static dev.slipway.local.cli.Statuses.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.slipway.local.cli.Executions.Execution;
import dev.slipway.local.cli.Status.Outcome;
import dev.slipway.local.cli.Upload.Uploaded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

class FollowerTest {
    private static final Uploaded UPLOAD = new Uploaded("test", "web", "test/web/manifest.yml", VERSION);
    private static final String OTHER = """
            {"deployment": "test-web-other", "status": "%s", "manifest": {"versionId": "other"}}""";

    private static final String NONE = "";

    private final Documents documents = mock();
    private final Executions executions = mock();
    private final List<String> lines = new ArrayList<>();
    private final Instant start = Instant.parse("2026-11-22T18:00:00Z");
    private Instant now = start;

    @BeforeEach
    void theUploadIsTheNewest() {
        when(documents.isNewest(UPLOAD)).thenReturn(true);
        when(executions.of(any(), any())).thenReturn(Optional.empty());
    }

    @Test
    void aDeploymentIsFollowedToItsEnd() {
        documentsAre(
                NONE,
                OTHER.formatted("SUCCEEDED"),
                of("IN_PROGRESS", step("alarms", "create", "running")),
                of("SUCCEEDED", step("alarms", "create", "done")));

        Document end = follow();

        assertThat(end.status().status()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(lines)
                .containsExactly(
                        "Deployment test-web-3sL4kqtJlcpX",
                        "Plan:",
                        "  alarms         to create",
                        "   0.4 s  alarms         creating",
                        "   0.6 s  alarms         created");
    }

    @Test
    void theOutcomeOfAnotherVersionIsNotTakenForOurs() {
        documentsAre(OTHER.formatted("SUCCEEDED"), of("UNCHANGED"));

        assertThat(follow().status().status()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void whatIsWaitedForIsSaidOnce() {
        String other = OTHER.formatted("IN_PROGRESS");
        documentsAre(other, other, other, of("SUCCEEDED"));

        follow();

        assertThat(lines).first().isEqualTo("Waiting for test-web-other, which has the service now");
        assertThat(lines).filteredOn(line -> line.startsWith("Waiting")).hasSize(1);
    }

    @Test
    void thePlanIsSaidFirstAndWhatEcsSaysAsSoonAsItIsKnown() {
        String planned = """
                {"deployment": "d", "status": "IN_PROGRESS", "manifest": {"versionId": "%s"},
                 "steps": [{"name": "ecs-service", "action": "create", "state": "running",
                            "planned": [{"kind": "ecs-service", "name": "web", "action": "create"}]}]%s}
                """;
        String waiting = """
                , "rollout": {"desired": 1, "pending": 1, "events": [{"message": "(service web) has started 1 tasks"}],
                  "stopped": ["task 1 stopped: it was tired"], "targets": ["initial"]}""";
        documentsAre(
                planned.formatted(VERSION, ""),
                planned.formatted(VERSION, waiting),
                planned.formatted(VERSION, waiting),
                of("SUCCEEDED"));

        follow();

        assertThat(lines)
                .containsExactly(
                        "Deployment d",
                        "Plan:",
                        "  ecs-service    to create",
                        "      + ECS service web",
                        "   0.0 s  ecs-service    creating",
                        "ECS: the service has started 1 tasks",
                        "ECS: task 1 stopped: it was tired",
                        "Load balancer: initial",
                        "   0.2 s  ecs-service    0 of 1 tasks run, 1 starting",
                        "Deployment test-web-3sL4kqtJlcpX");
    }

    @Test
    void problemsAreSaidWithTheirPlaceAsSoonAsTheyAreKnown() {
        documentsAre("""
                {"deployment": "d", "status": "REJECTED", "manifest": {"versionId": "%s"},
                 "problems": [{"severity": "error", "code": "missing-secret", "line": 9, "column": 5, "message": "no such secret"}]}
                """.formatted(VERSION));

        follow();

        assertThat(lines).containsExactly("Deployment d", "web.yml:9:5: error: no such secret");
    }

    @Test
    void anOutcomeThatANewerDeploymentHasOverwrittenIsTakenFromTheExecution() {
        documentsAre(OTHER.formatted("IN_PROGRESS"));
        when(executions.of(eq(VERSION), any()))
                .thenReturn(Optional.of(execution(ExecutionStatus.SUCCEEDED, of("SUPERSEDED"))));

        assertThat(follow().status().status()).isEqualTo(Outcome.SUPERSEDED);
    }

    @Test
    void soIsAFailureThatANewerDeploymentHasOverwritten() {
        documentsAre(OTHER.formatted("IN_PROGRESS"));
        Execution failed = new Execution(
                EXECUTION,
                ExecutionStatus.FAILED,
                Optional.empty(),
                Optional.of("ROLLED_BACK"),
                Optional.of("the tasks did not start"));
        when(executions.of(eq(VERSION), any())).thenReturn(Optional.of(failed));

        Status end = follow().status();

        assertThat(Report.verdict(end))
                .isEqualTo("Rolled back: everything is as it was before. Cause: the tasks did not start");
    }

    @Test
    void anUploadThatWasReplacedBeforeAnythingBeganIsSuperseded() {
        documentsAre(NONE);
        when(documents.isNewest(UPLOAD)).thenReturn(false);

        Document end = follow();

        assertThat(end.status().status()).isEqualTo(Outcome.SUPERSEDED);
        assertThat(end.status().isFor(VERSION)).isTrue();
    }

    @Test
    void thatNothingReactsIsSaidAndNotWaitedForForEver() {
        documentsAre(NONE);

        assertThatThrownBy(this::follow)
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("Nothing has reacted to the upload of test/web/manifest.yml within 60 s");
    }

    @Test
    void aDeploymentThatWaitsForItsTurnMayTakeLongerThanTheReaction() {
        documentsAre(OTHER.formatted("IN_PROGRESS"));
        when(executions.of(eq(VERSION), any())).thenAnswer(call -> {
            boolean over = now.isAfter(start.plusSeconds(3600));
            return Optional.of(
                    over
                            ? execution(ExecutionStatus.SUCCEEDED, of("SUCCEEDED"))
                            : execution(ExecutionStatus.RUNNING, null));
        });

        assertThat(follow().status().status()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aStoppedExecutionIsGivenTheTimeToBeRecovered() {
        when(documents.read("test/web/status.json"))
                .thenAnswer(call -> Optional.of(Document.of(
                        now.isAfter(start.plusSeconds(30))
                                ? of("ROLLED_BACK")
                                : of("IN_PROGRESS", step("alarms", "create", "running")))));
        when(executions.describe(EXECUTION)).thenReturn(Optional.of(execution(ExecutionStatus.ABORTED, null)));

        assertThat(follow().status().status()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(lines).contains("The execution has ended (ABORTED); waiting for its outcome");
    }

    @Test
    void aDeadExecutionWithoutAnOutcomeIsAFailureThatNamesIt() {
        documentsAre(of("IN_PROGRESS", step("alarms", "create", "running")));
        when(executions.describe(EXECUTION)).thenReturn(Optional.of(execution(ExecutionStatus.TIMED_OUT, null)));

        assertThatThrownBy(this::follow)
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining(EXECUTION)
                .hasMessageContaining("TIMED_OUT, States.Timeout: too late");
    }

    @Test
    void aConnectionThatIsGoneForAWhileDoesNotEndIt() {
        when(documents.read("test/web/status.json")).thenAnswer(call -> {
            if (now.isBefore(start.plusSeconds(20))) {
                throw SdkClientException.create("no route to host");
            }
            return Optional.of(Document.of(of("SUCCEEDED")));
        });

        assertThat(follow().status().status()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(lines).first().isEqualTo("AWS cannot be reached (no route to host); trying again");
    }

    @Test
    void aConnectionThatStaysAwayDoes() {
        when(documents.read("test/web/status.json")).thenThrow(SdkClientException.create("no route to host"));

        assertThatThrownBy(this::follow).isInstanceOf(SdkClientException.class);
    }

    private Document follow() {
        Watcher watcher = new PlainWatcher(lines::add, () -> Duration.between(start, now));
        Announcements announcements = new Announcements("web.yml", watcher::say);
        return new Follower(
                        documents,
                        executions,
                        "pipeline",
                        Pace.LOCAL,
                        () -> now,
                        pause -> now = now.plus(pause),
                        watcher,
                        announcements)
                .follow(UPLOAD, List.of("status.json"));
    }

    /** One after the other, the last for ever; {@link #NONE}: there is none yet. */
    private void documentsAre(String... jsons) {
        Iterator<String> following = List.of(jsons).iterator();
        AtomicReference<String> last = new AtomicReference<>();
        when(documents.read("test/web/status.json")).thenAnswer(call -> {
            if (following.hasNext()) {
                last.set(following.next());
            }
            return last.get().equals(NONE) ? Optional.empty() : Optional.of(Document.of(last.get()));
        });
    }

    private static Execution execution(ExecutionStatus status, String output) {
        return new Execution(
                EXECUTION, status, Optional.ofNullable(output), Optional.of("States.Timeout"), Optional.of("too late"));
    }
}
