package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Manifest.Count;
import dev.slipway.manifest.Manifest.Scaling;
import dev.slipway.manifest.Manifest.ScalingMetric;
import dev.slipway.manifest.Manifest.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Where Slipway deliberately does what Copilot did, or deliberately does not. */
class QuirksTest {

    @Test
    void execThatIsNotEnabledIsOff() {
        Given.warned("«exec: {enable: false}\n", "no-effect", "with Copilot {enable: false} had turned it on");
        assertThat(Given.accepted("exec: {enable: false}\n").exec()).isFalse();
        assertThat(Given.accepted("exec: {enable: true}\n").exec()).isTrue();
        Given.refused("«exec: {}\n", "missing", "exec.enable must be given");
    }

    @Test
    void textsArePassedAsTheyAre() {
        Manifest manifest = Given.accepted("""
                command: ["a: b", "a # b", "'q'", "*"]
                nlb: {port: 81, alias: '*.example.com'}
                sidecars: {s: {image: "a # b", command: "x 'a: b'"}}
                secrets: {A: "'a'", B: '"b"', C: "'c", D: "a: b", E: "'"}
                """);
        assertThat(manifest.command()).containsExactly("a: b", "a # b", "'q'", "*");
        assertThat(manifest.nlb().orElseThrow().aliases()).containsExactly("*.example.com");
        assertThat(manifest.sidecars().get("s").image()).contains("a # b");
        assertThat(manifest.sidecars().get("s").command()).containsExactly("x", "a: b");
        assertThat(manifest.secrets())
                .isEqualTo(Map.of(
                        "A", new Secret.Reference("a"),
                        "B", new Secret.Reference("b"),
                        "C", new Secret.Reference("'c"),
                        "D", new Secret.Reference("a: b"),
                        "E", new Secret.Reference("'")));
    }

    @Test
    void aFractionOfACooldownIsRoundedUp() {
        assertThat(Given.accepted("count: {range: 1-2, requests: {value: 5, cooldown: {in: 1500ms, out: 100ms}}}\n")
                        .count())
                .isEqualTo(new Count.Range(
                        1, 2, OptionalInt.empty(), List.of(new Scaling(ScalingMetric.REQUESTS, 5, 2, 1))));
    }

    @Test
    void iamStaysOffBesideAnAccessPointAndThatIsSaid() {
        Given.warned(
                "storage: {volumes: {v: {path: /v, efs: {id: fs-1, «auth: {access_point_id: a}}}}}\n",
                "no-effect",
                "IAM stays off as it did with Copilot");
    }

    @Test
    void volumesAreReadOnlyUnlessTheySayOtherwise() {
        Manifest manifest = Given.accepted("storage: {volumes: {v: {path: /v, efs: true}}}\n"
                + "sidecars: {s: {image: x, mount_points: [{source_volume: v, path: /w}]}}\n");
        assertThat(manifest.storage().volumes().get("v").readOnly()).isTrue();
        assertThat(manifest.sidecars().get("s").mountPoints().get(0).readOnly()).isTrue();
    }

    @Test
    void theZoneOfAnAdditionalRuleCounts() {
        assertThat(Given.accepted(
                                "http: {path: /, additional_rules: [{path: a, alias: [a.com, b.com], hosted_zone: Z}]}\n")
                        .http()
                        .orElseThrow()
                        .rules()
                        .get(1)
                        .aliases())
                .extracting(Manifest.Alias::hostedZone)
                .containsExactly(Optional.of("Z"), Optional.of("Z"));
    }

    @Test
    void anOverrideOfNothingButAnotherLoadBalancerIsTaken() {
        assertThat(Given.accepted("environments: {test: {http: {alb: mine}}}\n")
                        .http()
                        .orElseThrow()
                        .alb())
                .contains("mine");
    }

    @Test
    void tracingByAnotherVendorIsIgnoredAndThatIsSaid() {
        Given.warned(
                "observability: {tracing: «zipkin}\n",
                "no-effect",
                "observability.tracing has no effect with this value");
        assertThat(Given.accepted("observability: {tracing: AWSXRay}\n").tracing())
                .isTrue();
    }

    @Test
    void imagesThatAreBuiltHaveNoLocation() {
        Manifest manifest = Given.accepted("""
                image:
                  build: {dockerfile: D, context: ., target: t, cache_from: [a], args: {A: 1}}
                  port: 80
                sidecars: {s: {image: {build: {dockerfile: E}}}}
                """);
        assertThat(manifest.image().location()).isEmpty();
        assertThat(manifest.sidecars().get("s").image()).isEmpty();
    }

    @Test
    void connectTakesTheServicesNameOrItsAlias() {
        assertThat(Given.accepted("network: {connect: true}\n").network().connect())
                .contains("fe");
        assertThat(Given.accepted("network: {connect: {alias: api}}\n")
                        .network()
                        .connect())
                .contains("api");
        assertThat(Given.accepted("").network().connect()).isEmpty();
    }
}
