package dev.slipway.aws;

import static dev.slipway.aws.Latches.reaches;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TogetherTest {
    @Test
    void eachOfAFewRunsWhileTheOthersDo() {
        CountDownLatch all = new CountDownLatch(3);
        Supplier<Boolean> meets = () -> {
            all.countDown();
            return reaches(all);
        };

        assertThat(Together.all(List.of(meets, meets, meets))).containsExactly(true, true, true);
    }

    @Test
    void ofManyOnlyEightRunAtOnceAndAllAreDoneInTheirOrder() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch eight = new CountDownLatch(8);
        List<Supplier<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            tasks.add(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                eight.countDown();
                reaches(eight);
                running.decrementAndGet();
                return number;
            });
        }

        assertThat(Together.all(tasks)).isEqualTo(IntStream.range(0, 50).boxed().toList());
        assertThat(most).hasValue(8);
    }

    @Test
    void allAreDoneBeforeTheFirstFailureIsThrown() {
        List<String> done = new ArrayList<>();
        CountDownLatch failed = new CountDownLatch(1);

        assertThatThrownBy(() -> Together.run(
                        () -> {
                            failed.countDown();
                            throw new IllegalStateException("first");
                        },
                        () -> {
                            reaches(failed);
                            done.add("second");
                        },
                        () -> {
                            throw new IllegalStateException("third");
                        }))
                .hasMessage("first")
                .hasSuppressedException(new IllegalStateException("third"));
        assertThat(done).containsExactly("second");
    }

    /** Each task has a thread of its own; the caller's does nothing, so that it could return before the others. */
    @Test
    void anErrorIsThrownOnlyWhenAllAreDone() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(8);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        AtomicInteger doneWhenThrown = new AtomicInteger();
        Thread[] caller = new Thread[1];
        List<Runnable> tasks = new ArrayList<>();
        tasks.add(() -> {
            all.countDown();
            reaches(all);
            throw new AssertionError("first");
        });
        for (int i = 0; i < 7; i++) {
            tasks.add(() -> {
                all.countDown();
                reaches(all);
                if (Thread.currentThread() != caller[0]) {
                    reaches(release);
                }
                done.incrementAndGet();
            });
        }
        caller[0] = new Thread(() -> {
            try {
                Together.run(tasks);
            } catch (AssertionError e) {
                doneWhenThrown.set(done.get());
            }
        });
        caller[0].start();

        caller[0].join(200); // it returns at once, or must not return before the release
        release.countDown();
        caller[0].join();

        assertThat(doneWhenThrown).hasValue(7);
    }

    @Test
    void nothingToDoIsNothingDone() {
        assertThat(Together.all(List.of())).isEmpty();
    }
}
