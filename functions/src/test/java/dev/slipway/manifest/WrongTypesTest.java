package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read as what its field is for, and what no field is for. */
class WrongTypesTest {

    @ParameterizedTest
    @CsvSource({
        "Worker Service, polls a queue",
        "Scheduled Job, EventBridge Scheduler",
        "Request-Driven Web Service, Load Balanced Web Service",
        "Static Site, CloudFront"
    })
    void anUnsupportedTypeIsOneErrorThatSaysWhatToDoInstead(String type, String instead) {
        Reading reading = Given.read("type: " + type + "\ncpu: nonsense\nunknown: ${X}\n");
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("unsupported");
            assertThat(problem.line() + ":" + problem.column()).isEqualTo("4:7");
            assertThat(problem.message()).contains(type + ", which Slipway does not deploy");
            assertThat(problem.hint())
                    .hasValueSatisfying(hint -> assertThat(hint).contains(instead));
        });
    }

    @Test
    void anUnknownTypeIsRefusedWithASuggestion() {
        assertThat(Given.refused("type: «load balanced web service\n", "invalid-value", "is no type of service")
                        .hint())
                .contains("did you mean \"Load Balanced Web Service\"?");
        Given.refused("type: «Nonsense\n", "invalid-value", "is no type of service: \"Nonsense\"");
        Given.refused("«type:\n", "missing", "type must be given");
        Given.refused("«type: [a]\n", "wrong-type", "type must be a text");
    }

    @Test
    void anImageIsBuiltOrLocated() {
        Given.refused(
                "«image: {build: ., location: nginx, port: 80}\n", "conflict", "must have one of build and location");
        Given.refused("«image: {port: 80}\n", "missing", "must have one of build and location");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http: «text", "http: «5", "«http: [a]"})
    void httpIsFalseOrAMap(String http) {
        Given.refused(http + "\n", "wrong-type", "http must be false or a map");
    }

    @ParameterizedTest
    @ValueSource(strings = {"«healthcheck: ", "healthcheck: «''", "«healthcheck: {}", "«healthcheck: [a]"})
    void aHealthCheckIsAPathOrAMapWithFields(String check) {
        Given.refused("http: {path: /, " + check + "}\n", "wrong-type", "http.healthcheck must be");
    }

    @Test
    void anAliasIsATextOrAList() {
        Given.refused("http: {path: /, «alias: {name: a.com}}\n", "wrong-type", "http.alias must be a text or a list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"count: «lots", "count: «'3'", "«count: [1]", "count: «true"})
    void aCountIsANumberOrAMap(String count) {
        Given.refused(count + "\n", "wrong-type", "count must be a whole number or a map");
    }

    @Test
    void partsOfACountHaveTheirTypes() {
        Given.refused("count: {range: 1-4, cpu_percentage: «half}\n", "wrong-type", "count.cpu_percentage must be");
        Given.refused(
                "count: {«range: [1, 4], cpu_percentage: 5}\n", "wrong-type", "count.range must be a text or a map");
        Given.refused(
                "count: {range: 1-4, response_time: «2}\n", "wrong-type", "count.response_time must be a duration");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exec: «perhaps | exec must be true or false or a map",
                "«platform: [a] | platform must be a text or a map",
                "network: {vpc: {«placement: [a]}} | placement must be a text or a map",
                "network: {vpc: {security_groups: «a}} | security_groups must be a list or a map",
                "network: {connect: «perhaps} | network.connect must be true or false or a map",
                "image: {«build: [a], port: 80} | image.build must be a text or a map",
                "«entrypoint: {a: b} | entrypoint must be a text or a list",
                "«command: {a: b} | command must be a text or a list",
                "storage: {volumes: {v: {path: /v, efs: «fs-1}}} | efs must be true or false or a map",
                "publish: {topics: [{name: a, fifo: «perhaps}]} | fifo must be true or false or a map",
                "variables: {«A: [a]} | variables.A must be a text or a map",
                "secrets: {«A: [a]} | secrets.A must be a text or a map",
                "deployment: {rollback_alarms: «a} | rollback_alarms must be a list or a map",
                "cpu: «lots | cpu must be a whole number",
                "«memory: [1] | memory must be a whole number",
                "image: {location: a, port: «65536} | image.port must be a whole number from 0 to 65535",
                "image: «nginx | image must be a map",
                "«sidecars: [a] | sidecars must be a map",
                "sidecars: {s: «nginx} | sidecars.s must be a map",
                "storage: {ephemeral: «20GiB} | storage.ephemeral must be a whole number",
                "logging: {enableMetadata: «perhaps} | logging.enableMetadata must be true or false",
                "«taskdef_overrides: {path: a, value: b} | taskdef_overrides must be a list",
                "environments: {prod: «5} | environments.prod must be a map",
                "http: {path: /, healthcheck: {interval: «10}} | http.healthcheck.interval must be a duration",
                "image: {location: a, port: 1, healthcheck: {command: «curl}} | healthcheck.command must be a list",
                "deployment: {rollback_alarms: {cpu_utilization: «'70'}} | cpu_utilization must be a number",
                "nlb: {port: 80, target_port: «http} | nlb.target_port must be a whole number"
            })
    void eachFieldHasItsType(String snippet, String message) {
        Given.refused(snippet + "\n", "wrong-type", message);
    }

    @Test
    void aSecretThatIsAnotherMapIsRefused() {
        Reading reading = Given.read("secrets: {A: {ssm: x}}\n");
        assertThat(reading.problems()).extracting(Problem::code).containsExactlyInAnyOrder("missing", "unknown-key");
        Given.refused("secrets: {«A: {from_cfn: x, secretsmanager: y}}\n", "conflict", "must have one of");
        Given.refused("secrets:\n  «A:\n", "missing", "secrets.A must be given");
        Given.refused("secrets: {A: «''}\n", "missing", "secrets.A must be given");
    }

    @Test
    void aFileSystemIsTheEnvironmentsOrOnesOwn() {
        Given.refused(
                "storage: {volumes: {v: {path: /v, «efs: {uid: 1, gid: 1, id: fs-1}}}}\n",
                "conflict",
                "must have one, not both, of uid/gid and id/root_dir/auth");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "«cpus: 1 | cpus | did you mean \"cpu\"?",
                "http: {path: /, «pathh: x} | http.pathh | did you mean \"path\"?",
                "http: {path: /, «health_check: x} | http.health_check | did you mean \"healthcheck\"?",
                "http: {path: /, «targetPort: 5} | http.targetPort | did you mean \"target_port\"?",
                "«vpc: {placement: public} | vpc | it is a field of network",
                "«build: . | build | it is a field of image",
                "«port: 80 | port | it is a field of image",
                "image: {location: a, port: 1, «target: x} | image.target | it is a field of image.build",
                "«environment: {test: {}} | environment | did you mean \"environments\"?",
                "sidecars: {s: {image: x, «environment: {}}} | sidecars.s.environment | "
            })
    void anUnknownKeyIsAWarningWithWhatMayHaveBeenMeant(String snippet, String path, String hint) {
        Problem problem = Given.warned(snippet + "\n", "unknown-key", path + " is no field of");
        assertThat(problem.path()).isEqualTo(path);
        assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
        assertThat(problem.hint().orElse("")).isEqualTo(hint == null ? "" : hint);
    }

    @Test
    void whereSomethingIsMissingTheEnvironmentsThatMayHaveItAreNamed() {
        String text = """
                name: api
                type: Backend Service
                environments:
                  prod: {image: {location: nginx}}
                """;

        assertThat(ManifestReader.read(text, "my-app", "test", Map.of()).problems())
                .extracting(Problem::message)
                .containsExactly(
                        "image must have one of build and location",
                        "environments has nothing for the environment test, only for prod");
        assertThat(ManifestReader.read(text, "my-app", "prod", Map.of()).problems())
                .isEmpty();
    }

    @Test
    void anUnknownKeyOfAMergedEnvironmentIsReportedOnce() {
        Given.warned(
                "environments: {test: {«deployments: {rolling: recreate}}}\n",
                "unknown-key",
                "environments.test.deployments");
    }

    @Test
    void allProblemsComeAtOnceInTheOrderOfTheirLines() {
        Reading reading = ManifestReader.read("""
                name: fe
                type: Load Balanced Web Service
                cpu: lots
                memory: 7
                image: {port: 80}
                http: {stickines: true}
                count: {range: 4-1, cpu_percentage: 101}
                """, "app", "test", Map.of());
        assertThat(reading.problems())
                .extracting(problem -> problem.line() + " " + problem.code() + " " + problem.path())
                .containsExactly(
                        "3 wrong-type cpu",
                        "5 missing image",
                        "6 missing http.path",
                        "6 unknown-key http.stickines",
                        "7 invalid-value count.range",
                        "7 invalid-value count.cpu_percentage");
    }
}
