package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.manifest.Manifest.Alias;
import dev.slipway.manifest.Manifest.ContainerPort;
import dev.slipway.manifest.Manifest.Count;
import dev.slipway.manifest.Manifest.FileSystem;
import dev.slipway.manifest.Manifest.HealthCheck;
import dev.slipway.manifest.Manifest.Http;
import dev.slipway.manifest.Manifest.NetworkListener;
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
    void aliasesTakeTheZoneOfTheirRule() {
        List<Rule> rules = rules("""
                http:
                  path: /
                  hosted_zone: ZDEF
                  alias: [{name: a.ex.com}, {name: b.ex.com, hosted_zone: ZB}, {name: b.ex.com, hosted_zone: ZB}]
                  additional_rules:
                    - {path: x, alias: c.ex.com, hosted_zone: ZC}
                """);
        Alias b = new Alias("b.ex.com", Optional.of("ZB"));
        assertThat(rules.get(0).aliases()).containsExactly(new Alias("a.ex.com", Optional.of("ZDEF")), b, b);
        assertThat(rules.get(1).aliases()).containsExactly(new Alias("c.ex.com", Optional.of("ZC")));
        assertThat(rules.get(1).path()).isEqualTo("/x");
    }

    @Test
    void aHealthCheckWithEverything() {
        Rule rule = rules("""
                        image: {location: nginx, port: 443}
                        http:
                          path: /
                          version: gRPC
                          redirect_to_https: false
                          healthcheck: {path: hc, port: 8443, healthy_threshold: 0, interval: 10500ms, success_codes: 200}
                        """).get(0);
        assertThat(rule.version()).contains("GRPC");
        assertThat(rule.redirects()).isFalse();
        assertThat(rule.target()).isEqualTo(new Target("fe", 443));
        assertThat(rule.healthcheck())
                .isEqualTo(new HealthCheck(
                        "/hc",
                        OptionalInt.of(8443),
                        Optional.of("200"),
                        OptionalInt.of(0),
                        OptionalInt.empty(),
                        OptionalInt.of(10),
                        OptionalInt.empty()));
    }

    @Test
    void aHealthCheckThatIsANumberIsAPath() {
        assertThat(rules("http: {path: /, healthcheck: 5}\n")
                        .get(0)
                        .healthcheck()
                        .path())
                .isEqualTo("/5");
    }

    @Test
    void pathsBeginWithASlashAndAreOtherwiseLeftAlone() {
        List<Rule> rules =
                rules("http: {path: '', additional_rules: [{path: a/*}, {path: /b/}, {path: '*'}, {path: /}]}\n");
        assertThat(rules).extracting(Rule::path).containsExactly("/", "/a/*", "/b/", "/*", "/");
    }

    @Test
    void targetsAndThePortsThatTheyOpen() {
        Manifest manifest = Given.accepted("""
                http:
                  path: /
                  target_port: 8081
                  additional_rules:
                    - {path: a, target_port: 8082}
                    - {path: b, target_container: nginx, target_port: 9000}
                    - {path: c, target_container: nginx}
                    - {path: d, target_port: 81}
                sidecars: {nginx: {image: nginx, port: 81}}
                """);
        assertThat(manifest.http().orElseThrow().rules())
                .extracting(Rule::target)
                .containsExactly(
                        new Target("fe", 8081),
                        new Target("fe", 8082),
                        new Target("nginx", 9000),
                        new Target("nginx", 81),
                        new Target("nginx", 81));
        assertThat(manifest.ports())
                .isEqualTo(Map.of(
                        80, new ContainerPort("fe", "tcp"),
                        8081, new ContainerPort("fe", "tcp"),
                        8082, new ContainerPort("fe", "tcp"),
                        81, new ContainerPort("nginx", "tcp"),
                        9000, new ContainerPort("nginx", "tcp")));
        assertThat(manifest.ports().keySet()).containsExactly(80, 81, 8081, 8082, 9000);
    }

    @Test
    void aSidecarAsTheTarget() {
        Manifest manifest = Given.accepted("""
                http: {path: /, target_container: nginx}
                sidecars: {nginx: {image: nginx, port: 443}, o: {image: o, port: 99/udp}}
                network: {connect: true}
                """);
        assertThat(manifest.http().orElseThrow().rules().get(0).target()).isEqualTo(new Target("nginx", 443));
        assertThat(manifest.ports())
                .isEqualTo(Map.of(
                        80, new ContainerPort("fe", "tcp"),
                        99, new ContainerPort("o", "udp"),
                        443, new ContainerPort("nginx", "tcp")));
    }

    @Test
    void namingTheMainContainerIsTheDefault() {
        assertThat(rules("http: {path: /, target_container: fe}\n").get(0).target())
                .isEqualTo(new Target("fe", 80));
    }

    @Test
    void networkListeners() {
        Manifest manifest = Given.accepted("""
                http: false
                nlb:
                  port: 443/TLS
                  target_port: 80
                  stickiness: true
                  alias: x.example.com
                  healthcheck: {grace_period: 30s}
                  additional_listeners:
                    - {port: 8080/tcp, stickiness: true}
                    - {port: 9090/udp, healthcheck: {port: 80}, deregistration_delay: 59s}
                """);
        Manifest.NetworkLoadBalancer nlb = manifest.nlb().orElseThrow();
        assertThat(nlb.aliases()).containsExactly("x.example.com");
        assertThat(nlb.gracePeriod()).hasValue(30);
        assertThat(nlb.listeners())
                .extracting(NetworkListener::port, NetworkListener::protocol, NetworkListener::target)
                .containsExactly(
                        tuple(443, "TLS", new Target("fe", 80)),
                        tuple(8080, "TCP", new Target("fe", 8080)),
                        tuple(9090, "UDP", new Target("fe", 9090)));
        assertThat(nlb.listeners())
                .extracting(NetworkListener::stickiness)
                .containsExactly(Optional.of(true), Optional.of(true), Optional.empty());
        assertThat(nlb.listeners().get(2).healthcheck().port()).hasValue(80);
        assertThat(nlb.listeners().get(2).healthcheck().path()).isEmpty();
        assertThat(nlb.listeners().get(2).deregistrationDelay()).isEqualTo(59);
        assertThat(manifest.http()).isEmpty();
        assertThat(manifest.ports())
                .isEqualTo(Map.of(
                        80, new ContainerPort("fe", "tcp"),
                        8080, new ContainerPort("fe", "tcp"),
                        9090, new ContainerPort("fe", "udp")));
    }

    @Test
    void aNetworkListenersDefaultIsItsOwnPortAndAContainersOnlyIfItIsNamed() {
        Manifest manifest = Given.accepted("""
                nlb: {port: 443/tls, target_container: nginx, additional_listeners: [{port: 444}]}
                sidecars: {nginx: {image: nginx, port: 81}}
                """);
        List<NetworkListener> listeners = manifest.nlb().orElseThrow().listeners();
        assertThat(listeners.get(0).target()).isEqualTo(new Target("nginx", 81));
        assertThat(listeners.get(0).exposedPort()).isEqualTo(443);
        assertThat(listeners.get(1).target()).isEqualTo(new Target("fe", 444));
        assertThat(manifest.ports().get(443)).isEqualTo(new ContainerPort("nginx", "tcp"));
    }

    @Test
    void aNetworkLoadBalancerOfAGracePeriodAloneIsNone() {
        assertThat(Given.accepted("nlb: {healthcheck: {grace_period: 5s}}\n").nlb())
                .isEmpty();
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

    private static List<Rule> rules(String snippet) {
        return Given.accepted(snippet).http().orElseThrow().rules();
    }
}
