package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.resource.Rollout.FailedContainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.Task;

class StoppedTasksTest {
    private static final String EXITED = "Essential container in task exited";

    private static Task task(int number, String reason, Container... containers) {
        return Task.builder()
                .taskArn("arn:aws:ecs:us-west-2:123456789123:task/cluster/task" + number)
                .createdAt(Instant.ofEpochSecond(10 * number))
                .stoppedAt(Instant.ofEpochSecond(10 * number + 5))
                .stoppedReason(reason)
                .containers(containers)
                .build();
    }

    private static Container exited(String name, int code) {
        return Container.builder().name(name).exitCode(code).build();
    }

    private static List<Task> times(int count, String reason, Container... containers) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            tasks.add(task(i, reason, containers));
        }
        return tasks;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/x/y:z: docker.io/x/y:z: not found | 1",
                "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64' | 1",
                "CannotPullContainerError: failed to resolve ref: pull access denied, repository does not exist | 1",
                "ResourceInitializationError: unable to pull secrets or registry auth: invalid parameters: /a/b | 1",
                "ResourceInitializationError: unable to pull secrets or registry auth: ResourceNotFoundException: Secrets Manager can't find the specified secret. | 1",
                "ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException: User is not authorized | 2",
                "CannotPullContainerError: 403 Forbidden | 2",
                "CannotPullContainerError: toomanyrequests: You have reached your pull rate limit | 0",
                "CannotPullContainerError: i/o timeout | 0",
                "Timeout waiting for network interface provisioning to complete. | 0",
                "Task failed ELB health checks in (target-group arn:x) | 0"
            })
    void whatCannotHealEndsTheWaitAfterSoManyTasks(String reason, int enough) {
        for (int count = 1; count <= 4; count++) {
            assertThat(new StoppedTasks(times(count, reason)).hopeless(1))
                    .as("%s tasks", count)
                    .isEqualTo(enough > 0 && count >= enough);
        }
    }

    @Test
    void tasksThatBeganTogetherAreNoSecondTry() {
        String refused = "ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException";
        List<Task> together = times(3, refused).stream()
                .map(task ->
                        task.toBuilder().createdAt(Instant.ofEpochSecond(10)).build())
                .toList();
        List<Task> andOneMore = new ArrayList<>(together);
        andOneMore.add(task(4, refused));

        assertThat(new StoppedTasks(together).hopeless(3)).isFalse();
        assertThat(new StoppedTasks(andOneMore).hopeless(3)).isTrue();
    }

    @Test
    void aContainerThatKeepsExitingEndsTheWaitWhenEcsWould() {
        assertThat(new StoppedTasks(times(2, EXITED, exited("api", 1))).hopeless(1))
                .isFalse();
        assertThat(new StoppedTasks(times(3, EXITED, exited("api", 1))).hopeless(1))
                .isTrue();
        assertThat(new StoppedTasks(times(3, EXITED, exited("api", 1))).hopeless(10))
                .isFalse();
        assertThat(new StoppedTasks(times(5, EXITED, exited("api", 1))).hopeless(10))
                .isTrue();
    }

    @Test
    void whatEcsStopsInTheCourseOfADeploymentIsNoFailure() {
        StoppedTasks stopped =
                new StoppedTasks(times(9, "Scaling activity initiated by (deployment ecs-svc/1)", exited("api", 143)));

        assertThat(stopped.hopeless(1)).isFalse();
        assertThat(stopped.reasons()).isEmpty();
        assertThat(stopped.failedContainer()).isEmpty();
    }

    @Test
    void eachCauseIsToldOnceWithTheLastTaskThatHadIt() {
        List<Task> tasks = times(2, EXITED, exited("side", 0), exited("api", 137));
        tasks.add(task(3, "CannotPullContainerError: not found"));

        assertThat(new StoppedTasks(tasks).reasons())
                .containsExactly(
                        "2 tasks stopped, the last is task2: container \"api\" exited with code 137"
                                + " (killed: out of memory, or it did not stop when asked)",
                        "task task3 stopped: an image cannot be pulled: CannotPullContainerError: not found");
    }

    @Test
    void ecsOwnWordsAreKeptWhereItHasSome() {
        Container container = exited("api", 137).toBuilder()
                .reason("OutOfMemoryError: Container killed due to memory usage")
                .build();
        assertThat(new StoppedTasks(times(1, EXITED, container)).reasons())
                .containsExactly("task task1 stopped: container \"api\" exited with code 137"
                        + " (OutOfMemoryError: Container killed due to memory usage)");
        Container unpulled = Container.builder()
                .name("api")
                .reason("CannotPullContainerError: manifest unknown")
                .build();
        assertThat(new StoppedTasks(times(1, "Task failed to start", unpulled)).reasons())
                .containsExactly(
                        "task task1 stopped: image of container \"api\" cannot be pulled: CannotPullContainerError: manifest unknown");
    }

    @Test
    void anUnhealthyContainerIsNamed() {
        Container unhealthy = exited("api", 137).toBuilder()
                .healthStatus(HealthStatus.UNHEALTHY)
                .build();
        StoppedTasks stopped =
                new StoppedTasks(times(5, "Task failed container health checks", exited("side", 0), unhealthy));

        assertThat(stopped.reasons())
                .hasSize(1)
                .first()
                .asString()
                .endsWith("container \"api\" failed its health check");
        assertThat(stopped.hopeless(1)).isFalse();
        assertThat(stopped.failedContainer()).contains(new FailedContainer("task5", "api"));
    }
}
