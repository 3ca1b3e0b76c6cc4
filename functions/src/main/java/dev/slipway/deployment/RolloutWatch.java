package dev.slipway.deployment;

import dev.slipway.deployment.Deployment.RolloutPlan;
import dev.slipway.deployment.Deployment.State;
import dev.slipway.deployment.Deployment.StepStatus;
import dev.slipway.resource.Arns;
import dev.slipway.resource.ContainerLog;
import dev.slipway.resource.Rollout;
import dev.slipway.resource.UnhealthyTargets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Waits, one look at a time, until the ECS service runs what it was told to run, or cannot. */
public final class RolloutWatch {
    /** As many lines of the failing container's log say what it died of, and fit on a screen. */
    private static final int LOG_LINES = 20;

    private final Rollout rollout;
    private final ContainerLog log;
    private final UnhealthyTargets targets;
    private final Bucket bucket;
    private final Clock clock;

    public RolloutWatch(Rollout rollout, ContainerLog log, UnhealthyTargets targets, Bucket bucket, Clock clock) {
        this.rollout = rollout;
        this.log = log;
        this.targets = targets;
        this.bucket = bucket;
        this.clock = clock;
    }

    /** @throws RolloutFailedException if it failed, cannot succeed any more, or takes longer than the manifest allows */
    public Deployment look(Deployment deployment) {
        RolloutPlan plan = deployment.rollout;
        if (plan == null) {
            deployment.next = "alarms";
            return deployment;
        }
        Instant now = clock.instant();
        Instant started = plan.startedAt() == null ? now : Instant.parse(plan.startedAt());
        String taskDefinition = new Arns(deployment.arns).get("task-definition", plan.taskDefinition());
        Rollout.Look look = rollout.look(plan.cluster(), plan.service(), taskDefinition);
        if (look instanceof Rollout.Failed failed) {
            List<String> reasons = new ArrayList<>(failed.reasons());
            reasons.addAll(unhealthy(deployment));
            failed.container().ifPresent(container -> reasons.addAll(lastWords(deployment, container)));
            throw new RolloutFailedException("The new tasks of the service did not become steady", reasons);
        }
        if (look instanceof Rollout.Steady) {
            deployment.taskDefinition = taskDefinition;
            finish(deployment, Duration.between(started, now));
            deployment.next = "alarms";
            bucket.writeStatus(deployment);
            return deployment;
        }
        Rollout.Running running = (Rollout.Running) look;
        String progress = running.summary();
        if (Duration.between(started, now).toSeconds() >= plan.timeout()) {
            throw new RolloutFailedException(
                    "The service was not steady after %d s (deployment.timeout)".formatted(plan.timeout()),
                    Stream.of(List.of(progress), running.reasons(), unhealthy(deployment))
                            .flatMap(List::stream)
                            .toList());
        }
        deployment.rollout = new RolloutPlan(
                plan.cluster(), plan.service(), plan.taskDefinition(), plan.timeout(), started.toString(), progress);
        deployment.next = "wait";
        return deployment;
    }

    private List<String> unhealthy(Deployment deployment) {
        return new Arns(deployment.arns)
                .of("target-group").values().stream()
                        .flatMap(group -> targets.reasons(group).stream())
                        .toList();
    }

    private List<String> lastWords(Deployment deployment, Rollout.FailedContainer container) {
        return log.last(deployment.id(), container, LOG_LINES).stream()
                .map(line -> "log of " + container.container() + ": " + line)
                .toList();
    }

    private static void finish(Deployment deployment, Duration waited) {
        StepStatus status = deployment.step(Step.ECS_SERVICE);
        double seconds = (status.seconds() == null ? 0 : status.seconds()) + waited.toMillis() / 1000.0;
        deployment.set(new StepStatus(
                status.name(), status.action(), State.done, status.resources(), status.changes(), seconds));
        StepRun.runFrom(deployment, Step.ECS_SERVICE.ordinal() + 1);
    }
}
