package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.conformance.RecordedAws.Call;
import dev.slipway.conformance.ReferenceTemplate.Evaluated;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleOrderTest {
    private static final List<Evaluated> PRIORITIES = List.of(new Evaluated(
            "P",
            "Custom::RulePriorityFunction",
            Map.of("ListenerArn", "arn:listener", "RulePath", List.of("/", "/a", "/a/b"))));

    @Test
    void theLongerPathMayComeFirst() {
        assertThat(RuleOrder.differences(PRIORITIES, List.of(rule("/*", 3), rule("/a/*", 2), rule("/a/b/*", 1))))
                .isEmpty();
    }

    @Test
    void theShorterPathMustNotComeFirst() {
        assertThat(RuleOrder.differences(PRIORITIES, List.of(rule("/*", 1), rule("/a/*", 2), rule("/a/b/*", 3))))
                .hasSize(2);
    }

    @Test
    void aRuleForEachPathMustBeThere() {
        assertThat(RuleOrder.differences(PRIORITIES, List.of(rule("/*", 1)))).hasSize(1);
    }

    private static Call rule(String path, int priority) {
        return new Call(
                0,
                "ElasticLoadBalancingV2.CreateRule",
                new JsonMapper()
                        .valueToTree(Map.of(
                                "ListenerArn",
                                "arn:listener",
                                "Priority",
                                priority,
                                "Conditions",
                                List.of(Map.of("PathPatternConfig", Map.of("Values", List.of(path)))))),
                "");
    }
}
