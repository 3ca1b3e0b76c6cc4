package dev.slipway.resource;

import static dev.slipway.aws.Latches.reaches;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.aws.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ArnsTest {
    private final Arns plan = new Arns(Optional.empty());
    private final AtomicInteger readings = new AtomicInteger();

    @Test
    void aPlanReadsOnceWhatManyAskFor() {
        List<Supplier<Integer>> asking = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            asking.add(() -> plan.once("target groups", readings::incrementAndGet));
        }

        assertThat(Together.all(asking)).containsOnly(1);
    }

    /** Enough names for some to share a bin of a hash map, one of which kept the others waiting. */
    @Test
    void whatIsReadDoesNotWaitForWhatElseIsRead() {
        CountDownLatch all = new CountDownLatch(8);
        List<Supplier<Boolean>> asking = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            // 16 bins, at first: these differ by multiples of 16.
            String name = Character.toString('a' + 16 * i);
            asking.add(() -> plan.once(name, () -> {
                all.countDown();
                return reaches(all);
            }));
        }

        assertThat(Together.all(asking)).containsOnly(true);
    }

    @Test
    void whatFailedFailsForEverybodyWhoAsks() {
        Supplier<Integer> failing = () -> {
            throw new IllegalStateException("refused " + readings.incrementAndGet());
        };

        assertThatThrownBy(() -> plan.once("target groups", failing)).hasMessage("refused 1");
        assertThatThrownBy(() -> plan.once("target groups", failing)).hasMessage("refused 1");
    }

    @Test
    void whatCarriesAPlanOutReadsAnewEachTime() {
        Arns step = new Arns(Map.of());

        assertThat(List.of(
                        step.once("target groups", readings::incrementAndGet),
                        step.once("target groups", readings::incrementAndGet)))
                .containsExactly(1, 2);
    }
}
