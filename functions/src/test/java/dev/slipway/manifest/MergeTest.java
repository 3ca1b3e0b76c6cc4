package dev.slipway.manifest;

import static dev.slipway.manifest.Given.merged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Manifest.Alias;
import dev.slipway.manifest.Manifest.Count;
import dev.slipway.manifest.Manifest.Value;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MergeTest {
    @Test
    void aKeyThatIsAbsentOrEmptyKeepsTheBase() {
        Manifest manifest =
                merged("cpu: 512\nmemory: 1024\nvariables: {A: a}\n", "memory:\nvariables: {A: }\ncount: ~\n");
        assertThat(manifest.cpu()).isEqualTo(512);
        assertThat(manifest.memory()).isEqualTo(1024);
        assertThat(manifest.variables()).isEqualTo(Map.of("A", new Value.Text("a")));
    }

    @Test
    void anEmptyOrMissingSectionChangesNothing() {
        assertThat(merged("cpu: 512\nmemory: 1024\n", "").cpu()).isEqualTo(512);
        assertThat(Given.accepted("count: 3\nenvironments: {prod: {count: 9}}\n")
                        .count())
                .isEqualTo(new Count.Fixed(3));
    }

    @Test
    void explicitZeroValuesCount() {
        Manifest manifest =
                merged("count: 3\nhttp: {path: /, stickiness: true}\n", "count: 0\nhttp: {stickiness: false}\n");
        assertThat(manifest.count()).isEqualTo(new Count.Fixed(0));
        assertThat(manifest.http().orElseThrow().rules().get(0).stickiness()).isFalse();
    }

    @Test
    void listsAreReplacedWholeAndAnEmptyOneEmpties() {
        String base = """
                http:
                  path: /
                  allowed_source_ips: [10.0.0.0/8, 11.0.0.0/8]
                  additional_rules: [{path: a}, {path: b}]
                publish: {topics: [{name: a}, {name: b}]}
                taskdef_overrides: [{path: A, value: 1}, {path: B, value: 2}]
                """;
        Manifest manifest = merged(base, """
                http: {allowed_source_ips: [12.0.0.0/8], additional_rules: []}
                publish: {topics: [{name: c}]}
                taskdef_overrides: []
                """);
        assertThat(manifest.http().orElseThrow().rules()).hasSize(1);
        assertThat(manifest.http().orElseThrow().rules().get(0).allowedSourceIps())
                .containsExactly("12.0.0.0/8");
        assertThat(manifest.topics()).extracting(Manifest.Topic::name).containsExactly("c");
        assertThat(manifest.taskDefinitionOverrides()).isEmpty();
    }

    @Test
    void mapsOfScalarsAreMergedByKey() {
        Manifest manifest = merged("""
                image: {location: nginx, port: 80, labels: {a: "1", b: "2"}, depends_on: {s: start}}
                sidecars: {s: {image: x}, t: {image: x}}
                logging: {destination: {Name: a, Host: h}}
                """, """
                image: {labels: {b: "3", c: "4"}, depends_on: {t: start}}
                logging: {destination: {Name: b}}
                """);
        assertThat(manifest.image().labels()).isEqualTo(Map.of("a", "1", "b", "3", "c", "4"));
        assertThat(manifest.image().dependsOn()).isEqualTo(Map.of("s", "START", "t", "START"));
        assertThat(manifest.logging().fireLens().orElseThrow().destination())
                .isEqualTo(Map.of("Name", "b", "Host", "h"));
    }

    @Test
    void mapsOfStructsAreMergedByKeyThenDeep() {
        Manifest manifest = merged("""
                sidecars: {s: {image: x, port: 1}, t: {image: y}}
                storage: {ephemeral: 30, volumes: {v: {path: /v, read_only: false}}}
                """, """
                sidecars: {s: {port: 2}, u: {image: z}}
                storage: {volumes: {v: {path: /w}, w: {path: /x}}}
                """);
        assertThat(manifest.sidecars()).containsOnlyKeys("s", "t", "u");
        assertThat(manifest.sidecars().get("s").image()).contains("x");
        assertThat(manifest.sidecars().get("s").port().orElseThrow().port()).isEqualTo(2);
        assertThat(manifest.storage().ephemeral()).hasValue(30);
        assertThat(manifest.storage().volumes().get("v").path()).isEqualTo("/w");
        assertThat(manifest.storage().volumes().get("v").readOnly()).isFalse();
    }

    @Test
    void mapsOfHttpAreMergedFieldByField() {
        Manifest.Http http = merged(
                        "http: {path: /a, alias: a.com, alb: mine, healthcheck: {path: /h, interval: 10s}}\n",
                        "http: {path: /b, healthcheck: {timeout: 5s}}\n")
                .http()
                .orElseThrow();
        assertThat(http.alb()).contains("mine");
        assertThat(http.rules().get(0).path()).isEqualTo("/b");
        assertThat(http.rules().get(0).aliases()).containsExactly(new Alias("a.com", Optional.empty()));
        assertThat(http.rules().get(0).healthcheck().path()).isEqualTo("/h");
        assertThat(http.rules().get(0).healthcheck().interval()).hasValue(10);
        assertThat(http.rules().get(0).healthcheck().timeout()).hasValue(5);
    }

    @Test
    void nameAndTypeOfAnEnvironmentHaveNoEffect() {
        Manifest manifest = merged("", "name: other\ntype: Worker Service\n");
        assertThat(manifest.name()).isEqualTo("fe");
        assertThat(manifest.type()).isEqualTo(Manifest.Type.LOAD_BALANCED_WEB_SERVICE);
    }

    @Test
    void anEmptyValueInFlowStyleIsAsGoodAsAbsent() {
        assertThat(Given.accepted("cpu: 512\nmemory: 1024\nenvironments: {test: {cpu: }}\n")
                        .cpu())
                .isEqualTo(512);
    }

    @Test
    void aPathLeadsToTheFileWhereTheWinningValueStands() {
        Reading reading = Given.read("""
                cpu: 256
                memory: 512
                variables: {A: a}
                environments:
                  test:
                    cpu: 512
                    memory: 1024
                    variables:
                      A: b
                      B: b
                """);
        assertThat(reading.at("memory")).isEqualTo(new Position(11, 13));
        assertThat(reading.at("cpu")).isEqualTo(new Position(10, 10));
        assertThat(reading.at("variables.A")).isEqualTo(new Position(13, 10));
        assertThat(reading.at("variables.B.nothing[3]")).isEqualTo(new Position(14, 10));
        assertThat(reading.at("name")).isEqualTo(new Position(1, 7));
        assertThat(reading.at("secrets.X")).isEqualTo(new Position(1, 1));
    }

    @Test
    void aProblemOfAnOverrideHasItsPath() {
        Problem problem =
                Given.refused("environments:\n  test:\n    count: «-1\n", "invalid-value", "must not be negative");
        assertThat(problem.path()).isEqualTo("environments.test.count");
    }

    @Test
    void otherEnvironmentsAreCheckedForTypesButNotValidated() {
        Given.refused(
                "environments: {prod: {cpu: «lots}}\n", "wrong-type", "environments.prod.cpu must be a whole number");
        Given.warned("environments: {prod: {«cpus: 1}}\n", "unknown-key", "environments.prod.cpus");
        Given.accepted("environments: {prod: {cpu: 7, count: {spot: 1, range: x}}}\n");
    }
}
