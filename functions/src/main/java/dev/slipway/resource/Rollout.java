package dev.slipway.resource;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.AwsErrors.Meaning;
import dev.slipway.aws.Together;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/** How far ECS is with a deployment. One look at a time; whoever waits decides when to look again. */
public final class Rollout {
    private static final int LATEST = 10;

    /** What ECS says of the deployment that its circuit breaker, or an alarm, puts in the place of a failed one. */
    private static final String ROLLING_BACK = "rolling back to";

    /** Its events that tell why tasks do not become steady; a service may be called unhealthy. */
    private static final Pattern TROUBLE = Pattern.compile("\\b(is|was) (unhealthy|unable)\\b");

    private final EcsClient ecs;

    public Rollout(EcsClient ecs) {
        this.ecs = ecs;
    }

    /** What a look has shown. */
    public sealed interface Look {}

    /** All wanted tasks run with the expected definition, and nothing else does. */
    public record Steady(int tasks) implements Look {}

    /**
     * Not yet.
     *
     * @param failed tasks that failed in a row
     * @param events what ECS said since the deployment began, the latest last
     * @param reasons why tasks stopped so far
     */
    public record Running(int desired, int running, int pending, int failed, List<Event> events, List<String> reasons)
            implements Look {

        /** In one line, for a user who waits. */
        public String summary() {
            StringBuilder text = new StringBuilder("%d of %d tasks run".formatted(running, desired));
            if (pending > 0) {
                text.append(", %d starting".formatted(pending));
            }
            if (failed > 0) {
                text.append(", %d failed".formatted(failed));
            }
            if (!reasons.isEmpty()) {
                text.append("; ").append(reasons.get(reasons.size() - 1));
            } else if (!events.isEmpty()) {
                text.append("; ").append(events.get(events.size() - 1).message());
            }
            return text.toString();
        }
    }

    /**
     * It failed, or cannot succeed any more.
     *
     * @param reasons in the user's words, the first cause first
     * @param container whose log may say more, see {@link ContainerLog}
     */
    public record Failed(List<String> reasons, Optional<FailedContainer> container) implements Look {}

    /** A line of the ECS service's own events. */
    public record Event(String id, Instant at, String message) {}

    /** A container of a task that did not do well; its log is the stream {@code copilot/<container>/<task>}. */
    public record FailedContainer(String task, String container) {}

    /**
     * @param service name of the ECS service
     * @param taskDefinition ARN of the definition that it was told to run
     * @param meanwhile done where it is not steady, while the tasks that stopped are looked for
     */
    public Look look(String cluster, String service, String taskDefinition, Runnable meanwhile) {
        Optional<Service> found = describe(cluster, service);
        if (found.isEmpty()) {
            return new Failed(List.of("the ECS service " + service + " does not exist any more"), Optional.empty());
        }
        Optional<Deployment> primary = EcsServiceReader.primary(found.get());
        if (primary.isPresent() && isSteady(primary.get(), taskDefinition)) {
            return new Steady(primary.get().runningCount());
        }
        Optional<Deployment> ours = ours(found.get(), taskDefinition);
        List<Task> tasks = new ArrayList<>();
        Together.run(() -> tasks.addAll(stopped(cluster, service)), meanwhile);
        StoppedTasks stopped = new StoppedTasks(tasks.stream()
                .filter(task -> ours.map(deployment -> deployment.id().equals(task.startedBy()))
                        // ECS forgets a deployment that it has rolled back, before it forgets its tasks.
                        .orElseGet(() -> taskDefinition.equals(task.taskDefinitionArn())))
                .toList());
        return judge(found.get(), taskDefinition, stopped);
    }

    private Optional<Service> describe(String cluster, String service) {
        try {
            return ecs.describeServices(r -> r.cluster(cluster).services(service)).services().stream()
                    .filter(one -> "ACTIVE".equals(one.status()))
                    .findFirst();
        } catch (EcsException e) {
            if (AwsErrors.is(Meaning.GONE, e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isSteady(Deployment primary, String taskDefinition) {
        return taskDefinition.equals(primary.taskDefinition())
                && primary.rolloutState() == DeploymentRolloutState.COMPLETED
                && primary.runningCount() >= primary.desiredCount();
    }

    /** ECS remembers them for an hour. */
    private List<Task> stopped(String cluster, String service) {
        List<String> arns = ecs.listTasks(
                        r -> r.cluster(cluster).serviceName(service).desiredStatus(DesiredStatus.STOPPED))
                .taskArns();
        return arns.isEmpty()
                ? List.of()
                : ecs.describeTasks(r -> r.cluster(cluster).tasks(arns)).tasks();
    }

    /** The latest deployment of the definition: ECS lists the primary one first. */
    private static Optional<Deployment> ours(Service service, String taskDefinition) {
        return service.deployments().stream()
                .filter(deployment -> taskDefinition.equals(deployment.taskDefinition()))
                .findFirst();
    }

    /** What to make of a service that is not steady. */
    static Look judge(Service service, String taskDefinition, StoppedTasks stopped) {
        Optional<Deployment> primary = EcsServiceReader.primary(service);
        Optional<Deployment> ours = ours(service, taskDefinition);
        Instant since = ours.map(Deployment::createdAt).orElse(null);
        String reason = ours.map(Deployment::rolloutStateReason).orElse("");
        if (ours.isEmpty()
                || primary.isEmpty()
                || !taskDefinition.equals(primary.get().taskDefinition())) {
            return failed(service, since, stopped, "ECS runs another deployment now. " + reason);
        }
        Deployment deployment = ours.get();
        if (deployment.rolloutState() == DeploymentRolloutState.FAILED || reason.contains(ROLLING_BACK)) {
            return failed(service, since, stopped, "ECS gave the deployment up. " + reason);
        }
        if (stopped.hopeless(deployment.desiredCount())) {
            return failed(service, since, stopped, "Given up, since the next tasks would fail in the same way.");
        }
        return new Running(
                deployment.desiredCount(),
                deployment.runningCount(),
                deployment.pendingCount(),
                deployment.failedTasks() == null ? 0 : deployment.failedTasks(),
                events(service, since),
                stopped.reasons());
    }

    private static Failed failed(Service service, Instant since, StoppedTasks stopped, String conclusion) {
        List<String> reasons = new ArrayList<>(stopped.reasons());
        events(service, since).stream()
                .map(Event::message)
                .filter(message -> TROUBLE.matcher(message).find())
                .distinct()
                .forEach(reasons::add);
        reasons.add(conclusion.strip());
        return new Failed(reasons, stopped.failedContainer());
    }

    /** ECS lists them from the latest; a user reads them from the first. */
    private static List<Event> events(Service service, Instant since) {
        List<Event> events = new ArrayList<>(service.events().stream()
                .filter(event -> since == null
                        || event.createdAt() == null
                        || !event.createdAt().isBefore(since))
                .limit(LATEST)
                .map(event -> new Event(event.id(), event.createdAt(), event.message()))
                .toList());
        Collections.reverse(events);
        return events;
    }
}
