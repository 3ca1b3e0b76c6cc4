package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.manifest.Manifest.Alias;
import dev.slipway.manifest.Manifest.ContainerPort;
import dev.slipway.manifest.Manifest.HealthCheck;
import dev.slipway.manifest.Manifest.NetworkListener;
import dev.slipway.manifest.Manifest.Rule;
import dev.slipway.manifest.Manifest.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Manifests whose meaning was found by running Copilot's own engine: rules, targets and listeners. */
class RoutingVectorsTest {
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

    private static List<Rule> rules(String snippet) {
        return Given.accepted(snippet).http().orElseThrow().rules();
    }
}
