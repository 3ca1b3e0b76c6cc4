package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.slipway.aws.ServiceId;
import dev.slipway.deployment.Deployment.Action;
import dev.slipway.deployment.Deployment.ManifestVersion;
import dev.slipway.deployment.Deployment.ProblemStatus;
import dev.slipway.deployment.Deployment.State;
import dev.slipway.deployment.Deployment.Status;
import dev.slipway.deployment.Deployment.StepStatus;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecordingTest {
    private static final ServiceId WEB = new ServiceId("demo", "test", "web");

    private final Bucket bucket = mock(Bucket.class);
    private final FakeTable table = new FakeTable();
    private final History history = new History(table.client, "table", Clock.systemUTC());
    private final Uses uses = new Uses(table.client, "table");
    private final Events events = mock(Events.class);
    private final Locks locks = mock(Locks.class);
    private final Recording recording = new Recording(bucket, history, uses, events, locks, Clock.systemUTC());

    @Test
    void whatWasDeployedIsLiveAndUsesWhatItsPlanSays() {
        uses.add(WEB, List.of("secret old"));

        recording.record(ended("upload", Status.SUCCEEDED, State.done));

        assertThat(history.liveVersion(WEB)).contains("v1");
        assertThat(uses.services("secret new")).containsExactly("test/web");
        assertThat(uses.services("secret old")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "ROLLED_BACK", "ROLLBACK_FAILED", "SUPERSEDED"})
    void whatWasNotDeployedChangesNothingOfThat(Status status) {
        recording.record(ended("upload", Status.SUCCEEDED, State.done));
        Deployment failed = ended("upload", status, State.undone);
        failed.manifest = new ManifestVersion("manifests", "test/web/manifest.yml", "v2");
        failed.uses = List.of();

        recording.record(failed);

        assertThat(history.liveVersion(WEB)).contains("v1");
        assertThat(uses.services("secret new")).containsExactly("test/web");
    }

    @Test
    void aRecoveryThatCompletesADeploymentMakesItsVersionLive() {
        recording.record(ended("upload", Status.SUCCEEDED, State.done));
        Deployment recovery = ended("recovery", Status.SUCCEEDED, State.done);
        recovery.recovers = "d0";
        recovery.manifest = new ManifestVersion("manifests", "test/web/manifest.yml", "v2");
        recovery.uses = List.of();

        recording.record(recovery);

        assertThat(history.liveVersion(WEB)).contains("v2");
        assertThat(uses.services("secret new")).containsExactly("test/web");
    }

    @Test
    void aDryRunIsToldInItsPlanOnlyAndOneThatIsOutdatedNowhere() {
        Deployment plan = ended("upload", Status.PLANNED, State.pending);
        plan.dryRun = true;
        Deployment late = ended("upload", Status.SUPERSEDED, State.pending);
        late.dryRun = true;

        recording.record(plan);
        recording.record(late);

        verify(bucket).writePlan(plan);
        verify(bucket, never()).writePlan(late);
        verify(bucket, never()).writeStatus(any());
        verify(events, never()).ended(any());
        assertThat(table.items).isEmpty();
    }

    @Test
    void aRemovedServiceIsForgotten() {
        recording.record(ended("upload", Status.SUCCEEDED, State.done));

        recording.record(ended("removal", Status.REMOVED, State.done));

        assertThat(history.liveVersion(WEB)).isEmpty();
        assertThat(uses.services("secret new")).isEmpty();
    }

    /** Status: how a look of the schedule ended; and whether status.json, the history and an event tell of it. */
    @ParameterizedTest
    @CsvSource({
        "UNCHANGED, done, false, false",
        "PLANNED, pending, false, true",
        "REJECTED, pending, false, true",
        "SUCCEEDED, done, true, true",
        "ROLLED_BACK, undone, true, true"
    })
    void theScheduleOverwritesNothingUnlessItRepairs(Status status, State steps, boolean shown, boolean told) {
        Deployment check = ended("schedule", status, steps);

        recording.record(check);

        verify(bucket, shown ? org.mockito.Mockito.times(1) : never()).writeStatus(check);
        verify(events, told ? org.mockito.Mockito.times(1) : never()).ended(check);
        assertThat(table.items.keySet().stream().anyMatch(key -> key.contains("|deployment#")))
                .isEqualTo(told);
        verify(locks).release(any(), any());
    }

    @Test
    void aRedeploymentThatFoundItsReasonsTakenIsInNoHistory() {
        Deployment late = ended("secret", Status.SUPERSEDED, State.pending);
        late.redeploy = true;

        recording.record(late);

        assertThat(table.items).isEmpty();
        verify(events, never()).ended(late);
    }

    @Test
    void whatHasDriftedIsAnEventOfItsOwn() {
        Deployment check = ended("schedule", Status.PLANNED, State.pending);
        check.problems.add(new ProblemStatus("warning", "drift", null, null, null, "the topic x is missing", null));

        assertThat(Outcome.event(check)).isEqualTo("Drift Detected");
    }

    private static Deployment ended(String type, Status status, State state) {
        Deployment deployment = Deployment.of(WEB);
        deployment.deployment = "d1";
        deployment.execution = "arn:d1";
        deployment.startedAt = "2026-11-22T18:00:00Z";
        deployment.trigger.put("type", type);
        deployment.status = status;
        deployment.manifest = new ManifestVersion("manifests", "test/web/manifest.yml", "v1");
        deployment.uses = List.of("secret new");
        deployment.steps.add(
                new StepStatus(Step.ECS_SERVICE, Action.update, state, List.of(), List.of(), List.of(), null));
        return deployment;
    }
}
