package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoriesTest {
    /** Of no process: Linux gives numbers up to 2^22. */
    private static final String DEAD = "run-999999999-1";

    @TempDir
    private Path work;

    @Test
    void whatADeadRunLeftGoesAndWhatThisOneHasStays() throws IOException {
        Files.createDirectories(work.resolve(DEAD + "/logs"));
        Files.writeString(work.resolve(DEAD + "/logs/emulator.log"), "x");
        Path first = RunDirectories.create(work);

        Path second = RunDirectories.create(work);

        assertThat(work.resolve(DEAD)).doesNotExist();
        assertThat(first).exists();
        assertThat(second).exists().isNotEqualTo(first);
    }

    @Test
    void runsThatBeginAtTheSameTimeDoNotMindEachOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int round = 0; round < 20; round++) {
            for (int file = 0; file < 100; file++) {
                Files.createDirectories(work.resolve(DEAD + "/logs/" + file));
            }
            CyclicBarrier together = new CyclicBarrier(4);
            List<Future<Path>> created = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                created.add(threads.submit(() -> {
                    together.await();
                    return RunDirectories.create(work);
                }));
            }
            for (Future<Path> one : created) {
                assertThat(one.get()).exists();
            }
            assertThat(work.resolve(DEAD)).doesNotExist();
        }
        threads.shutdown();
    }
}
