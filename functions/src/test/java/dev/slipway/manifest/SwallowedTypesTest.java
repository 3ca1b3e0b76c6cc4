package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Copilot took each of these for something else than what was written, without a word. */
class SwallowedTypesTest {

    @Test
    void aDelayWithoutUnit() {
        assertThat(refused(
                                "http: {path: /, deregistration_delay: «60}\n",
                                "http.deregistration_delay must be a duration")
                        .hint())
                .contains("write 60s for seconds");
    }

    @Test
    void sourceIpsThatAreNoList() {
        assertThat(refused(
                                "http: {path: /, allowed_source_ips: «10.0.0.0/8}\n",
                                "http.allowed_source_ips must be a list")
                        .hint())
                .contains("write it as a list: [10.0.0.0/8]");
    }

    @Test
    void aRedirectInQuotes() {
        assertThat(refused("http: {path: /, redirect_to_https: «'true'}\n", "must be true or false")
                        .hint())
                .contains("leave the quotes away");
    }

    @Test
    void aStickinessInWords() {
        refused("http: {path: /, stickiness: «\"yes please\"}\n", "http.stickiness must be true or false");
    }

    @Test
    void aTargetPortInQuotes() {
        refused("http: {path: /, target_port: «'8080'}\n", "http.target_port must be a whole number from 0 to 65535");
    }

    @Test
    void additionalRulesThatAreNoList() {
        assertThat(refused("http: {path: /, «additional_rules: {path: x}}\n", "must be a list, not a map")
                        .hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("- "));
    }

    @Test
    void aPathThatIsAList() {
        refused("http: {«path: [a, b]}\n", "http.path must be a text, not a list");
    }

    @Test
    void anAliasOfTextsAndMaps() {
        refused("http: {path: /, «alias: [a.com, {name: b.com}]}\n", "must be all texts or all maps");
    }

    @Test
    void aSpotCountInQuotes() {
        refused("count: {spot: «'3'}\n", "count.spot must be a whole number");
    }

    @Test
    void aCooldownWithoutUnit() {
        refused(
                "count: {range: 1-4, cpu_percentage: 50, cooldown: {in: «60}}\n",
                "count.cooldown.in must be a duration");
    }

    @Test
    void aMinimumInQuotes() {
        refused("count: {range: {min: «'1', max: 4}, cpu_percentage: 50}\n", "count.range.min must be a whole number");
    }

    @Test
    void groupsThatAreNoList() {
        refused("network: {vpc: {security_groups: {deny_default: 'yes', groups: «sg-1}}}\n", "groups must be a list");
    }

    @Test
    void iamInQuotes() {
        refused(
                "storage: {volumes: {v: {path: /v, efs: {id: fs-1, auth: {iam: «'true'}}}}}\n",
                "iam must be true or false");
    }

    @Test
    void cacheFromThatIsNoList() {
        refused("image: {build: {dockerfile: D, cache_from: «x}, port: 80}\n", "cache_from must be a list");
    }

    @Test
    void theSameInTheOtherFieldsWithTwoForms() {
        refused("platform: {osfamily: linux, «architecture: [x]}\n", "architecture must be a text");
        refused("network: {connect: {«alias: [x]}}\n", "network.connect.alias must be a text");
        refused("exec: {enable: «'true'}\n", "exec.enable must be true or false");
        refused(
                "publish: {topics: [{name: a, fifo: {content_based_deduplication: «'true'}}]}\n",
                "must be true or false");
        refused("network: {vpc: {placement: {subnets: «s-1}}}\n", "subnets must be a list or a map");
    }

    private static Problem refused(String snippet, String message) {
        return Given.refused(snippet, "wrong-type", message);
    }
}
