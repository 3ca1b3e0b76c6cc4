package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.deployment.Deployment.Action;
import dev.slipway.deployment.Deployment.CaughtError;
import dev.slipway.deployment.Deployment.State;
import dev.slipway.deployment.Deployment.Status;
import dev.slipway.deployment.Deployment.StepStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void withoutAFailureItSucceeded() {
        assertThat(decided(deployment(State.done)).status).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void aRolledBackDeploymentNeverSaysThatItSucceeded() {
        Deployment deployment = deployment(State.running);
        deployment.error = new CaughtError("States.Timeout", "");

        assertThat(decided(deployment).status).isEqualTo(Status.ROLLED_BACK);
        assertThat(deployment.failure.step()).isEqualTo("certificate");
    }

    @Test
    void whatFailedBeforeTheFirstStepChangedNothing() {
        Deployment deployment = deployment(State.pending);
        deployment.error = new CaughtError("Lambda.Unknown", "the runtime died");

        assertThat(decided(deployment).status).isEqualTo(Status.REJECTED);
        assertThat(deployment.failure.message()).contains("the runtime died");
    }

    @Test
    void whatCouldNotBePutBackIsTold() {
        Deployment deployment = deployment(State.running);
        deployment.error =
                new CaughtError("x.StepFailedException", "{\"errorMessage\":\"first\",\"errorType\":\"x.A\"}");
        deployment.undoErrors.put(
                "Certificate",
                new CaughtError("x.B", "{\"errorMessage\":\"stuck\\naws elbv2 do\",\"errorType\":\"x.B\"}"));

        assertThat(decided(deployment).status).isEqualTo(Status.ROLLBACK_FAILED);
        assertThat(deployment.failure.message()).isEqualTo("first");
        assertThat(deployment.failure.reasons())
                .containsExactly(
                        "certificate could not be put back: stuck",
                        "by hand: aws elbv2 do",
                        "once the cause is mended, upload the manifest that is to hold:"
                                + " aws s3 cp manifest.yml s3://manifests/test/api/manifest.yml");
        assertThat(deployment.step(Step.CERTIFICATE).state()).isEqualTo(State.undo_failed);
    }

    @Test
    void aRemovalThatLeavesSomethingIsNotARemoval() {
        Deployment deployment = deployment(State.done);
        deployment.removal = true;
        deployment.undoErrors.put(
                "Discovery", new CaughtError("x.B", "{\"errorMessage\":\"stuck\",\"errorType\":\"x.B\"}"));

        assertThat(decided(deployment).status).isEqualTo(Status.ROLLBACK_FAILED);
        assertThat(deployment.failure.step()).isEqualTo("discovery");
        assertThat(deployment.failure.error()).isEqualTo("B");
        assertThat(deployment.failure.hint()).contains("remove it again").doesNotContain("upload");
        assertThat(deployment.failure.message()).isEqualTo("discovery could not be removed: stuck");
        assertThat(deployment.failure.reasons())
                .last()
                .isEqualTo("once the cause is mended, remove it again: aws s3 rm s3://manifests/test/api/manifest.yml");
    }

    @Test
    void whatIsLeftBehindIsAWarningOfASuccess() {
        Deployment deployment = deployment(State.done);
        deployment.leftovers.put(
                "TargetGroup", new CaughtError("x.B", "{\"errorMessage\":\"in use\",\"errorType\":\"x.B\"}"));

        assertThat(decided(deployment).status).isEqualTo(Status.SUCCEEDED);
        assertThat(deployment.problems).singleElement().satisfies(p -> assertThat(p.severity())
                .isEqualTo("warning"));
    }

    @Test
    void theReasonsOfAFailedRolloutStandBelowItsMessage() {
        Deployment deployment = deployment(State.running);
        deployment.error = new CaughtError(
                "x.RolloutFailedException",
                Json.write(java.util.Map.of(
                        "errorMessage", "not steady\ntask stopped: CannotPullContainerError", "errorType", "x.R")));

        decided(deployment);

        assertThat(deployment.failure.message()).isEqualTo("not steady");
        assertThat(deployment.failure.reasons()).containsExactly("task stopped: CannotPullContainerError");
    }

    @Test
    void theErrorIsAwssOwnCodeAndSomethingCanBeDoneAboutIt() {
        Deployment deployment = deployment(State.running);
        deployment.error = new CaughtError(
                "x.StepFailedException",
                Json.write(java.util.Map.of(
                        "errorMessage",
                        "listener-rule x: TooManyRules: too many (Elb, request 1-2)",
                        "errorType",
                        "x.S")));

        decided(deployment);

        assertThat(deployment.failure.error()).isEqualTo("TooManyRules");
        assertThat(deployment.failure.hint()).contains("Service Quotas");
    }

    private static Deployment decided(Deployment deployment) {
        Outcome.decide(deployment, "manifests");
        return deployment;
    }

    private static Deployment deployment(State first) {
        Deployment deployment = new Deployment();
        deployment.environment = "test";
        deployment.service = "api";
        deployment.steps.add(
                new StepStatus(Step.CERTIFICATE, Action.create, first, List.of(), List.of(), List.of(), null));
        deployment.steps.add(
                new StepStatus(Step.DISCOVERY, Action.create, State.pending, List.of(), List.of(), List.of(), null));
        return deployment;
    }
}
