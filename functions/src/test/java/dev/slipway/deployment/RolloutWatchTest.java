package dev.slipway.deployment;

import static dev.slipway.aws.Mocks.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.slipway.deployment.Deployment.Action;
import dev.slipway.deployment.Deployment.RolloutPlan;
import dev.slipway.deployment.Deployment.State;
import dev.slipway.deployment.Deployment.StepStatus;
import dev.slipway.resource.ContainerLog;
import dev.slipway.resource.Rollout;
import dev.slipway.resource.Rollout.Event;
import dev.slipway.resource.Rollout.Failed;
import dev.slipway.resource.Rollout.FailedContainer;
import dev.slipway.resource.Rollout.Running;
import dev.slipway.resource.Rollout.Steady;
import dev.slipway.resource.UnhealthyTargets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;

class RolloutWatchTest {
    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");

    private final Rollout rollout = mock();
    private final ContainerLog log = mock();
    private final UnhealthyTargets targets = mock();
    private final Bucket bucket = mock();
    private final Deployment deployment = new Deployment();

    @BeforeEach
    void theServiceIsBeingUpdated() {
        deployment.application = "demo";
        deployment.environment = "test";
        deployment.service = "web";
        deployment.steps.add(
                new StepStatus(Step.ECS_SERVICE, Action.update, State.running, List.of(), List.of(), List.of(), 1.0));
        deployment.steps.add(
                new StepStatus(Step.ALARMS, Action.create, State.pending, List.of(), List.of(), List.of(), null));
        deployment.arns.put("task-definition/web:1", "arn:definition");
        deployment.arns.put("target-group/web-1", "arn:group");
        deployment.rolloutPlan = new RolloutPlan("cluster", "demo-test-web", "web:1", 60, START.toString());
        when(targets.reasons("arn:group")).thenReturn(List.of());
    }

    @Test
    void whoWaitsIsToldWhatForAndOnlyWhenItChanges() {
        when(targets.reasons("arn:group")).thenReturn(List.of("target group web-1, port 80: initial"));
        see(running("has started 1 tasks"));

        look(10);
        look(20);

        verify(bucket).writeStatus(deployment);
        assertThat(deployment.next).isEqualTo("wait");
        assertThat(deployment.statusJson())
                .contains("has started 1 tasks", "\"desired\" : 2", "target group web-1", "2026-11-22T18:00:00Z")
                .doesNotContain("rolloutPlan");

        see(running("registered 1 targets"));
        look(30);
        verify(bucket, times(2)).writeStatus(deployment);
    }

    @Test
    void whenItIsSteadyNothingIsWaitedForAnyMore() {
        see(running("has started 1 tasks"));
        look(0);
        see(new Steady(2));
        look(10);

        assertThat(deployment.rollout).isNull();
        assertThat(deployment.taskDefinition).isEqualTo("arn:definition");
        assertThat(deployment.step(Step.ECS_SERVICE).seconds()).isEqualTo(11.0);
        assertThat(deployment.step(Step.ALARMS).state()).isEqualTo(State.running);
        assertThat(deployment.next).isEqualTo("alarms");
    }

    @Test
    void theFirstCauseIsTheMessageAndTheEvidenceFollows() {
        see(new Failed(
                List.of("task 1 stopped: container \"web\" exited with code 1", "ECS gave the deployment up."),
                Optional.of(new FailedContainer("1", "web"))));
        when(targets.reasons("arn:group")).thenReturn(List.of("target group web-1, port 80: 404"));
        when(log.last(any(), any(), anyInt())).thenReturn(List.of("no database", "bye"));

        assertThatThrownBy(() -> look(0)).hasMessage("""
                The service did not become steady: task 1 stopped: container "web" exited with code 1
                task 1 stopped: container "web" exited with code 1
                ECS gave the deployment up.
                target group web-1, port 80: 404
                log of web: no database
                log of web: bye""");
    }

    @Test
    void evidenceThatCannotBeReadDoesNotTakeThePlaceOfTheCause() {
        see(new Failed(List.of("task 1 stopped"), Optional.of(new FailedContainer("1", "web"))));
        when(log.last(any(), any(), anyInt()))
                .thenThrow(error(
                        CloudWatchLogsException.builder(), "AccessDeniedException", CloudWatchLogsException.class));

        assertThatThrownBy(() -> look(0))
                .isInstanceOf(RolloutFailedException.class)
                .hasMessageContaining("task 1 stopped")
                .hasMessageContaining("log of web could not be read: AccessDeniedException");
    }

    @Test
    void theManifestsTimeoutEndsTheWait() {
        see(running("has started 1 tasks"));
        look(0);
        look(59);

        assertThatThrownBy(() -> look(60))
                .isInstanceOf(RolloutFailedException.class)
                .hasMessageContaining("not steady after 60 s (deployment.timeout)")
                .hasMessageContaining("has started 1 tasks");
    }

    private void look(int seconds) {
        Clock clock = Clock.fixed(START.plusSeconds(seconds), ZoneOffset.UTC);
        new RolloutWatch(rollout, log, targets, bucket, clock).look(deployment);
    }

    private void see(Rollout.Look look) {
        doAnswer(call -> {
                    call.<Runnable>getArgument(3).run();
                    return look;
                })
                .when(rollout)
                .look(anyString(), anyString(), anyString(), any());
    }

    private static Running running(String event) {
        return new Running(2, 1, 1, 0, List.of(new Event("e", START, event)), List.of());
    }
}
