package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.slipway.aws.ServiceId;
import dev.slipway.deployment.Bucket.Newest;
import dev.slipway.deployment.Deployment.ManifestVersion;
import dev.slipway.deployment.Deployment.Status;
import dev.slipway.deployment.Locks.Holder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcquireTest {
    private static final ServiceId ID = new ServiceId("demo", "test", "api");
    private static final Holder OTHER = new Holder("test-api-0", "arn:other");

    private static final ManifestVersion DEAD = new ManifestVersion("manifests", "test/api/manifest.yml", "v0");

    private final Locks locks = mock(Locks.class);
    private final Journal journal = mock(Journal.class);
    private final Bucket bucket = mock(Bucket.class);
    private final Executions executions = mock(Executions.class);
    private final Reasons reasons = mock(Reasons.class);
    private final History history = mock(History.class);
    private final Acquire acquire = new Acquire(
            locks,
            journal,
            bucket,
            executions,
            new Redeployment(reasons, history, bucket),
            10,
            Clock.fixed(Instant.parse("2026-11-22T18:00:00Z"), ZoneOffset.UTC));

    @BeforeEach
    void current() {
        when(bucket.newest("test/api/manifest.yml")).thenReturn(Optional.of(new Newest("v2", false)));
        when(locks.acquire(any(), any())).thenReturn(Optional.empty());
    }

    @Test
    void theNewestUploadGoesOn() {
        assertThat(acquire.acquire(upload("v2"), "arn:me").next).isEqualTo("validate");
    }

    @Test
    void aLockThatWasTakenAfterItsExecutionWasStoppedIsFreedAtOnce() {
        when(executions.isRunning("arn:me")).thenReturn(false);
        acquire.acquire(upload("v2"), "arn:me");
        verify(locks).release(ID, "arn:me");

        when(executions.isRunning("arn:me")).thenReturn(true);
        acquire.acquire(upload("v2"), "arn:me");
        verify(locks).release(ID, "arn:me");
    }

    @Test
    void anUploadThatIsNoLongerTheNewestIsSuperseded() {
        Deployment late = acquire.acquire(upload("v1"), "arn:me");

        assertThat(late.status).isEqualTo(Status.SUPERSEDED);
        assertThat(late.next).isEqualTo("record");
    }

    @Test
    void whatIsNewestIsAskedWhenTheLockIsHad() {
        AtomicBoolean locked = new AtomicBoolean();
        when(locks.acquire(any(), any())).thenAnswer(call -> {
            locked.set(true);
            return Optional.empty();
        });
        when(bucket.newest(any())).thenAnswer(call -> Optional.of(new Newest(locked.get() ? "v3" : "v2", false)));

        assertThat(acquire.acquire(upload("v2"), "arn:me").status).isEqualTo(Status.SUPERSEDED);
    }

    @Test
    void anOutdatedUploadDoesNotWaitForTheLock() {
        when(locks.acquire(eq(ID), any())).thenReturn(Optional.of(OTHER));
        when(executions.isRunning("arn:other")).thenReturn(true);

        assertThat(acquire.acquire(upload("v1"), "arn:me").status).isEqualTo(Status.SUPERSEDED);
    }

    @Test
    void aDryRunIsKnownFromTheBeginningOn() {
        when(bucket.newest(any())).thenReturn(Optional.of(new Newest("v3", true)));
        when(bucket.live(any())).thenReturn(Optional.of("v2"));
        when(bucket.version("test/api/manifest.yml", "v1")).thenReturn(Optional.of(new Newest("v1", true)));

        assertThat(acquire.acquire(upload("v3"), "arn:me").dryRun).isTrue();
        assertThat(acquire.acquire(upload("v2"), "arn:me").dryRun).isFalse();
        assertThat(acquire.acquire(upload("v1"), "arn:me").dryRun).isTrue();
    }

    @Test
    void aDryRunThatWasStoppedIsNoRollback() {
        when(locks.takeOver(eq(ID), eq(OTHER), any())).thenReturn(Optional.empty());
        when(bucket.version("test/api/manifest.yml", "v0")).thenReturn(Optional.of(new Newest("v0", true)));
        Deployment stopped = recovery();
        stopped.manifest = DEAD;

        Deployment recovery = acquire.acquire(stopped, "arn:me");
        Outcome.decide(recovery, "manifests");

        assertThat(recovery.dryRun).isTrue();
        assertThat(recovery.status).isEqualTo(Status.REJECTED);
        assertThat(recovery.failure.error()).isEqualTo("ExecutionStopped");
    }

    @Test
    void aDryRunOutdatesNoUploadThatWaits() {
        when(bucket.newest(any())).thenReturn(Optional.of(new Newest("v3", true)));
        when(bucket.live(any())).thenReturn(Optional.of("v2"));

        assertThat(acquire.acquire(upload("v2"), "arn:me").next).isEqualTo("validate");
        assertThat(acquire.acquire(upload("v3"), "arn:me").next).isEqualTo("validate");
        assertThat(acquire.acquire(upload("v1"), "arn:me").status).isEqualTo(Status.SUPERSEDED);
    }

    @Test
    void aRemovalIsSupersededByANewUpload() {
        Deployment removal = upload(null);
        removal.manifest = null;
        removal.removal = true;

        assertThat(acquire.acquire(removal, "arn:me").status).isEqualTo(Status.SUPERSEDED);
    }

    @Test
    void aRemovalGoesOnWhereThereIsNoObject() {
        when(bucket.newest(any())).thenReturn(Optional.empty());
        Deployment removal = upload(null);
        removal.manifest = null;
        removal.removal = true;

        assertThat(acquire.acquire(removal, "arn:me").next).isEqualTo("plan");
    }

    @Test
    void itWaitsForADeploymentThatRuns() {
        when(locks.acquire(eq(ID), any())).thenReturn(Optional.of(OTHER));
        when(executions.isRunning("arn:other")).thenReturn(true);

        assertThat(acquire.acquire(upload("v2"), "arn:me").next).isEqualTo("wait");
        verify(executions, never()).recover(any(), any(), any(), anyInt());
    }

    @Test
    void aDeadDeploymentIsRecoveredBeforeItsLockIsTaken() {
        when(locks.acquire(eq(ID), any())).thenReturn(Optional.of(OTHER));
        when(journal.exists("test-api-0")).thenReturn(true);
        when(executions.manifest("arn:other")).thenReturn(DEAD);

        assertThat(acquire.acquire(upload("v2"), "arn:me").next).isEqualTo("wait");
        verify(executions).recover(ID, OTHER, DEAD, 1);
    }

    @Test
    void theLockOfADeadDeploymentThatChangedNothingIsTakenAtOnce() {
        when(locks.acquire(eq(ID), any())).thenReturn(Optional.of(OTHER));
        when(locks.takeOver(eq(ID), eq(OTHER), any())).thenReturn(Optional.empty());

        assertThat(acquire.acquire(upload("v2"), "arn:me").next).isEqualTo("validate");
    }

    @Test
    void aRecoveryUndoesWhatWasNotCommitted() {
        when(locks.takeOver(eq(ID), eq(OTHER), any())).thenReturn(Optional.empty());
        when(journal.exists("test-api-0")).thenReturn(true);
        when(journal.arns("test-api-0")).thenReturn(Map.of("ecs-service/api", "arn:api"));

        Deployment recovery = acquire.acquire(recovery(), "arn:me");

        assertThat(recovery.next).isEqualTo("undo");
        assertThat(recovery.arns).isEqualTo(Map.of("ecs-service/api", "arn:api"));
        assertThat(recovery.error).isNotNull();
    }

    @Test
    void aRecoveryWaitsForTheFunctionThatIsStillAtWork() {
        when(locks.takeOver(eq(ID), eq(OTHER), any())).thenReturn(Optional.empty());
        when(journal.exists("test-api-0")).thenReturn(true);
        when(journal.isAtWork("test-api-0")).thenReturn(true);

        assertThat(acquire.acquire(recovery(), "arn:me").next).isEqualTo("wait");
    }

    @Test
    void whatWasStoppedBeforeItChangedAnythingIsToldToo() {
        when(locks.takeOver(eq(ID), eq(OTHER), any())).thenReturn(Optional.empty());

        Deployment recovery = acquire.acquire(recovery(), "arn:me");
        Outcome.decide(recovery, "manifests");

        assertThat(recovery.next).isEqualTo("record");
        assertThat(recovery.status).isEqualTo(Status.ROLLED_BACK);
        assertThat(recovery.failure.error()).isEqualTo("ExecutionStopped");
    }

    @Test
    void whatHasToldItsOutcomeLeavesNothingButItsLock() {
        Deployment told = upload("v1");
        told.status = Status.REJECTED;
        when(locks.takeOver(eq(ID), eq(OTHER), any())).thenReturn(Optional.empty());
        when(bucket.readStatus(ID, "test-api-0")).thenReturn(Optional.of(told));

        assertThat(acquire.acquire(recovery(), "arn:me").status).isEqualTo(Status.UNCHANGED);
    }

    @Test
    void aRecoveryCompletesWhatWasCommitted() {
        when(locks.takeOver(eq(ID), eq(OTHER), any())).thenReturn(Optional.empty());
        when(journal.exists("test-api-0")).thenReturn(true);
        when(journal.isCommitted("test-api-0")).thenReturn(true);

        Deployment recovery = acquire.acquire(recovery(), "arn:me");

        assertThat(recovery.next).isEqualTo("retire");
        assertThat(recovery.error).isNull();
    }

    @Test
    void whatWasToldToHaveSucceededIsNotUndone() {
        Deployment told = upload("v1");
        told.status = Status.SUCCEEDED;
        when(locks.takeOver(eq(ID), eq(OTHER), any())).thenReturn(Optional.empty());
        when(journal.exists("test-api-0")).thenReturn(true);
        when(bucket.readStatus(ID, "test-api-0")).thenReturn(Optional.of(told));

        assertThat(acquire.acquire(recovery(), "arn:me").next).isEqualTo("retire");
    }

    @Test
    void whatIsToGatherReasonsWaitsBeforeItTakesTheLock() {
        Deployment redeploy = upload(null);
        redeploy.manifest = null;
        redeploy.redeploy = true;
        redeploy.notBefore = "2026-11-22T18:00:03.500Z";

        Deployment waiting = acquire.acquire(redeploy, "arn:me");

        assertThat(waiting.next).isEqualTo("wait");
        assertThat(waiting.pollSeconds).isEqualTo(4);
        verify(locks, never()).acquire(any(), any());
    }

    private static Deployment upload(String version) {
        Deployment deployment = new Deployment();
        deployment.deployment = "test-api-1";
        deployment.application = "demo";
        deployment.environment = "test";
        deployment.service = "api";
        deployment.manifest = new ManifestVersion("manifests", "test/api/manifest.yml", version);
        return deployment;
    }

    private static Deployment recovery() {
        Deployment recovery = upload(null);
        recovery.manifest = null;
        recovery.recovers = OTHER.deployment();
        recovery.trigger = new TreeMap<>(Map.of("type", "recovery", "execution", OTHER.execution()));
        return recovery;
    }
}
