package dev.slipway.resource;

import dev.slipway.resource.Rollout.FailedContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * What the stopped tasks of a deployment say: why, in words, and whether waiting for more of them makes sense. Pure.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html">Stopped task
 *     error messages</a>
 */
final class StoppedTasks {
    /** What stopped a task, by what can be expected of the next one. */
    private enum Kind {
        /** What it needs does not exist. */
        MISSING,
        /** It is not allowed something; a role that was made a moment ago is not known everywhere yet. */
        DENIED,
        /** Its own program ended. */
        EXITED,
        /** Anything that may pass, or that ECS's circuit breaker counts. */
        OTHER
    }

    private record Cause(Kind kind, String text) {}

    private static final Pattern MISSING = Pattern.compile(
            "not found|NotFound|manifest unknown|does not exist|matching platform|no match for platform"
                    + "|invalid reference|pull access denied|invalid parameters|invalid ssm parameters"
                    + "|can't find the specified secret|did not contain json key",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DENIED = Pattern.compile(
            "AccessDenied|access denied|not authorized|forbidden|no basic auth", Pattern.CASE_INSENSITIVE);
    private static final Pattern PASSES =
            Pattern.compile("toomanyrequests|rate exceeded|throttl", Pattern.CASE_INSENSITIVE);

    /** What ECS does in the course of a deployment is no failure. */
    private static final String NO_FAILURE = "Scaling activity initiated by";

    private final List<Task> tasks;

    /** @param tasks of one deployment, in any order */
    StoppedTasks(List<Task> tasks) {
        this.tasks = tasks.stream()
                .filter(task -> !text(task.stoppedReason()).startsWith(NO_FAILURE))
                .sorted(Comparator.comparing(Task::stoppedAt, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }

    /**
     * Whether the next task will fail as these did: at the first that lacks something, the first that is refused something
     * after another was (tasks that begin together meet a new role at the same age), and as many that exit as make ECS's
     * own circuit breaker give up (which does not count a task that ran).
     *
     * @param desired the number of tasks wanted
     */
    boolean hopeless(int desired) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        tasks.forEach(task -> counts.merge(cause(task).kind(), 1, Integer::sum));
        int exits = Math.max(3, Math.min(200, (desired + 1) / 2));
        return counts.getOrDefault(Kind.MISSING, 0) >= 1
                || isRefusedAgain()
                || counts.getOrDefault(Kind.EXITED, 0) >= exits;
    }

    private boolean isRefusedAgain() {
        List<Task> refused = tasks.stream()
                .filter(task ->
                        cause(task).kind() == Kind.DENIED && task.createdAt() != null && task.stoppedAt() != null)
                .toList();
        return refused.stream()
                .anyMatch(task -> task.createdAt().isAfter(refused.get(0).stoppedAt()));
    }

    /** Each cause once, the first first, with the number of tasks and the id of the last. */
    List<String> reasons() {
        Map<String, List<Task>> causes = new LinkedHashMap<>();
        tasks.forEach(task -> causes.computeIfAbsent(cause(task).text(), text -> new ArrayList<>())
                .add(task));
        return causes.entrySet().stream()
                .map(entry -> {
                    List<Task> stopped = entry.getValue();
                    String last = id(stopped.get(stopped.size() - 1));
                    return stopped.size() == 1
                            ? "task %s stopped: %s".formatted(last, entry.getKey())
                            : "%d tasks stopped, the last is %s: %s".formatted(stopped.size(), last, entry.getKey());
                })
                .toList();
    }

    /** The container whose log says most: of the last task, the one that failed. */
    Optional<FailedContainer> failedContainer() {
        for (int i = tasks.size() - 1; i >= 0; i--) {
            Task task = tasks.get(i);
            Optional<Container> culprit = culprit(task);
            if (culprit.isPresent()) {
                return Optional.of(new FailedContainer(id(task), culprit.get().name()));
            }
        }
        return Optional.empty();
    }

    private static String id(Task task) {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }

    private static Cause cause(Task task) {
        String reason = text(task.stoppedReason());
        for (Container container : task.containers()) {
            if (text(container.reason()).contains("CannotPullContainerError")) {
                return pull("image of container \"" + container.name() + "\" cannot be pulled", container.reason());
            }
        }
        if (reason.contains("CannotPullContainerError")) {
            return pull("an image cannot be pulled", reason);
        }
        if (reason.contains("ResourceInitializationError")) {
            return new Cause(kind(reason), "it could not be started: " + reason);
        }
        if (reason.startsWith("Task failed ELB health checks")) {
            return new Cause(Kind.OTHER, "the load balancer's health check failed: " + reason);
        }
        Optional<Container> culprit = culprit(task);
        if (reason.startsWith("Task failed container health checks")) {
            String who = culprit.map(container -> "container \"" + container.name() + "\"")
                    .orElse("a container");
            return new Cause(Kind.OTHER, who + " failed its health check");
        }
        return culprit.filter(container -> container.exitCode() != null)
                .map(container -> new Cause(Kind.EXITED, exit(container)))
                .orElseGet(() -> new Cause(Kind.OTHER, reason.isEmpty() ? "ECS gives no reason" : reason));
    }

    /** AWS's own word for it stays: it is what users look up. */
    private static Cause pull(String what, String reason) {
        return new Cause(kind(reason), what + ": " + reason.replaceFirst("^.*(?=CannotPullContainerError)", ""));
    }

    private static Kind kind(String reason) {
        if (PASSES.matcher(reason).find()) {
            return Kind.OTHER;
        }
        if (DENIED.matcher(reason).find() && !reason.contains("pull access denied")) {
            return Kind.DENIED;
        }
        return MISSING.matcher(reason).find() ? Kind.MISSING : Kind.OTHER;
    }

    /** The unhealthy one, else the one that exited with an error, else the first that exited. */
    private static Optional<Container> culprit(Task task) {
        List<Container> containers = task.containers();
        return containers.stream()
                .filter(container -> container.healthStatus() == HealthStatus.UNHEALTHY)
                .findFirst()
                .or(() -> containers.stream()
                        .filter(container -> container.exitCode() != null && container.exitCode() != 0)
                        .findFirst())
                .or(() -> containers.stream()
                        .filter(container -> container.exitCode() != null)
                        .findFirst());
    }

    private static String exit(Container container) {
        String text = "container \"%s\" exited with code %d".formatted(container.name(), container.exitCode());
        if (!text(container.reason()).isEmpty()) {
            return text + " (" + container.reason() + ")";
        }
        return switch (container.exitCode()) {
            case 126 -> text + " (its command cannot be executed)";
            case 127 -> text + " (its command was not found)";
            case 137 -> text + " (killed: out of memory, or it did not stop when asked)";
            case 139 -> text + " (segmentation fault)";
            default -> text;
        };
    }

    private static String text(String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
