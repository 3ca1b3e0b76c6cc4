package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    @ParameterizedTest
    @CsvSource({"0, 0.0 s", "840, 0.8 s", "9949, 9.9 s", "9951, 10 s", "119400, 119 s", "125000, 2 min 05 s"})
    void aDurationIsAsPreciseAsItNeedsToBe(long millis, String words) {
        assertThat(Wording.of(Duration.ofMillis(millis))).isEqualTo(words);
    }
}
