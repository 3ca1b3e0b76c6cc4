package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copilot took each of these, and AWS refuses the target group or the task definition. */
class HealthChecksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "healthy_threshold: «1 | healthy_threshold is 1, and AWS takes 2 to 10",
                "unhealthy_threshold: «11 | unhealthy_threshold is 11, and AWS takes 2 to 10",
                "interval: «4s | interval is 4s, and AWS takes 5s to 300s",
                "timeout: «121s | timeout is 121s, and AWS takes 2s to 120s",
                "interval: «5s | makes the timeout of 5s as long as the interval of 5s",
                "timeout: «30s | makes the timeout of 30s as long as the interval of 30s",
                "success_codes: «100 | has codes that Elastic Load Balancing refuses: 100",
                "success_codes: «2xx | has codes that Elastic Load Balancing refuses: 2xx",
                "path: «http://localhost/health | looks like an address",
                "path: «/a b | is a path that Elastic Load Balancing refuses"
            })
    void ofLoadBalancersAreWarnedOf(String check, String message) {
        Given.warned("http: {path: /, healthcheck: {" + check + "}}\n", "health-check", message);
    }

    @Test
    void ofEveryRuleAndListener() {
        Given.warned(
                "http: {path: /, healthcheck: «http://localhost/health}\n", "health-check", "looks like an address");
        Given.warned(
                "http: {path: /, additional_rules: [{path: a, healthcheck: {interval: «301s}}]}\n",
                "health-check",
                "http.additional_rules[0].healthcheck.interval is 301s");
        Given.warned(
                "nlb: {port: 81, healthcheck: {healthy_threshold: «0}}\n",
                "health-check",
                "nlb.healthcheck.healthy_threshold");
        Given.warned(
                "http: {path: /, version: grpc, healthcheck: {success_codes: «'200'}}\n",
                "health-check",
                "refuses: 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "success_codes: 200",
                "success_codes: '200,301'",
                "success_codes: 200-399",
                "success_codes: '200-299,302'",
                "path: '/a?b=%20c'",
                "interval: 10s, timeout: 9s",
                "grace_period: 29m",
                "healthy_threshold: 2, unhealthy_threshold: 10"
            })
    void whatAwsTakesIsNotWarnedOf(String check) {
        assertThat(Given.read("http: {path: /, healthcheck: {" + check + "}}\n").problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"interval: «1s", "timeout: «61s", "start_period: «301s", "retries: «0", "retries: «11"})
    void ofContainersAreWarnedOf(String check) {
        Given.warned("image: {location: a, port: 1, healthcheck: {" + check + "}}\n", "health-check", "and AWS takes");
        Given.warned("sidecars: {s: {image: a, healthcheck: {" + check + "}}}\n", "health-check", "and AWS takes");
    }

    @Test
    void aGracePeriodEndsBeforeTheRollout() {
        Given.warned(
                "http: {path: /, healthcheck: {grace_period: «30m}}\n",
                "health-check",
                "http.healthcheck.grace_period is 1800s, and the rollout is given up after 1800s");
        Given.warned(
                "nlb: {port: 81, healthcheck: {grace_period: «2m}}\ndeployment: {timeout: 1m}\n",
                "health-check",
                "nlb.healthcheck.grace_period is 120s");
    }
}
