package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Manifest.Count;
import dev.slipway.manifest.Manifest.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterpolationTest {

    @Test
    void theApplicationAndTheEnvironmentAreKnown() {
        assertThat(variable("${COPILOT_APPLICATION_NAME}/${COPILOT_ENVIRONMENT_NAME}", Map.of()))
                .isEqualTo("my-app/test");
    }

    @Test
    void variablesAreFoundWithoutRegardToCase() {
        assertThat(variable("x-${Tag}-${TAG}", Map.of("tag", "v1"))).isEqualTo("x-v1-v1");
    }

    @Test
    void whatBuildsAnImageIsNothingToUsAndNeedsNoValues() {
        Given.accepted("""
                image:
                  build:
                    dockerfile: ${FOLDER}/Dockerfile
                    args: {TOKEN: "${TOKEN}"}
                    cache_from: ["${REGISTRY}/fe"]
                  port: 80
                sidecars:
                  proxy: {image: {build: {dockerfile: "${FOLDER}/proxy"}}}
                """);
    }

    @Test
    void anEmptyValueIsAValue() {
        assertThat(variable("${TAG}", Map.of("TAG", ""))).isEmpty();
    }

    @Test
    void anythingElseWithADollarIsLeftAlone() {
        assertThat(variable("$TAG ${TAG:-x} ${} ${1X} $${", Map.of())).isEqualTo("$TAG ${TAG:-x} ${} ${1X} $${");
    }

    @Test
    void aBackslashKeepsTheVariableAsItIs() {
        assertThat(variable("\\${X} ${X}", Map.of("X", "1"))).isEqualTo("${X} 1");
        assertThat(variable("\"\\\\${X}\"", Map.of())).isEqualTo("${X}");
        assertThat(variable("\\${COPILOT_APPLICATION_NAME}", Map.of())).isEqualTo("${COPILOT_APPLICATION_NAME}");
    }

    @Test
    void aValueThatLooksLikeAVariableIsNotReplacedAgain() {
        assertThat(variable("${A}", Map.of("A", "${B}", "B", "b"))).isEqualTo("${B}");
    }

    @Test
    void blockLiteralsAreInterpolatedAndKeysAreNot() {
        Manifest manifest = Given.accepted(
                "variables:\n  ${X}: a\n  B: |\n    line ${X}\n  C: >\n    folded ${X}\n", "test", Map.of("X", "1"));
        assertThat(manifest.variables())
                .isEqualTo(Map.of(
                        "${X}", new Value.Text("a"),
                        "B", new Value.Text("line 1\n"),
                        "C", new Value.Text("folded 1\n")));
    }

    @Test
    void theResultHasTheTypeOfItsField() {
        Map<String, String> variables =
                Map.of("N", "3", "ON", "true", "D", "45s", "P", "8080", "EMPTY", "", "F", "70.5", "NULL", "null");
        Manifest manifest = Given.accepted("""
                image:
                  location: nginx
                  port: ${P}
                http:
                  path: /
                  stickiness: ${ON}
                  deregistration_delay: "${D}"
                count: ${N}
                deployment:
                  rollback_alarms:
                    cpu_utilization: ${F}
                variables:
                  A: ${EMPTY}
                  B: ${NULL}
                  C: ${ON}
                """, "test", variables);
        assertThat(manifest.image().port()).hasValue(8080);
        assertThat(manifest.count()).isEqualTo(new Count.Fixed(3));
        assertThat(manifest.http().orElseThrow().rules().get(0).stickiness()).isTrue();
        assertThat(manifest.http().orElseThrow().rules().get(0).deregistrationDelay())
                .isEqualTo(45);
        assertThat(manifest.deployment().cpuAlarm()).contains(70.5);
        assertThat(manifest.variables())
                .isEqualTo(Map.of("A", new Value.Text(""), "B", new Value.Text("null"), "C", new Value.Text("true")));
    }

    @Test
    void aValueOfTheWrongTypeIsRefusedWhereTheVariableStands() {
        Reading reading = Given.read("count: ${N}\n", "test", Map.of("N", "many"));
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("wrong-type");
            assertThat(problem.message())
                    .contains("count must be a whole number")
                    .contains("\"many\"");
            assertThat(problem.line()).isEqualTo(5);
        });
        assertThat(Given.read("count: ${N}\n", "test", Map.of("N", "")).problems())
                .hasSize(1);
        assertThat(Given.read("cpu: \"${A}\"\n", "test", Map.of("A", "${B}")).problems())
                .hasSize(1);
    }

    @Test
    void aJsonArrayBecomesAListWhereAListCanStand() {
        Map<String, String> variables = Map.of("SGS", "[\"sg-1\", \"sg-2\"]");
        String snippet = """
                network: {vpc: {security_groups: "${SGS}"}}
                command: '["a b", "c"]'
                entrypoint: |
                  ["a"]
                variables:
                  A: ${SGS}
                """;
        Manifest manifest = Given.accepted(snippet, "test", variables);
        assertThat(manifest.network().securityGroups().groups())
                .containsExactly(new Value.Text("sg-1"), new Value.Text("sg-2"));
        assertThat(manifest.command()).containsExactly("a b", "c");
        assertThat(manifest.entrypoint()).containsExactly("[a]");
        assertThat(manifest.variables()).isEqualTo(Map.of("A", new Value.Text("[\"sg-1\", \"sg-2\"]")));
    }

    @Test
    void aVariableWithoutAValueIsAnErrorThatSaysHowToSetIt() {
        Problem problem = Given.refused(
                "image: {location: «\"nginx:${TAG}\", port: 80}\n",
                "undefined-variable",
                "image.location needs the variable TAG");
        assertThat(problem.hint())
                .contains("set it as metadata of the uploaded object, slipway-var-tag, or with --var TAG=VALUE");
    }

    @Test
    void aVariableIsReportedOnceHoweverOftenItIsUsed() {
        Given.refused("variables:\n  A: «${X}\n  B: ${x}\n  C: ${X}\n", "undefined-variable", "variable X");
    }

    @Test
    void variablesOfTheContainerAreNotKnownHere() {
        assertThat(Given.refused(
                                "variables: {A: «\"${COPILOT_SERVICE_NAME}\"}\n",
                                "undefined-variable",
                                "COPILOT_SERVICE_NAME")
                        .hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("only COPILOT_APPLICATION_NAME"));
    }

    @Test
    void whatAnotherEnvironmentOrAnUnknownKeyUsesNeedsNoValue() {
        Given.accepted("environments: {prod: {count: \"${N}\", http: {alias: \"${HOST}\"}}}\nnonsense: ${X}\n");
    }

    @Test
    void whatAnOverrideReplacesNeedsNoValue() {
        Given.accepted("image: {location: \"nginx:${TAG}\", port: 80}\nenvironments: {test: {image: {build: .}}}\n");
    }

    @Test
    void thePredefinedCannotBeSet() {
        Reading reading = Given.read("", "test", Map.of("copilot_environment_name", "prod"));
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("conflict");
            assertThat(problem.line()).isEqualTo(1);
        });
        assertThat(Given.read("", "test", Map.of("copilot_environment_name", "test"))
                        .problems())
                .isEmpty();
    }

    @Test
    void anUndefinedVariableHidesNoOtherProblemAndMakesNone() {
        Reading reading = Given.read("""
                env_file: ${FILE}
                cpu: ${CPU}
                http: {path: "${PATH_}", alias: "${HOST}", version: "${V}", target_container: "${C}"}
                secrets: {A: "${S}"}
                network: {vpc: {placement: "${P}", security_groups: "${SGS}"}}
                memory: lots
                """, "test", Map.of());
        assertThat(reading.problems()).extracting(Problem::code).containsOnly("undefined-variable", "wrong-type");
        assertThat(reading.problems()).hasSize(10);
        assertThat(List.copyOf(reading.problems()))
                .filteredOn(p -> p.code().equals("wrong-type"))
                .hasSize(1);
    }

    @Test
    void alsoTheTypeCanBeAVariable() {
        assertThat(Given.accepted("type: ${T}\n", "test", Map.of("T", "Load Balanced Web Service")))
                .isNotNull();
        assertThat(Given.read("type: ${T}\n", "test", Map.of()).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("undefined-variable"));
    }

    @Test
    void variablesCannotBlowUpAManifest() {
        String many = "variables:\n  A: \"" + "${X}".repeat(10_000) + "\"\n";
        assertThat(Given.read(many, "test", Map.of("X", "x".repeat(1000))).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("too-large"));
    }

    private static String variable(String text, Map<String, String> variables) {
        Manifest manifest = Given.accepted("variables:\n  A: " + text + "\n", "test", variables);
        return ((Value.Text) manifest.variables().get("A")).text();
    }
}
