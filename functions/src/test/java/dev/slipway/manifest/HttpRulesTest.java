package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Copilot refuses about load balancers, each with its place. */
class HttpRulesTest {

    @Test
    void somethingMustLeadToAWebService() {
        Given.refused("http: «false\n", "missing", "nothing leads to this service");
        Reading absent = ManifestReader.read(
                "name: fe\ntype: Load Balanced Web Service\nimage: {location: a, port: 1}\nnlb: {port: 80}\n",
                "a",
                "e",
                Map.of());
        assertThat(absent.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("http");
            assertThat(problem.code()).isEqualTo("missing");
        });
    }

    @Test
    void theGracePeriodBelongsToTheWholeService() {
        Given.refused(
                "http: {path: /, additional_rules: [{path: a, healthcheck: {grace_period: «1s}}]}\n",
                "unsupported",
                "http.additional_rules[0].healthcheck.grace_period belongs to the whole service");
        Given.refused(
                "nlb: {port: 81, additional_listeners: [{port: 82, healthcheck: {grace_period: «1s}}]}\n",
                "unsupported",
                "nlb.additional_listeners[0].healthcheck.grace_period");
        Given.refused(
                "http: {path: /, healthcheck: {grace_period: 1s}}\nnlb: {port: 81, healthcheck: {grace_period: «1s}}\n",
                "conflict",
                "a service has one grace period");
    }

    @Test
    void aNetworkLoadBalancerCountsNoRequests() {
        Given.refused(
                "http: false\nnlb: {port: 80}\ncount: {range: 1-2, requests: «5}\n", "unsupported", "count.requests");
        Given.refused(
                "http: false\nnlb: {port: 80}\ncount: {range: 1-2, response_time: «5s}\n",
                "unsupported",
                "count.response_time");
    }

    @Test
    void aRuleHasAPath() {
        Given.refused("«http: {alias: a.com}\n", "missing", "http.path must be given");
        Given.refused(
                "http: {path: /, additional_rules: [«{alias: a.com}]}\n", "missing", "http.additional_rules[0].path");
    }

    @Test
    void anAliasHasAName() {
        Given.refused("http: {path: /, alias: [«{hosted_zone: Z}]}\n", "missing", "http.alias[0].name must be given");
        Given.refused("http: {path: /, alias: «''}\n", "missing", "http.alias must be given");
    }

    @Test
    void sourceIpsAreRanges() {
        assertThat(Given.refused(
                                "http: {path: /, allowed_source_ips: [10.0.0.0/8, «1.1.1.1]}\n",
                                "invalid-value",
                                "allowed_source_ips[1]")
                        .hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("/32"));
    }

    @Test
    void theVersionIsOneOfThree() {
        Given.refused(
                "http: {path: /, version: «http3}\n", "invalid-value", "must be grpc, http1 or http2, not \"http3\"");
    }

    @Test
    void aHostedZoneNeedsAnAlias() {
        Given.refused("http: {path: /, hosted_zone: «Z}\n", "missing", "http.hosted_zone needs an alias");
        Given.refused(
                "http: {path: /, additional_rules: [{path: a, hosted_zone: «Z}]}\n",
                "missing",
                "hosted_zone needs an alias");
    }

    @Test
    void aRuleHasFiveConditionsAtMost() {
        Given.accepted("http: {path: /, alias: [a.b, c.d, e.f, g.h]}\n");
        Given.refused("«http: {path: /, alias: [a.b, c.d, e.f, g.h, i.j]}\n", "invalid-value", "has 6 conditions");
        Given.accepted("http: {path: x, alias: [a.b, c.d], allowed_source_ips: [10.0.0.0/8]}\n");
        Given.refused(
                "«http: {path: x, alias: [a.b, c.d, e.f], allowed_source_ips: [10.0.0.0/8]}\n",
                "invalid-value",
                "has 6 conditions");
        // Copilot lets this one through, and AWS refuses it.
        Given.refused("«http: {path: x, alias: [a.b, c.d, e.f, g.h]}\n", "invalid-value", "has 6 conditions");
        Given.refused(
                "http: {path: /, additional_rules: [«{path: x, alias: [a.b, c.d, e.f, g.h]}]}\n",
                "invalid-value",
                "http.additional_rules[0] has 6 conditions");
    }

    @Test
    void oneSpellingOfTargetContainer() {
        Given.refused(
                "http: {path: /, target_container: s, targetContainer: «s}\nsidecars: {s: {image: x, port: 1}}\n",
                "conflict",
                "is the old spelling of target_container");
        assertThat(Given.accepted("http: {path: /, targetContainer: s}\nsidecars: {s: {image: x, port: 1}}\n")
                        .http()
                        .orElseThrow()
                        .rules()
                        .get(0)
                        .target())
                .isEqualTo(new Manifest.Target("s", 1));
    }

    @Test
    void aNetworkListenerHasAPortAndAKnownProtocol() {
        Given.refused("«nlb: {stickiness: true}\n", "missing", "nlb.port must be given");
        Given.refused("nlb: {port: «80/http}\n", "invalid-value", "none of tcp, tls, udp: http");
        Given.refused("nlb: {port: «80/tcp/udp}\n", "invalid-value", "must be a port, or a port and a protocol");
        Given.refused("nlb: {port: «70000}\n", "invalid-value", "must be a port from 1 to 65535");
        Given.refused(
                "nlb: {port: 81, additional_listeners: [{port: «x}]}\n",
                "invalid-value",
                "additional_listeners[0].port");
    }

    @Test
    void aNetworkAliasHasNoHostedZone() {
        Given.refused(
                "nlb: {port: 81, alias: [{name: a.com, hosted_zone: «Z}]}\n",
                "unsupported",
                "not supported for a Network");
    }

    @Test
    void aTargetContainerExistsAndHasAPort() {
        Given.refused(
                "http: {path: /, target_container: «s}\n", "invalid-value", "names a container that does not exist: s");
        Given.refused(
                "http: {path: /, target_container: «s, target_port: 90}\nsidecars: {s: {image: x}}\n",
                "invalid-value",
                "http.target_container names a container that has no port: s");
        Given.refused(
                "http: {path: /, additional_rules: [{path: a, target_container: «s}]}\n",
                "invalid-value",
                "http.additional_rules[0].target_container");
        Given.refused("nlb: {port: 81, target_container: «s}\n", "invalid-value", "nlb.target_container");
        Given.refused(
                "nlb: {port: 81, additional_listeners: [{port: 82, target_container: «s}]}\n",
                "invalid-value",
                "nlb.additional_listeners[0].target_container");
    }

    @Test
    void twoContainersCannotOpenOnePort() {
        Given.refused(
                "sidecars: {a: {image: x, port: 90}, b: {image: y, port: «90}}\n",
                "conflict",
                "makes containers a and b open the same port 90");
        Given.refused(
                "http: {path: /, target_container: b, target_port: «90}\n"
                        + "sidecars: {a: {image: x, port: 90}, b: {image: y, port: 91}}\n",
                "conflict",
                "a and b open the same port 90");
        Given.refused(
                "nlb: {port: «90, target_container: fe}\nsidecars: {a: {image: x, port: 90}}\n",
                "conflict",
                "a and fe open the same port 90");
        Given.refused(
                "image: {location: a, port: «90}\nsidecars: {a: {image: x, port: 90}}\n",
                "conflict",
                "a and fe open the same port 90");
        Given.refused(
                "image: {location: a, port: «90}\nhttp: {path: /, target_container: a}\nsidecars: {a: {image: x, port: 90}}\n",
                "conflict",
                "a and fe open the same port 90");
        Given.accepted("nlb: {port: 80/udp, healthcheck: {port: 81}}\nhttp: {path: /, healthcheck: {port: 81}}\n");
    }

    @Test
    void onePortHasOneProtocol() {
        Given.refused(
                "nlb: {port: «90/udp, healthcheck: {port: 80}}\nsidecars: {a: {image: x, port: 90}}\n",
                "conflict",
                "for udp");
        Given.refused(
                "http: {path: /, target_port: «90, healthcheck: {port: 80}}\nsidecars: {a: {image: x, port: 90/udp}}\n",
                "conflict",
                "opens port 90 of container a for tcp, and it is open for udp already");
    }

    @Test
    void aHealthCheckCannotAskAUdpPort() {
        Given.refused("«nlb: {port: 90/udp}\n", "invalid-value", "leads to a health check at port 90");
        Given.accepted("nlb: {port: 90/udp, healthcheck: {port: 80}}\n");
        Given.refused(
                "http: {path: /, healthcheck: {port: «90}}\nsidecars: {a: {image: x, port: 90/udp}}\n",
                "invalid-value",
                "which container a opens for udp");
        Given.refused(
                "nlb: {port: 81, healthcheck: {port: «90}, additional_listeners: [{port: 90/udp, healthcheck: {port: 80}}]}\n",
                "invalid-value",
                "leads to a health check at port 90");
    }

    @Test
    void rulesWithTheSameConditionsAreNotTwoRules() {
        Given.refused(
                "http: {path: /a, additional_rules: [«{path: a, target_container: s}]}\nsidecars: {s: {image: x, port: 1}}\n",
                "conflict",
                "same conditions as another rule");
        Given.warned(
                "http: {path: /, additional_rules: [«{path: ''}]}\n", "no-effect", "same conditions as another rule");
        assertThat(Given.read("http: {path: a, additional_rules: [{path: a, alias: b.com}]}\n")
                        .problems())
                .isEmpty();
    }

    @Test
    void httpTrueIsRefusedInTheBaseAndInAnOverride() {
        assertThat(Given.refused("http: «true\n", "wrong-type", "http must be false or a map, not true")
                        .hint())
                .contains("write the rule itself: a map that has a path");
        Given.refused("environments: {test: {http: «true}}\n", "wrong-type", "environments.test.http");
        Given.refused("environments: {prod: {http: «yes}}\n", "wrong-type", "environments.prod.http");
    }

    @Test
    void whatNoLoadBalancerCanMatchIsRefused() {
        Given.refused("http: {path: /, alias: «https://a.com}\n", "invalid-value", "is no host name");
        Given.refused("http: {path: /, alias: «localhost}\n", "invalid-value", "is no host name");
        Given.refused("http: {path: «/a b}\n", "invalid-value", "has a character that no request's path has");
        Given.refused("http: {path: «/é}\n", "invalid-value", "has a character that no request's path has");
        Given.refused("http: {path: «" + "x".repeat(126) + "}\n", "invalid-value", "126 characters at most");
        Given.refused("http: {path: /, deregistration_delay: «2h}\n", "invalid-value", "an hour at most");
        Given.refused("http: {path: /, deregistration_delay: «-5s}\n", "invalid-value", "must be between 0s");
        Given.refused("http: {path: /, healthcheck: {port: «0}}\n", "invalid-value", "must be a port from 1 to 65535");
        Given.refused(
                "nlb: {port: 81, additional_listeners: [{port: «81/tls}]}\n",
                "conflict",
                "another listener has already");
    }
}
