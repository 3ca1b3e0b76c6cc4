package dev.slipway.deployment;

import dev.slipway.aws.AwsErrors;
import dev.slipway.deployment.Deployment.RolloutEvent;
import dev.slipway.deployment.Deployment.RolloutPlan;
import dev.slipway.deployment.Deployment.RolloutStatus;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

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
        RolloutPlan plan = deployment.rolloutPlan;
        Instant now = clock.instant();
        Instant started = Instant.parse(plan.startedAt());
        String taskDefinition = new Arns(deployment.arns).get("task-definition", plan.taskDefinition());
        List<String> targets = new ArrayList<>();
        Rollout.Look look = rollout.look(
                plan.cluster(), plan.service(), taskDefinition, () -> targets.addAll(unhealthy(deployment)));
        if (look instanceof Rollout.Failed failed) {
            List<String> reasons = new ArrayList<>(failed.reasons());
            reasons.addAll(targets);
            failed.container().ifPresent(container -> reasons.addAll(lastWords(deployment, container)));
            throw new RolloutFailedException("The service did not become steady: " + reasons.get(0), reasons);
        }
        if (look instanceof Rollout.Steady) {
            deployment.taskDefinition = taskDefinition;
            finish(deployment, Duration.between(started, now));
            deployment.next = "alarms";
            bucket.writeStatus(deployment);
            return deployment;
        }
        Rollout.Running running = (Rollout.Running) look;
        RolloutStatus status = status(running, targets);
        if (Duration.between(started, now).toSeconds() >= plan.timeout()) {
            throw new RolloutFailedException(
                    "The service was not steady after %d s (deployment.timeout)".formatted(plan.timeout()),
                    Stream.of(List.of(status.message()), status.stopped(), status.targets())
                            .flatMap(List::stream)
                            .toList());
        }
        deployment.next = "wait";
        if (!status.equals(deployment.rollout)) {
            deployment.rollout = status;
            bucket.writeStatus(deployment);
        }
        return deployment;
    }

    private static RolloutStatus status(Rollout.Running running, List<String> targets) {
        return new RolloutStatus(
                running.summary(),
                running.desired(),
                running.running(),
                running.pending(),
                running.failed(),
                running.reasons(),
                targets,
                running.events().stream()
                        .map(event -> new RolloutEvent(String.valueOf(event.at()), event.message()))
                        .toList());
    }

    private List<String> unhealthy(Deployment deployment) {
        return new Arns(deployment.arns)
                .of("target-group").values().stream()
                        .flatMap(group -> evidence("target health", () -> targets.reasons(group)).stream())
                        .toList();
    }

    /** What cannot be learnt about a failure must not take its place. */
    private static List<String> evidence(String what, Supplier<List<String>> source) {
        try {
            return source.get();
        } catch (SdkException e) {
            return List.of(what + " could not be read: " + AwsErrors.describe(e));
        }
    }

    private List<String> lastWords(Deployment deployment, Rollout.FailedContainer container) {
        String name = "log of " + container.container();
        return evidence(name, () -> log.last(deployment.id(), container, LOG_LINES).stream()
                .map(line -> name + ": " + line)
                .toList());
    }

    private static void finish(Deployment deployment, Duration waited) {
        StepStatus status = deployment.step(Step.ECS_SERVICE);
        double seconds = (status.seconds() == null ? 0 : status.seconds()) + waited.toMillis() / 1000.0;
        deployment.set(status.ended(State.done, status.resources(), seconds));
        deployment.rollout = null;
        StepRun.runFrom(deployment, Step.ECS_SERVICE.ordinal() + 1);
    }
}
