package dev.slipway.conformance;

import static dev.slipway.conformance.Vector.HTTP;
import static dev.slipway.conformance.Vector.IMAGE;
import static dev.slipway.conformance.Vector.list;
import static dev.slipway.conformance.Vector.text;
import static dev.slipway.conformance.Vector.values;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Copilot's own engine makes of small manifests: how requests arrive. */
class TrafficVectorsTest {

    @Test
    void theSmallestManifest() {
        Vector vector = Vector.plain(IMAGE + HTTP);

        assertThat(vector.targetGroups()).singleElement().satisfies(group -> {
            assertThat(text(group, "protocol", "port", "healthcheckpath")).isEqualTo("HTTP 80 /");
            assertThat(text(group.path("attributes"), "deregistration_delay.timeout_seconds", "stickiness.enabled"))
                    .isEqualTo("60 false");
        });
        assertThat(vector.rules()).singleElement().satisfies(rule -> {
            assertThat(Vector.action(rule)).isEqualTo("forward 80");
            assertThat(values(rule, "host-header")).isEmpty();
            assertThat(values(rule, "path-pattern")).containsExactly("/*");
        });
        assertThat(vector.records()).isEmpty();
    }

    @Test
    void aDomainBringsHttpsARedirectAndARecord() {
        Vector vector = Vector.withDomain(IMAGE + HTTP);

        assertThat(vector.rules()).extracting(Vector::action).containsExactlyInAnyOrder("forward 443", "redirect 80");
        assertThat(vector.rules()).allSatisfy(rule -> assertThat(values(rule, "host-header"))
                .containsExactly("fe.test.my-app.example.com"));
        assertThat(vector.records())
                .extracting(record -> text(record, "type", "name"))
                .containsExactly("A fe.test.my-app.example.com");
    }

    @Test
    void aliasesTakeThePlaceOfTheDefaultHostAndItsRecord() {
        Vector vector = Vector.withDomain(
                IMAGE + "http: {path: /, alias: [a.example.com, b.example.com], redirect_to_https: false}\n");

        assertThat(vector.rules()).extracting(Vector::action).containsExactlyInAnyOrder("forward 443", "forward 80");
        assertThat(vector.rules()).allSatisfy(rule -> assertThat(values(rule, "host-header"))
                .containsExactly("a.example.com", "b.example.com"));
        assertThat(vector.records()).isEmpty();
    }

    /** Beyond Copilot, which forgets the zones of additional rules. */
    @Test
    void recordsAreWrittenInEveryZoneThatTheManifestNames() {
        Vector vector = Vector.withCertificates(IMAGE + """
                http:
                  path: /
                  hosted_zone: ZDEF
                  alias: [{name: a.ex.com}, {name: b.ex.com, hosted_zone: ZB}, {name: b.ex.com, hosted_zone: ZB}]
                  additional_rules: [{path: x, alias: c.ex.com, hosted_zone: ZC}]
                """);

        assertThat(vector.records())
                .extracting(record -> text(record, "hostedzoneid", "name"))
                .containsExactlyInAnyOrder("ZDEF a.ex.com", "ZB b.ex.com", "ZC c.ex.com");
    }

    @Test
    void port443IsSpokenToInHttpsAndAHealthCheckOnAnotherPortInHttp() {
        JsonNode group = Vector.plain("""
                        image: {location: nginx, port: 443}
                        http:
                          path: /
                          version: GRPC
                          healthcheck: {path: hc, port: 8443, healthy_threshold: 0, interval: 10500ms}
                        """).targetGroups().get(0);

        assertThat(text(group, "protocol", "port", "protocolversion")).isEqualTo("HTTPS 443 GRPC");
        assertThat(text(group, "healthcheckprotocol", "healthcheckport", "healthcheckpath"))
                .isEqualTo("HTTP 8443 /hc");
        assertThat(text(group, "healthythresholdcount", "healthcheckintervalseconds"))
                .isEqualTo("0 10");
    }

    @Test
    void aHealthCheckOnPort443SpeaksHttps() {
        JsonNode group = Vector.plain(IMAGE + "http: {path: /, healthcheck: {port: 443}}\n")
                .targetGroups()
                .get(0);

        assertThat(text(group, "protocol", "port", "healthcheckprotocol")).isEqualTo("HTTP 80 HTTPS");
    }

    @ParameterizedTest
    @CsvSource({"'', /*", "/, /*", "a/*, /a/* /a/*/*", "/b/, /b/ /b//*", "*, /* /*/*"})
    void pathsBecomePatterns(String path, String patterns) {
        JsonNode rule = Vector.plain(IMAGE + "http: {path: '%s'}\n".formatted(path))
                .rules()
                .get(0);

        assertThat(String.join(" ", values(rule, "path-pattern"))).isEqualTo(patterns);
    }

    @Test
    void everyTargetOpensItsPort() {
        Vector vector = Vector.plain(IMAGE + """
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

        assertThat(list(vector.ecsService().path("loadbalancers")))
                .extracting(one -> text(one, "containername", "containerport"))
                .containsExactlyInAnyOrder("fe 8081", "fe 8082", "nginx 9000", "nginx 81", "nginx 81");
        assertThat(vector.ports(0)).containsExactly("80/tcp", "8081/tcp target", "8082/tcp");
        assertThat(vector.ports(1)).containsExactly("81/tcp", "9000/tcp");
    }

    @Test
    void aSidecarThatIsTheTargetAnswersServiceConnectToo() {
        Vector vector = Vector.plain(IMAGE + """
                http: {path: /, target_container: nginx}
                sidecars: {nginx: {image: nginx, port: 443}, o: {image: o, port: 99/udp}}
                network: {connect: true}
                """);

        assertThat(text(vector.targetGroups().get(0), "protocol", "port", "healthcheckprotocol"))
                .isEqualTo("HTTPS 443 HTTPS");
        assertThat(vector.ports(0)).containsExactly("80/tcp");
        assertThat(vector.ports(1)).containsExactly("443/tcp target");
        assertThat(vector.ports(2)).containsExactly("99/udp");
    }

    @Test
    void aNetworkLoadBalancer() {
        Vector vector = Vector.withDomain(IMAGE + """
                http: false
                nlb:
                  port: 443/tls
                  target_port: 80
                  stickiness: true
                  alias: x.example.com
                  additional_listeners:
                    - {port: 8080/tcp, stickiness: true}
                    - {port: 9090/udp, healthcheck: {port: 80}}
                """);

        assertThat(vector.networkListeners())
                .extracting(one -> text(one, "protocol", "port", "sslpolicy"))
                .containsExactly("TLS 443 ELBSecurityPolicy-TLS13-1-2-2021-06", "TCP 8080 ", "UDP 9090 ");
        assertThat(vector.targetGroups())
                .extracting(group -> text(group, "protocol", "port", "healthcheckport") + " "
                        + text(group.path("attributes"), "stickiness.enabled"))
                .containsExactly("TCP 80 traffic-port ", "TCP 8080 traffic-port true", "UDP 9090 80 ");
        assertThat(list(vector.securityGroups().get(0).path("securitygroupingress")))
                .extracting(one -> text(one, "ipprotocol", "fromport", "toport"))
                .containsExactlyInAnyOrder("TCP 443 443", "TCP 8080 8080", "UDP 9090 9090");
        assertThat(vector.variables()).doesNotContainKey("COPILOT_LB_DNS");
    }
}
