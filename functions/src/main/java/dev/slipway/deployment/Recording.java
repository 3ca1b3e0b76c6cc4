package dev.slipway.deployment;

import dev.slipway.deployment.Deployment.State;
import dev.slipway.deployment.Deployment.Status;
import java.time.Clock;
import java.util.List;

/** The end of every deployment: the outcome is decided, told everywhere, and the lock is freed, in this order. */
public final class Recording {
    private final Bucket bucket;
    private final History history;
    private final Uses uses;
    private final Events events;
    private final Locks locks;
    private final Clock clock;

    public Recording(Bucket bucket, History history, Uses uses, Events events, Locks locks, Clock clock) {
        this.bucket = bucket;
        this.history = history;
        this.uses = uses;
        this.events = events;
        this.locks = locks;
        this.clock = clock;
    }

    public Deployment record(Deployment deployment) {
        Outcome.decide(deployment, bucket.name());
        deployment.finishedAt = clock.instant().toString();
        if (deployment.dryRun) {
            bucket.writePlan(deployment);
            locks.release(deployment.id(), deployment.execution);
            return deployment;
        }
        Together.run(
                () -> {
                    if (isToldOf(deployment)) {
                        bucket.writeStatus(deployment);
                    }
                },
                () -> remember(deployment),
                () -> {
                    if (!isQuiet(deployment)) {
                        history.record(deployment);
                    }
                },
                () -> {
                    if (!isQuiet(deployment)) {
                        events.ended(deployment);
                    }
                });
        locks.release(deployment.id(), deployment.execution);
        return deployment;
    }

    /**
     * Whether status.json is this deployment's from now on. Not that of one whose place another took, of a recovery that
     * found nothing to recover, and of a look at what has drifted that changed nothing: what was deployed last is still
     * what stands there.
     */
    private static boolean isToldOf(Deployment deployment) {
        if (deployment.recovers != null) {
            return !isIdleRecovery(deployment);
        }
        boolean began = deployment.steps.stream().anyMatch(step -> step.state() != State.pending);
        boolean changed = began && deployment.status != Status.UNCHANGED;
        return deployment.status != Status.SUPERSEDED && (changed || !deployment.checksForDrift());
    }

    /**
     * Nobody has to hear that nothing has drifted, nor of a redeployment that found its reasons taken by the one before it:
     * an event that comes while they are taken starts one too many rather than one too few.
     */
    public static boolean isQuiet(Deployment deployment) {
        return deployment.checksForDrift() && deployment.status == Status.UNCHANGED
                || (deployment.checksForDrift() || deployment.redeploy) && deployment.status == Status.SUPERSEDED;
    }

    /** What events are to find: by what the service is used, and which version of its manifest it runs. */
    private void remember(Deployment deployment) {
        if (deployment.status == Status.REMOVED) {
            uses.set(deployment.id(), List.of());
            history.unsetLive(deployment.id());
            return;
        }
        boolean deployed = deployment.status == Status.SUCCEEDED || deployment.status == Status.UNCHANGED;
        // A recovery knows nothing of what the service uses; what it completes had added that before it began.
        if (deployment.recovers == null && (deployed || deployment.status == Status.PLANNED)) {
            uses.set(deployment.id(), deployment.uses);
        }
        if (deployed && !isIdleRecovery(deployment) && deployment.manifest != null) {
            history.setLive(deployment);
        }
    }

    /** A recovery that found nothing to recover is no deployment of its own. */
    private static boolean isIdleRecovery(Deployment deployment) {
        return deployment.recovers != null && deployment.status == Status.UNCHANGED;
    }
}
