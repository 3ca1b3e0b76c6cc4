package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Manifest.ContainerPort;
import dev.slipway.manifest.Manifest.Count;
import dev.slipway.manifest.Manifest.FileSystem;
import dev.slipway.manifest.Manifest.HealthCheck;
import dev.slipway.manifest.Manifest.Http;
import dev.slipway.manifest.Manifest.Rule;
import dev.slipway.manifest.Manifest.Scaling;
import dev.slipway.manifest.Manifest.ScalingMetric;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Manifest.Target;
import dev.slipway.manifest.Manifest.Topic;
import dev.slipway.manifest.Manifest.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests whose meaning was found by running Copilot's own engine. */
class VectorsTest {
    @Test
    void theSmallestWebService() {
        Manifest manifest = Given.accepted("");
        HealthCheck root = new HealthCheck(
                "/",
                OptionalInt.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());
        Rule rule = new Rule(
                "/", Optional.empty(), root, false, List.of(), 60, new Target("fe", 80), List.of(), Optional.empty());
        assertThat(manifest.http()).contains(new Http(List.of(rule), Optional.empty(), OptionalInt.empty()));
        assertThat(manifest.ports()).isEqualTo(Map.of(80, new ContainerPort("fe", "tcp")));
        assertThat(manifest.cpu()).isEqualTo(256);
        assertThat(manifest.memory()).isEqualTo(512);
        assertThat(manifest.count()).isEqualTo(new Count.Fixed(1));
        assertThat(manifest.logging().retention()).isEqualTo(30);
        assertThat(manifest.logging().fireLens()).isEmpty();
        assertThat(manifest.platform().isDefault()).isTrue();
        assertThat(manifest.deployment().timeout()).isEqualTo(1800);
        assertThat(manifest.image().healthcheck()).isEmpty();
    }

    @Test
    void allMetricsOfACount() {
        assertThat(Given.accepted("""
                                count:
                                  range: 1-4
                                  cooldown: {in: 45s, out: 1500ms}
                                  cpu_percentage: {value: 60, cooldown: {in: 10s}}
                                  memory_percentage: 70
                                  requests: 30
                                  response_time: 1500ms
                                """).count())
                .isEqualTo(new Count.Range(
                        1,
                        4,
                        OptionalInt.empty(),
                        List.of(
                                new Scaling(ScalingMetric.CPU, 60, 10, 2),
                                new Scaling(ScalingMetric.MEMORY, 70, 45, 2),
                                new Scaling(ScalingMetric.REQUESTS, 30, 45, 2),
                                new Scaling(ScalingMetric.RESPONSE_TIME, 1.5, 45, 2))));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3", "6"})
    void theFirstSpotTask(int spotFrom) {
        Count count = Given.accepted(
                        "count: {range: {min: 3, max: 10, spot_from: %d}, requests: 5}\n".formatted(spotFrom))
                .count();
        assertThat(((Count.Range) count).spotFrom()).hasValue(spotFrom);
        assertThat(count.initial()).isEqualTo(3);
    }

    @Test
    void variablesOfAnEnvironment() {
        assertThat(Given.accepted("""
                                variables: {A: '1', B: '2', C: {from_cfn: X}, D: p}
                                environments:
                                  test:
                                    variables: {B: '3', C: plain, D: {from_cfn: Y}, E: '5'}
                                """).variables())
                .isEqualTo(Map.of(
                        "A", new Value.Text("1"),
                        "B", new Value.Text("3"),
                        "C", new Value.Text("plain"),
                        "D", new Value.Export("Y"),
                        "E", new Value.Text("5")));
    }

    @Test
    void allSourcesOfSecrets() {
        assertThat(Given.accepted("""
                                secrets:
                                  A: /a/b
                                  B: {secretsmanager: 'demo/x:user::'}
                                  C: {from_cfn: exp}
                                  E: "'arn:aws:secretsmanager:us-west-2:1:secret:foo-AbCdEf:key::'"
                                """).secrets())
                .isEqualTo(Map.of(
                        "A", new Secret.Reference("/a/b"),
                        "B", new Secret.SecretsManager("demo/x:user::"),
                        "C", new Secret.Export("exp"),
                        "E", new Secret.Reference("arn:aws:secretsmanager:us-west-2:1:secret:foo-AbCdEf:key::")));
    }

    @Test
    void allKindsOfVolumes() {
        Map<String, Manifest.Volume> volumes = Given.accepted("""
                        storage:
                          volumes:
                            a: {path: /a, efs: true, read_only: false}
                            b: {path: /b, efs: {id: fs-1, root_dir: /r, auth: {iam: true}}}
                            c:
                              path: /c
                              read_only: false
                              efs: {id: {from_cfn: EX}, auth: {access_point_id: fsap-9}}
                            d: {path: /d}
                            e: {path: /e, efs: false}
                            f: {path: /f, efs: {id: fs-2}}
                        """).storage().volumes();
        assertThat(volumes.keySet()).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(volumes.get("a"))
                .isEqualTo(new Manifest.Volume("/a", false, Optional.of(new FileSystem.Managed(Optional.empty()))));
        assertThat(volumes.get("b").readOnly()).isTrue();
        assertThat(volumes.get("b").efs())
                .contains(new FileSystem.Own(new Value.Text("fs-1"), "/r", true, Optional.empty()));
        assertThat(volumes.get("c").efs())
                .contains(new FileSystem.Own(new Value.Export("EX"), "/", false, Optional.of("fsap-9")));
        assertThat(volumes.get("d").efs()).isEmpty();
        assertThat(volumes.get("e").efs()).isEmpty();
        assertThat(volumes.get("f").efs())
                .contains(new FileSystem.Own(new Value.Text("fs-2"), "/", false, Optional.empty()));
    }

    @Test
    void topicsOfAnEnvironment() {
        List<Topic> topics = Given.accepted("""
                        publish: {topics: [{name: a}]}
                        environments:
                          test:
                            publish: {topics: [{name: c, fifo: {content_based_deduplication: true}}]}
                        """).topics();
        assertThat(topics).containsExactly(new Topic("c", true, Optional.of(true)));
        assertThat(topics.get(0).fullName()).isEqualTo("c.fifo");
    }

    @Test
    void theLogRouter() {
        Manifest.Logging logging = Given.accepted("""
                        logging:
                          retention: 7
                          destination: {Name: cloudwatch, TLS: on}
                          secretOptions: {apikey: /key}
                          configFilePath: /fluent.conf
                        """).logging();
        assertThat(logging.retention()).isEqualTo(7);
        Manifest.FireLens router = logging.fireLens().orElseThrow();
        assertThat(router.image()).isEqualTo("public.ecr.aws/aws-observability/aws-for-fluent-bit:stable");
        assertThat(router.destination()).isEqualTo(Map.of("Name", "cloudwatch", "TLS", "on"));
        assertThat(router.enableMetadata()).isTrue();
        assertThat(router.secretOptions()).isEqualTo(Map.of("apikey", new Secret.Reference("/key")));
        assertThat(router.configFilePath()).contains("/fluent.conf");
        assertThat(Given.accepted("logging: {retention: 7}\n").logging().fireLens())
                .isEmpty();
    }

    @Test
    void aContainersHealthCheckHasDefaultsOnceAnyFieldIsSet() {
        assertThat(Given.accepted("image: {location: a, port: 1, healthcheck: {retries: 3}}\n")
                        .image()
                        .healthcheck())
                .contains(new Manifest.ContainerHealthCheck(
                        List.of("CMD-SHELL", "curl -f http://localhost/ || exit 1"), 10, 3, 5, 0));
        assertThat(Given.accepted("image: {location: a, port: 1, healthcheck: {}}\n")
                        .image()
                        .healthcheck())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, LINUX, X86_64",
        "Linux/X86_64, LINUX, X86_64",
        "linux/arm, LINUX, ARM64",
        "windows/amd64, WINDOWS_SERVER_2019_CORE, X86_64",
        "'{osfamily: windows, architecture: x86_64}', WINDOWS_SERVER_2019_CORE, X86_64",
        "'{osfamily: windows_server_2022_full, architecture: amd64}', WINDOWS_SERVER_2022_FULL, X86_64"
    })
    void platforms(String text, String family, String architecture) {
        assertThat(Given.accepted("cpu: 1024\nmemory: 2048\nplatform: " + text + "\n")
                        .platform())
                .isEqualTo(new Manifest.Platform(family, architecture));
    }
}
