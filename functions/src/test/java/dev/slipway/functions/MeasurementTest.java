package dev.slipway.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.deployment.Deployment;
import dev.slipway.deployment.Deployment.ProblemStatus;
import dev.slipway.deployment.Deployment.Status;
import dev.slipway.deployment.Deployment.StepStatus;
import dev.slipway.deployment.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    @Test
    void aDeploymentIsCountedByOutcomeAndItsStepsAreTimed() {
        Deployment done = done("upload", Status.ROLLBACK_FAILED);
        done.steps.add(new StepStatus(
                Step.ECS_SERVICE,
                Deployment.Action.update,
                Deployment.State.done,
                List.of(),
                List.of(),
                List.of(),
                1.5));

        List<Measurement> all = Measurement.of(done);

        assertThat(all)
                .extracting(Measurement::metric)
                .containsExactly(
                        "Deployments",
                        "Deployments",
                        "DeploymentSeconds",
                        "DeploymentSeconds",
                        "StepSeconds",
                        "StepSeconds");
        assertThat(all.get(0).dimensions())
                .as("what the alarm of the template looks at")
                .isEqualTo(Map.of("Application", "demo", "Outcome", "ROLLBACK_FAILED"));
        assertThat(all.get(1).dimensions())
                .isEqualTo(Map.of("Application", "demo", "Outcome", "ROLLBACK_FAILED", "Environment", "test"));
        assertThat(all.get(2).value()).isEqualTo(90.0);
        assertThat(all.get(4).dimensions()).isEqualTo(Map.of("Application", "demo", "Step", "ecs-service"));
        assertThat(all.get(4).value()).isEqualTo(1.5);
    }

    @Test
    void aLookThatFoundNothingIsNoDeployment() {
        assertThat(Measurement.of(done("schedule", Status.UNCHANGED))).isEmpty();
    }

    @Test
    void aServiceThatHasDriftedIsCounted() {
        Deployment check = done("schedule", Status.PLANNED);
        check.problems.add(new ProblemStatus("warning", "drift", null, null, null, "the topic x is missing", null));

        assertThat(Measurement.of(check)).extracting(Measurement::metric).contains("Drifted");
    }

    private static Deployment done(String type, Status status) {
        Deployment done = new Deployment();
        done.application = "demo";
        done.environment = "test";
        done.trigger.put("type", type);
        done.status = status;
        done.startedAt = "2026-11-22T18:00:00Z";
        done.finishedAt = "2026-11-22T18:01:30Z";
        return done;
    }
}
