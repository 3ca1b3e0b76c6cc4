package dev.slipway.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.bench.Figures.OwnJar;
import dev.slipway.local.bench.Figures.Starts;
import dev.slipway.local.gateway.MeasuredFunction.Cold;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void eachStartIsLessTheWarmInvocationOfItsOwnProcess() {
        Starts starts = Starts.of(
                List.of(cold(900, 1500, 600), cold(1000, 1200, 100), cold(800, 1300, 350), cold(1100, 1400, 200)));

        assertThat(starts.times()).isEqualTo(4);
        assertThat(starts.ready()).isEqualTo(950);
        assertThat(starts.answer()).isEqualTo(1350);
        // The median of 900, 1100, 950 and 1200; the difference of the medians would be 1075.
        assertThat(starts.start()).isEqualTo(1025);
        assertThat(starts.warm()).isEqualTo(275);
    }

    @Test
    void whatWasNotMeasuredIsNoNumber() {
        assertThat(Starts.of(List.of()).start()).isNaN();
    }

    @Test
    void anArtifactThatStartsSlowerThanAJarOfItsOwnHasARatioAboveOne() {
        OwnJar one = new OwnJar("Plan", 9, Starts.of(List.of(cold(1, 1100, 0))), Starts.of(List.of(cold(1, 1000, 0))));

        assertThat(one.ratio()).isEqualTo(1.1);
    }

    private static Cold cold(double ready, double answer, double warm) {
        return new Cold(ready, answer, warm, 0, 0);
    }
}
