package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** A service that Copilot deployed and that runs: its manifest is uploaded, and it is the same service afterwards. */
@Execution(ExecutionMode.CONCURRENT)
class AdoptionIT {
    private final Account account = Account.get();
    private final TestedService service = new TestedService(account, "adopted");
    private final CopilotService copilot = new CopilotService(account, service.name);

    @Test
    void whatCopilotLeftIsTakenOverInPlaceAndPutBackIfThatFails() {
        Eventually.isTrue("Copilot's own rollout is over", () -> ecs().deployments().stream()
                .allMatch(rollout -> rollout.rolloutState() == DeploymentRolloutState.COMPLETED));
        Deployed refused = service.deploy(Manifests.small(service.name));
        assertThat(refused.outcome()).as(refused.toString()).isEqualTo("REJECTED");
        assertThat(refused.problem("not-ours").orElseThrow().path("message").asText())
                .contains(
                        "aws elbv2 add-tags --resource-arns " + copilot.rule,
                        "Key=copilot-service,Value=" + service.name);
        copilot.tagRule();
        Snapshot before = service.snapshot();

        account.steerRollout(ecs().serviceName(), "fail", 1);
        Deployed failed = service.deploy(Manifests.small(service.name));
        assertThat(failed.outcome()).as(failed.toString()).isEqualTo("ROLLED_BACK");
        assertThat(service.snapshot().differencesTo(before)).isEmpty();
        assertThat(ecs().taskDefinition()).isEqualTo(copilot.taskDefinition);

        Deployed taken = service.deploy(Manifests.small(service.name));
        assertThat(taken.outcome()).as(taken.toString()).isEqualTo("SUCCEEDED");
        assertThat(action(taken, "target-group")).isEqualTo("none");
        assertThat(action(taken, "listener-rule")).isEqualTo("none");
        assertThat(action(taken, "discovery")).isEqualTo("none");
        assertThat(ecs().taskDefinition()).isNotEqualTo(copilot.taskDefinition);
        assertThat(service.snapshot().only("ecs-service").path("loadBalancers").toString())
                .contains(copilot.targetGroup);
        assertThat(rule().priority()).isEqualTo(String.valueOf(copilot.priority));

        Deployed again = service.deploy(Manifests.small(service.name));
        assertThat(again.outcome()).as(again.toString()).isEqualTo("UNCHANGED");

        Deployed removed = service.remove();
        assertThat(removed.outcome()).as(removed.toString()).isEqualTo("REMOVED");
        assertThat(service.snapshot().names())
                .as("the roles of Copilot's stack go with the stack")
                .allMatch(name -> name.startsWith("role ") || name.startsWith("parameter "));
    }

    private static String action(Deployed deployed, String step) {
        for (JsonNode one : deployed.status().path("steps")) {
            if (one.path("name").asText().equals(step)) {
                return one.path("action").asText();
            }
        }
        throw new AssertionError("no step " + step + " in " + deployed.status());
    }

    private Rule rule() {
        return account.elb.describeRules(r -> r.ruleArns(copilot.rule)).rules().get(0);
    }

    private Service ecs() {
        return account.ecs
                .describeServices(
                        r -> r.cluster(account.environment.get("ClusterId")).services(copilot.ecsService))
                .services()
                .get(0);
    }
}
