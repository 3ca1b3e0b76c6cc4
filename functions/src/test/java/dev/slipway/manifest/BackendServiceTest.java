package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Manifest.Target;
import dev.slipway.manifest.Manifest.Type;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is different about a service without a public load balancer. */
class BackendServiceTest {
    private static final String BACKEND = "type: Backend Service\nhttp:\n";

    @Test
    void neitherPortNorLoadBalancerIsNeeded() {
        Manifest manifest = Given.accepted(BACKEND + "image: {location: a}\n");
        assertThat(manifest.type()).isEqualTo(Type.BACKEND_SERVICE);
        assertThat(manifest.image().port()).isEmpty();
        assertThat(manifest.http()).isEmpty();
        assertThat(manifest.ports()).isEmpty();
    }

    @Test
    void httpIsAMap() {
        Given.refused(
                "type: Backend Service\nhttp: «false\n", "wrong-type", "http must be a map for a Backend Service");
        Given.refused("type: Backend Service\nhttp: «true\n", "wrong-type", "http must be false or a map");
        assertThat(Given.accepted("type: Backend Service\nhttp: {path: api}\n")
                        .http()
                        .orElseThrow()
                        .rules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.target()).isEqualTo(new Target("fe", 80)));
    }

    @Test
    void httpNeedsAPort() {
        Given.refused(
                "type: Backend Service\nimage: {location: a}\n«http: {path: /}\n",
                "missing",
                "needs a port to send requests to");
        Given.accepted("type: Backend Service\nimage: {location: a}\nhttp: {path: /, target_port: 80}\n");
        Given.accepted("type: Backend Service\nimage: {location: a}\nhttp: {path: /, target_container: s}\n"
                + "sidecars: {s: {image: x, port: 80}}\n");
    }

    @Test
    void whatOnlyAWebServiceHasIsIgnoredAndThatIsSaid() {
        Given.warned(BACKEND + "«nlb: {port: 80}\n", "unknown-key", "nlb is no field of a Backend Service");
        Given.warned("type: Backend Service\nhttp: {path: /, alb: «mine}\n", "no-effect", "http.alb has no effect");
        Given.warned(
                "type: Backend Service\nhttp: {path: /, redirect_to_https: «false}\n",
                "no-effect",
                "redirect_to_https has no effect");
        assertThat(Given.accepted(BACKEND + "nlb: {port: 80}\n").nlb()).isEmpty();
    }

    @Test
    void aConnectAliasNeedsAPort() {
        Given.refused(
                BACKEND + "image: {location: a}\nnetwork: {connect: {alias: «x}}\n",
                "missing",
                "network.connect.alias needs a port");
        Given.accepted(BACKEND + "image: {location: a}\nnetwork: {connect: true}\n");
        Given.accepted(BACKEND + "network: {connect: {alias: x}}\n");
    }

    @Test
    void requestMetricsNeedHttp() {
        Given.refused(BACKEND + "count: {range: 1-2, requests: «5}\n", "missing", "count.requests needs http");
        Given.refused(
                BACKEND + "count: {range: 1-2, response_time: «5s}\n", "missing", "count.response_time needs http");
        Given.accepted("type: Backend Service\nhttp: {path: /}\ncount: {range: 1-2, requests: 5}\n");
    }

    @Test
    void anOverrideCanBringTheLoadBalancer() {
        assertThat(Given.accepted(BACKEND + "environments: {test: {http: {path: /}}}\n")
                        .http())
                .isPresent();
    }

    @Test
    void aWorkerHasNoPorts() {
        assertThat(Given.accepted(BACKEND + "image: {location: a}\nsidecars: {s: {image: x, port: 9/udp}}\n")
                        .ports())
                .isEqualTo(Map.of(9, new Manifest.ContainerPort("s", "udp")));
    }
}
