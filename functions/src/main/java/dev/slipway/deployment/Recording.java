package dev.slipway.deployment;

import dev.slipway.aws.Together;
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
            // What took its place has written the plan that counts.
            if (deployment.status != Status.SUPERSEDED) {
                bucket.writePlan(deployment);
            }
            locks.release(deployment.id(), deployment.execution);
            return deployment;
        }
        Together.run(
                () -> {
                    if (isToldOf(deployment)) {
                        bucket.writeStatus(deployment);
                    }
                },
                () -> rememberUses(deployment),
                () -> rememberVersion(deployment),
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

    /** What events are to find: what the service uses. */
    private void rememberUses(Deployment deployment) {
        // A recovery knows nothing of what the service uses; what it completes had added that before it began.
        boolean known = deployment.recovers == null && (isDeployed(deployment) || deployment.status == Status.PLANNED);
        if (deployment.status == Status.REMOVED) {
            uses.set(deployment.id(), List.of());
        } else if (known) {
            uses.set(deployment.id(), deployment.uses);
        }
    }

    /** What events deploy again: the version of its manifest that the service runs. */
    private void rememberVersion(Deployment deployment) {
        if (deployment.status == Status.REMOVED) {
            history.unsetLive(deployment.id());
        } else if (isDeployed(deployment) && !isIdleRecovery(deployment) && deployment.manifest != null) {
            history.setLive(deployment);
        }
    }

    private static boolean isDeployed(Deployment deployment) {
        return deployment.status == Status.SUCCEEDED || deployment.status == Status.UNCHANGED;
    }

    /** A recovery that found nothing to recover is no deployment of its own. */
    private static boolean isIdleRecovery(Deployment deployment) {
        return deployment.recovers != null && deployment.status == Status.UNCHANGED;
    }
}
