package dev.slipway.deployment;

import dev.slipway.deployment.Deployment.Status;
import java.time.Clock;

/** The end of every deployment: the outcome is decided, told everywhere, and the lock is freed, in this order. */
public final class Recording {
    private final Bucket bucket;
    private final History history;
    private final Events events;
    private final Locks locks;
    private final Clock clock;

    public Recording(Bucket bucket, History history, Events events, Locks locks, Clock clock) {
        this.bucket = bucket;
        this.history = history;
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
        boolean isNews = deployment.status != Status.SUPERSEDED && !isIdleRecovery(deployment);
        Together.run(
                () -> {
                    if (isNews) {
                        bucket.writeStatus(deployment);
                    }
                },
                () -> history.record(deployment),
                () -> events.ended(deployment));
        locks.release(deployment.id(), deployment.execution);
        return deployment;
    }

    /** A recovery that found nothing to recover is no deployment of its own. */
    private static boolean isIdleRecovery(Deployment deployment) {
        return deployment.recovers != null && deployment.status == Status.UNCHANGED;
    }
}
