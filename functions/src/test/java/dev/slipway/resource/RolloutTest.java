package dev.slipway.resource;

import static dev.slipway.aws.Mocks.client;
import static dev.slipway.aws.Mocks.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.slipway.resource.Rollout.Failed;
import dev.slipway.resource.Rollout.FailedContainer;
import dev.slipway.resource.Rollout.Look;
import dev.slipway.resource.Rollout.Running;
import dev.slipway.resource.Rollout.Steady;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.Task;

class RolloutTest {
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    private static final String NEW = "arn:aws:ecs:us-west-2:123456789123:task-definition/fe:8";
    private static final String OLD = "arn:aws:ecs:us-west-2:123456789123:task-definition/fe:7";

    private final EcsClient ecs = client(EcsClient.class);
    private final Rollout rollout = new Rollout(ecs);

    @BeforeEach
    void noTaskStopped() {
        stopped();
    }

    private void stopped(Task... tasks) {
        doReturn(ListTasksResponse.builder()
                        .taskArns(List.of(tasks).stream().map(Task::taskArn).toList())
                        .build())
                .when(ecs)
                .listTasks(any(ListTasksRequest.class));
        doReturn(DescribeTasksResponse.builder().tasks(tasks).build())
                .when(ecs)
                .describeTasks(any(DescribeTasksRequest.class));
    }

    private static Task exited(int number, String deployment) {
        return Task.builder()
                .taskArn("arn:aws:ecs:us-west-2:123456789123:task/cluster/task" + number)
                .startedBy(deployment)
                .stoppedAt(START.plusSeconds(number))
                .stoppedReason("Essential container in task exited")
                .containers(Container.builder().name("fe").exitCode(1).build())
                .build();
    }

    private static Deployment deployment(String id, String status, String definition, String state, int running) {
        return Deployment.builder()
                .id(id)
                .status(status)
                .taskDefinition(definition)
                .rolloutState(state)
                .rolloutStateReason("reason of " + id)
                .desiredCount(2)
                .runningCount(running)
                .pendingCount(2 - running)
                .failedTasks(0)
                .createdAt(START)
                .build();
    }

    private Look look(Deployment... deployments) {
        return look(List.of(), deployments);
    }

    private Look look(List<ServiceEvent> events, Deployment... deployments) {
        doReturn(DescribeServicesResponse.builder()
                        .services(software.amazon.awssdk.services.ecs.model.Service.builder()
                                .serviceName("fe")
                                .status("ACTIVE")
                                .deployments(deployments)
                                .events(events)
                                .build())
                        .build())
                .when(ecs)
                .describeServices(any(DescribeServicesRequest.class));
        return rollout.look("cluster", "fe", NEW, () -> {});
    }

    @Test
    void itIsSteadyWhenTheExpectedDefinitionRunsInFull() {
        assertThat(look(deployment("d2", "PRIMARY", NEW, "COMPLETED", 2))).isEqualTo(new Steady(2));
        verify(ecs, never()).listTasks(any(ListTasksRequest.class));
    }

    @Test
    void aRolloutThatFailedBeforeTheFirstLookStillTellsWhy() {
        stopped(exited(1, "d2"));

        assertThat(look(deployment("d2", "PRIMARY", NEW, "FAILED", 0)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed ->
                                assertThat(failed.reasons()).first().asString().contains("exited with code 1"));
    }

    @Test
    void aCompletedRolloutThatLostATaskIsNotSteady() {
        assertThat(look(deployment("d2", "PRIMARY", NEW, "COMPLETED", 1))).isInstanceOf(Running.class);
    }

    @Test
    void whileItRunsEcsOwnEventsAreTheLatestLast() {
        ServiceEvent before = ServiceEvent.builder()
                .id("e0")
                .createdAt(START.minusSeconds(9))
                .message("old")
                .build();
        ServiceEvent first = ServiceEvent.builder()
                .id("e1")
                .createdAt(START.plusSeconds(1))
                .message("has started 1 tasks")
                .build();
        ServiceEvent second = ServiceEvent.builder()
                .id("e2")
                .createdAt(START.plusSeconds(2))
                .message("registered 1 targets")
                .build();

        Look look = look(
                List.of(second, first, before),
                deployment("d2", "PRIMARY", NEW, "IN_PROGRESS", 1),
                deployment("d1", "ACTIVE", OLD, "COMPLETED", 2));

        assertThat(look).isInstanceOfSatisfying(Running.class, running -> {
            assertThat(running.events()).extracting(Rollout.Event::id).containsExactly("e1", "e2");
            assertThat(running.summary()).isEqualTo("1 of 2 tasks run, 1 starting; registered 1 targets");
        });
    }

    @Test
    void itFailedWhenEcsSaysSoWithEcsReason() {
        assertThat(look(deployment("d2", "PRIMARY", NEW, "FAILED", 0)))
                .isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.reasons())
                        .containsExactly("ECS gave the deployment up. reason of d2"));
    }

    @Test
    void itFailedWhenEcsWentBack() {
        stopped(exited(1, "d2"), exited(2, "d0"));

        Look look =
                look(deployment("d3", "PRIMARY", OLD, "IN_PROGRESS", 2), deployment("d2", "ACTIVE", NEW, "FAILED", 0));

        assertThat(look).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reasons())
                    .containsExactly(
                            "task task1 stopped: container \"fe\" exited with code 1",
                            "ECS runs another deployment now. reason of d2");
            assertThat(failed.container()).contains(new FailedContainer("task1", "fe"));
        });
        assertThat(look(deployment("d3", "PRIMARY", OLD, "COMPLETED", 2))).isInstanceOf(Failed.class);
    }

    @Test
    void whyTasksStoppedIsKnownAlsoWhenEcsHasForgottenTheirDeployment() {
        stopped(exited(1, "d2").toBuilder().taskDefinitionArn(NEW).build());

        Look look = look(deployment("d3", "PRIMARY", OLD, "COMPLETED", 2));

        assertThat(((Failed) look).reasons())
                .first()
                .isEqualTo("task task1 stopped: container \"fe\" exited with code 1");
    }

    @Test
    void aRollbackToTheSameDefinitionIsAFailureToo() {
        Deployment back = deployment("d3", "PRIMARY", NEW, "IN_PROGRESS", 2).toBuilder()
                .rolloutStateReason("ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.")
                .build();

        assertThat(look(back)).isInstanceOf(Failed.class);
    }

    @Test
    void itIsGivenUpWhereTheNextTasksWouldFailInTheSameWay() {
        stopped(exited(1, "d2"), exited(2, "d2"));
        assertThat(look(deployment("d2", "PRIMARY", NEW, "IN_PROGRESS", 0)))
                .isInstanceOfSatisfying(
                        Running.class, running -> assertThat(running.reasons()).hasSize(1));

        stopped(exited(1, "d2"), exited(2, "d2"), exited(3, "d2"));
        assertThat(look(deployment("d2", "PRIMARY", NEW, "IN_PROGRESS", 0)))
                .isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.reasons())
                        .first()
                        .asString()
                        .isEqualTo("3 tasks stopped, the last is task3: container \"fe\" exited with code 1"));
    }

    @Test
    void aServiceThatIsGoneCannotBecomeSteady() {
        doReturn(DescribeServicesResponse.builder().build())
                .when(ecs)
                .describeServices(any(DescribeServicesRequest.class));
        assertThat(rollout.look("cluster", "fe", NEW, () -> {})).isInstanceOf(Failed.class);

        doThrow(error(EcsException.builder(), "ClusterNotFoundException", EcsException.class))
                .when(ecs)
                .describeServices(any(DescribeServicesRequest.class));
        assertThat(rollout.look("cluster", "fe", NEW, () -> {})).isInstanceOf(Failed.class);
    }
}
