package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Copilot refuses about numbers of tasks and their scaling. */
class CountRulesTest {
    @Test
    void aWorkersMetricIsRefused() {
        Given.refused(
                "count: {range: 1-2, requests: 1, «queue_delay: {msg_processing_time: 1s}}\n",
                "unsupported",
                "queue_delay");
    }

    @Test
    void spotAndRangeExcludeEachOther() {
        Given.refused(
                "count: {spot: «1, range: 1-2, cpu_percentage: 5}\n",
                "conflict",
                "cannot stand beside range and metrics");
        Given.refused("count: {spot: «1, cpu_percentage: 5}\n", "conflict", "cannot stand beside range and metrics");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1-", "a-b", "1-2-3", "-1-2", "1 - 2"})
    void aRangeIsTwoNumbers(String range) {
        Given.refused(
                "count: {range: «" + range + ", cpu_percentage: 5}\n",
                "invalid-value",
                "must be the fewest and the most tasks");
    }

    @Test
    void aRangeHasAMinimumNotAboveItsMaximum() {
        Given.refused(
                "count: {range: «4-1, cpu_percentage: 5}\n",
                "invalid-value",
                "minimum of 4 that is above its maximum of 1");
        Given.refused("count: {«range: {min: 4, max: 1}, cpu_percentage: 5}\n", "invalid-value", "minimum of 4");
        Given.refused("count: {«range: {max: 1}, cpu_percentage: 5}\n", "missing", "count.range.min must be given");
        Given.refused("count: {«range: {min: 1}, cpu_percentage: 5}\n", "missing", "count.range.max must be given");
        Given.refused(
                "count: {range: {min: «-1, max: 4}, cpu_percentage: 5}\n", "invalid-value", "must not be negative");
        Given.refused(
                "count: {range: {min: 1, max: 4, spot_from: «-1}, cpu_percentage: 5}\n",
                "invalid-value",
                "must not be negative");
    }

    @Test
    void metricsAndRangeNeedEachOther() {
        Given.refused("«count: {cpu_percentage: 5}\n", "missing", "count.range must be given");
        Given.refused("count: {range: «1-2}\n", "missing", "count.range needs something to scale by");
        Given.refused("count: {«cooldown: {in: 1s}}\n", "missing", "count.cooldown needs something to scale by");
        Given.refused("«count: {}\n", "missing", "count must have spot, or range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu_percentage: «101", "memory_percentage: «-1", "cpu_percentage: {value: «101}"})
    void aPercentageIsFromZeroToAHundred(String metric) {
        Given.refused("count: {range: 1-2, " + metric + "}\n", "invalid-value", "must be a percentage from 0 to 100");
    }

    @Test
    void armHasNoSpot() {
        Given.refused("platform: linux/arm64\ncount: {spot: «1}\n", "unsupported", "count.spot does not go with ARM");
        Given.refused(
                "platform: linux/arm64\ncount: {range: {min: 1, max: 2, spot_from: «1}, cpu_percentage: 5}\n",
                "unsupported",
                "count.range.spot_from does not go with ARM");
    }

    @Test
    void countsPortsAndRetentionAreWhatAwsTakes() {
        Given.refused("count: «-1\n", "invalid-value", "count must not be negative");
        Given.refused("count: {spot: «-1}\n", "invalid-value", "count.spot must not be negative");
        Given.refused("image: {location: a, port: «0}\n", "invalid-value", "image.port must be a port from 1 to 65535");
        Given.refused(
                "http: {path: /, target_port: «0}\n",
                "invalid-value",
                "http.target_port must be a port from 1 to 65535");
        Given.refused(
                "nlb: {port: 81, target_port: «-1}\n",
                "invalid-value",
                "nlb.target_port must be a port from 1 to 65535");
        assertThat(Given.refused("logging: {retention: «31}\n", "invalid-value", "not 31")
                        .hint())
                .contains("the nearest is 30");
    }

    @Test
    void aMetricHasAValue() {
        Given.refused(
                "count: {range: 1-2, «cpu_percentage: {cooldown: {in: 1s}}}\n",
                "missing",
                "count.cpu_percentage.value must be given");
        Given.refused("count: {range: 1-2, requests: «-1}\n", "invalid-value", "must not be negative");
    }
}
