package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.pipeline.FaultCase.Point;
import dev.slipway.local.pipeline.FaultCase.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every AWS call of a deployment fails, one at a time, in every way in which a call can. After each, everything is as it
 * was before or as it was asked to be, nothing is left over, the status says which, and the next upload works.
 */
@Tag("faults")
class FaultMatrixIT {
    private static final int WORKERS = Integer.getInteger("faults.workers", 4);

    private final Account account = Account.get();

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void aFaultLeavesEverythingAsBeforeOrAsAsked(Scenario scenario)
            throws IOException, InterruptedException, ExecutionException {
        FaultCase recorded = new FaultCase(account, scenario, "recorded");
        List<Point> points = recorded.record();
        Queue<FaultCase.Fault> faults = new ConcurrentLinkedQueue<>(sample(points));
        FaultMatrix matrix = new FaultMatrix(scenario, points);

        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            FaultCase worker = new FaultCase(account, scenario, "worker" + i);
            running.add(workers.submit(() -> {
                for (FaultCase.Fault fault = faults.poll(); fault != null; fault = faults.poll()) {
                    Result result = worker.run(fault, recorded.asked());
                    matrix.add(fault, result);
                    System.out.println(matrix.line(fault, result));
                }
            }));
        }
        workers.shutdown();
        for (Future<?> worker : running) {
            worker.get();
        }

        Path report = Path.of("target/fault-matrix-" + scenario.name().toLowerCase() + ".md");
        Files.writeString(report, matrix.table());
        System.out.println(matrix.table());
        assertThat(matrix.failures()).isEmpty();
    }

    /** All, or as many as wanted, others at each run. */
    private static List<FaultCase.Fault> sample(List<Point> points) {
        List<FaultCase.Fault> all = new ArrayList<>();
        for (Point point : points) {
            for (FaultKind kind : FaultKind.values()) {
                all.add(new FaultCase.Fault(point, kind));
            }
        }
        String only = System.getProperty("faults.only", "");
        if (!only.isEmpty()) {
            return all.stream().filter(fault -> fault.toString().matches(only)).toList();
        }
        String wanted = System.getProperty("faults.sample", "40");
        if (wanted.equals("all")) {
            return all;
        }
        long seed = Long.getLong("faults.seed", 0);
        seed = seed == 0 ? System.nanoTime() : seed;
        System.out.println("faults.seed=" + seed);
        Collections.shuffle(all, new Random(seed));
        return all.subList(0, Math.min(all.size(), Integer.parseInt(wanted)));
    }
}
