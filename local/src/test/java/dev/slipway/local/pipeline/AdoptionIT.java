package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** A service that Copilot deployed and that runs: its manifest is uploaded, and it is the same service afterwards. */
@Execution(ExecutionMode.CONCURRENT)
class AdoptionIT {
    private final Account account = Account.get();
    private final TestedService service = new TestedService(account, "adopted");
    private final CopilotService copilot = new CopilotService(account, service.name);

    @Test
    void whatCopilotLeftIsTakenOverInPlaceAndPutBackIfThatFails() {
        Eventually.isTrue("Copilot's own rollout is over", copilot::isSteady);
        Snapshot before = service.snapshot();

        account.steerRollout(copilot.service().serviceName(), "fail", 1);
        Deployed failed = service.deploy(Manifests.small(service.name));
        assertThat(failed.outcome()).as(failed.toString()).isEqualTo("ROLLED_BACK");
        copilot.untagRule(); // an undo takes no tags away
        assertThat(service.snapshot().differencesTo(before)).isEmpty();
        assertThat(copilot.service().taskDefinition()).isEqualTo(copilot.taskDefinition);

        Deployed taken = service.deploy(Manifests.small(service.name));
        assertThat(taken.outcome()).as(taken.toString()).isEqualTo("SUCCEEDED");
        assertThat(action(taken, "target-group")).isEqualTo("none");
        assertThat(action(taken, "listener-rule")).as("it gets its tags").isEqualTo("update");
        assertThat(action(taken, "discovery")).isEqualTo("none");
        assertThat(copilot.service().taskDefinition()).isNotEqualTo(copilot.taskDefinition);
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
}
