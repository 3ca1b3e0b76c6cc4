package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final String GROUP = "ElasticLoadBalancingV2::TargetGroup";
    private static final String RULE = "ElasticLoadBalancingV2::ListenerRule";

    @Test
    void caseOfNamesAndTypesOfValuesAreNoDifference() {
        assertThat(compare(
                        List.of(made(GROUP, "G", "{Port: 80, Healthy: true, Empty: []}")),
                        List.of(made(GROUP, "g", "{port: '80', healthy: 'true'}"))))
                .isEmpty();
    }

    @Test
    void anotherValueIsADifference() {
        assertThat(compare(List.of(made(GROUP, "G", "{Port: 80}")), List.of(made(GROUP, "g", "{port: 81}"))))
                .containsExactly(GROUP + " G.port: \"80\" in the template, \"81\" from Slipway");
    }

    @Test
    void whatOnlyOneSideSaysIsADifference() {
        assertThat(compare(List.of(made(GROUP, "G", "{Port: 80}")), List.of(made(GROUP, "g", "{vpcId: v}"))))
                .containsExactly(
                        GROUP + " G.port: \"80\" in the template, nothing from Slipway",
                        GROUP + " G.vpcid: nothing in the template, \"v\" from Slipway");
    }

    @Test
    void aResourceThatOnlyOneSideHasIsADifference() {
        assertThat(compare(List.of(made(GROUP, "G", "{Port: 80}")), List.of(made(RULE, "rule of call 1", "{a: 1}"))))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith(GROUP + " G: missing"))
                .anySatisfy(line -> assertThat(line).startsWith("rule of call 1: not in the template"));
    }

    @Test
    void aReferenceMeansTheResourceThatIsLikeTheTemplates() {
        List<Made> expected = List.of(
                made(GROUP, "A", "{Port: 80}"), made(GROUP, "B", "{Port: 81}"), made(RULE, "R", "{Target: '{B}'}"));
        List<Made> right = List.of(
                made(GROUP, "1", "{port: 81}").handle("", "arn:1"),
                made(GROUP, "2", "{port: 80}").handle("", "arn:2"),
                made(RULE, "3", "{target: 'arn:1'}"));
        List<Made> wrong = List.of(right.get(0), right.get(1), made(RULE, "3", "{target: 'arn:2'}"));

        assertThat(compare(expected, right)).isEmpty();
        assertThat(compare(expected, wrong))
                .containsExactly(RULE + " R.target: \"arn:1\" in the template, \"arn:2\" from Slipway");
    }

    @Test
    void theOrderOfContainersMattersAndThatOfVariablesDoesNot() {
        Made expected = made("ECS::TaskDefinition", "T", "{C: [a, b], Environment: [{name: x}, {name: y}]}");

        assertThat(compare(
                        List.of(expected),
                        List.of(made("ECS::TaskDefinition", "t", "{c: [a, b], environment: [{name: y}, {name: x}]}"))))
                .isEmpty();
        assertThat(compare(
                        List.of(expected),
                        List.of(made("ECS::TaskDefinition", "t", "{c: [b, a], environment: [{name: x}, {name: y}]}"))))
                .hasSize(2);
    }

    private static List<String> compare(List<Made> expected, List<Made> actual) {
        return Comparison.differences(expected, actual, Map.of());
    }

    private static Made made(String type, String id, String yaml) {
        return Made.of(type, id, new JsonMapper().valueToTree(new org.yaml.snakeyaml.Yaml().load(yaml)));
    }
}
