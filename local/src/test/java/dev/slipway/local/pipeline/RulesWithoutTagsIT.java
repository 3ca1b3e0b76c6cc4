package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** Listener rules as CloudFormation left them: a service's by what they do, and by no tag. */
@SuppressWarnings("unchecked") // the SDK's variable arguments of consumers
@Execution(ExecutionMode.CONCURRENT)
class RulesWithoutTagsIT {
    private final Account account = Account.get();

    /** One over HTTPS, and the redirect to it. */
    @Test
    void theyAreFoundByWhatTheyDoAndGetTheirTags() {
        TestedService service = new TestedService(account, "untagged");
        String manifest = Manifests.second(service.name);
        ended("SUCCEEDED", service.deploy(manifest));
        Snapshot before = service.snapshot();
        untag(service);

        Deployed told = service.check(false);
        ended("PLANNED", told);
        assertThat(told.status().path("problems"))
                .hasSize(2)
                .allMatch(problem -> problem.path("message").asText().contains("tagged"));
        ended("SUCCEEDED", service.deploy(manifest + "# again\n"));
        assertThat(service.snapshot().differencesTo(before)).isEmpty();
    }

    /** The old rules go, and no rule that somebody made by hand for the same tasks. */
    @Test
    void theyMakeRoomForOthersAndThoseOfNobodyStay() {
        TestedService service = new TestedService(account, "roomy");
        String manifest = Manifests.second(service.name);
        ended("SUCCEEDED", service.deploy(manifest));
        Rule byHand = byHand(service);
        untag(service);

        ended("SUCCEEDED", service.deploy(manifest.replace("nginx:1.28", "nginx:1.29")));
        ended("SUCCEEDED", service.deploy(manifest.replace("path: /", "path: /else/")));
        assertThat(service.snapshot().all("listener-rule"))
                .map(rule -> rule.path("Conditions").toString())
                .hasSize(3)
                .allMatch(conditions -> conditions.contains("/else/") || conditions.contains("/by-hand/"));
        assertThat(account.elb.describeRules(r -> r.ruleArns(byHand.ruleArn())).rules())
                .hasSize(1);
        account.elb.deleteRule(r -> r.ruleArn(byHand.ruleArn()));
        ended("REMOVED", service.remove());
    }

    private Rule byHand(TestedService service) {
        String group =
                service.snapshot().only("target-group").path("TargetGroupArn").asText();
        return account.elb
                .createRule(r -> r.listenerArn(account.environment.get("HTTPSListenerArn"))
                        .priority(47_000)
                        .conditions(condition -> condition
                                .field("path-pattern")
                                .pathPatternConfig(path -> path.values("/by-hand/" + service.name)))
                        .actions(action -> action.type("forward").targetGroupArn(group)))
                .rules()
                .get(0);
    }

    private void untag(TestedService service) {
        List<String> rules = List.of("HTTPListenerArn", "HTTPSListenerArn").stream()
                .flatMap(
                        listener -> account
                                .elb
                                .describeRulesPaginator(r -> r.listenerArn(account.environment.get(listener)))
                                .rules()
                                .stream())
                .filter(rule -> rule.conditions().toString().contains(service.name + ".slipway.test"))
                .map(Rule::ruleArn)
                .toList();
        assertThat(rules).hasSize(2);
        account.elb.removeTags(
                r -> r.resourceArns(rules).tagKeys("copilot-application", "copilot-environment", "copilot-service"));
    }

    private static void ended(String status, Deployed deployed) {
        assertThat(deployed.outcome()).as(deployed.toString()).isEqualTo(status);
    }
}
