package dev.slipway.deployment;

import dev.slipway.deployment.Bucket.Newest;
import dev.slipway.deployment.Deployment.CaughtError;
import dev.slipway.deployment.Deployment.Status;
import dev.slipway.deployment.Locks.Holder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a deployment begins: it takes the service's lock, unless a newer upload has made it pointless. While another
 * deployment holds the lock it waits; a holder that no longer runs is recovered first.
 */
public final class Acquire {
    private static final CaughtError STOPPED = new CaughtError(
            "ExecutionStopped",
            "The execution was stopped, ran out of time or was lost; nothing of it is left in place");

    private final Locks locks;
    private final Journal journal;
    private final Bucket bucket;
    private final Executions executions;
    private final Redeployment redeployment;
    private final int pollSeconds;
    private final Clock clock;

    public Acquire(
            Locks locks,
            Journal journal,
            Bucket bucket,
            Executions executions,
            Redeployment redeployment,
            int pollSeconds,
            Clock clock) {
        this.locks = locks;
        this.journal = journal;
        this.bucket = bucket;
        this.executions = executions;
        this.redeployment = redeployment;
        this.pollSeconds = pollSeconds;
        this.clock = clock;
    }

    /** @param execution ARN of the execution that asks */
    public Deployment acquire(Deployment deployment, String execution) {
        deployment.execution = execution;
        deployment.pollSeconds = pollSeconds;
        if (deployment.recovers != null) {
            return recover(deployment);
        }
        long left = millisToWait(deployment);
        if (left > 0) {
            deployment.pollSeconds = Math.toIntExact((left + 999) / 1000);
            deployment.next = "wait";
            return deployment;
        }
        deployment.notBefore = null;
        Optional<Holder> holder = locks.acquire(deployment.id(), me(deployment));
        // Not before: what is uploaded from now on has to wait for the lock, and what was, is seen.
        String key = Bucket.manifestKey(deployment.environment, deployment.service);
        Optional<Newest> newest = bucket.newest(key);
        Optional<String> current =
                newest.filter(Newest::dryRun).isPresent() ? bucket.live(key) : newest.map(Newest::versionId);
        boolean outdated = isOutdated(deployment, newest, current);
        deployment.dryRun = isDryRun(deployment, outdated ? Optional.empty() : newest);
        if (holder.isPresent() && !outdated) {
            deployment.next = afterHolder(deployment, holder.get());
            if (deployment.next.equals("wait")) {
                return deployment;
            }
        }
        if (!executions.isRunning(execution)) {
            // It was stopped before it had the lock, so nobody comes to free it.
            locks.release(deployment.id(), execution);
        }
        if (outdated) {
            deployment.status = Status.SUPERSEDED;
            deployment.next = "record";
            return deployment;
        }
        if (deployment.manifest == null && !deployment.removal) {
            return redeployment.prepare(deployment, current);
        }
        deployment.next = deployment.removal ? "plan" : "validate";
        return deployment;
    }

    /** Whether it has come to wait for another deployment of its service, and not for its own time. */
    public static boolean waitsForAnother(Deployment deployment) {
        return "wait".equals(deployment.next) && deployment.notBefore == null;
    }

    /**
     * An upload is outdated once another version is current; a removal, once there is an object again. A dry run outdates
     * nothing but an earlier dry run.
     */
    private static boolean isOutdated(Deployment deployment, Optional<Newest> newest, Optional<String> current) {
        if (deployment.removal) {
            return current.isPresent();
        }
        if (deployment.manifest == null) {
            return false;
        }
        Optional<String> mine = Optional.of(deployment.manifest.versionId());
        return !current.equals(mine) && !newest.map(Newest::versionId).equals(mine);
    }

    /** Known this early, since whatever happens to a deployment that only plans is told in plan.json only. */
    private boolean isDryRun(Deployment deployment, Optional<Newest> newest) {
        if (deployment.manifest == null) {
            return false;
        }
        String version = deployment.manifest.versionId();
        return newest.filter(one -> one.versionId().equals(version))
                .or(() -> bucket.version(deployment.manifest.key(), version))
                .filter(Newest::dryRun)
                .isPresent();
    }

    private long millisToWait(Deployment deployment) {
        return deployment.notBefore == null
                ? 0
                : Duration.between(clock.instant(), Instant.parse(deployment.notBefore))
                        .toMillis();
    }

    private String afterHolder(Deployment deployment, Holder holder) {
        if (executions.isRunning(holder.execution())) {
            return "wait";
        }
        if (journal.exists(holder.deployment())) {
            executions.recover(deployment.id(), holder, executions.manifest(holder.execution()), 1);
            return "wait";
        }
        // It ended before it changed anything: there is nothing to recover but the lock.
        return locks.takeOver(deployment.id(), holder, me(deployment)).isPresent() ? "wait" : "acquired";
    }

    /** The recovery of a deployment whose execution ended without its own undo. */
    private Deployment recover(Deployment deployment) {
        Holder dead = new Holder(deployment.recovers, (String) deployment.trigger.get("execution"));
        Optional<Holder> other = locks.takeOver(deployment.id(), dead, me(deployment));
        Optional<Deployment> left = bucket.readStatus(deployment.id(), deployment.recovers);
        boolean began = journal.exists(deployment.recovers);
        if (other.isPresent() || !began && left.isPresent()) {
            deployment.status = Status.UNCHANGED;
            deployment.next = "record";
            return deployment;
        }
        if (!began) {
            deployment.error = STOPPED;
            deployment.dryRun = isDryRun(deployment, Optional.empty());
            deployment.next = "record";
            return deployment;
        }
        if (journal.isAtWork(deployment.recovers)) {
            deployment.next = "wait";
            return deployment;
        }
        left.ifPresent(status -> continueFrom(deployment, status));
        deployment.arns = journal.arns(deployment.recovers);
        deployment.removal = journal.isRemoval(deployment.recovers);
        // What users were told has succeeded stays, even if the execution died before it could free the lock.
        boolean committed = journal.isCommitted(deployment.recovers)
                || left.filter(status -> status.status == Status.SUCCEEDED).isPresent();
        if (!committed && !deployment.removal) {
            deployment.error = STOPPED;
        }
        deployment.next = committed ? "retire" : "undo";
        return deployment;
    }

    private static void continueFrom(Deployment recovery, Deployment left) {
        recovery.steps = left.steps;
        recovery.problems = left.problems;
        recovery.manifest = left.manifest == null ? recovery.manifest : left.manifest;
        recovery.endpoint = left.endpoint;
        recovery.dns = left.dns;
        recovery.image = left.image;
        recovery.taskDefinition = left.taskDefinition;
        recovery.kept = left.kept;
    }

    private static Holder me(Deployment deployment) {
        return new Holder(
                deployment.recovers == null ? deployment.deployment : deployment.recovers, deployment.execution);
    }
}
