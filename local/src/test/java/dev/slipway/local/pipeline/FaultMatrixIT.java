package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every AWS call of a deployment fails, one at a time, in every way in which a call can (see {@link Point} for which of them
 * are cases of their own). After each, everything is as it was before or as it was asked to be, resource by resource; nothing
 * is left over, the status says which, the lock is free, and the next upload works.
 *
 * <p>A sample of all cases, another one at each run; what is tried is told by these system properties:
 *
 * <pre>
 * faults.sample   how many, or "all"
 * faults.seed     which; it is printed at the beginning
 * faults.only     a regular expression for the cases, instead
 * faults.resume   true: the results of target/fault-matrix.tsv count, only what is missing there is run
 * faults.workers  how many cases at a time
 * docs.write      true: docs/fault-matrix.md is written, provided that all cases have been tried
 * </pre>
 */
@Tag("faults")
class FaultMatrixIT {
    private static final int WORKERS = Integer.getInteger("faults.workers", 6);

    private final Account account = Account.get();
    private final Map<Scenario, List<FaultCase>> cases = new EnumMap<>(Scenario.class);
    private final Map<Scenario, Map<String, Integer>> asked = new EnumMap<>(Scenario.class);

    @Test
    void aFaultLeavesEverythingAsBeforeOrAsAsked() throws IOException, InterruptedException, ExecutionException {
        FaultMatrix matrix = new FaultMatrix(Path.of("target/fault-matrix.tsv"), Boolean.getBoolean("faults.resume"));
        record();
        FaultQueue queue = new FaultQueue(sample(matrix));
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            FaultWorker worker = new FaultWorker(account, "fault" + i + "x");
            running.add(workers.submit(() -> {
                for (var one = queue.next(worker.stage()); one.isPresent(); one = queue.next(worker.stage())) {
                    FaultCase taken = one.get();
                    matrix.add(taken, worker.run(taken, asked.get(taken.scenario())));
                }
            }));
        }
        workers.shutdown();
        for (Future<?> worker : running) {
            worker.get();
        }
        FaultDocument document = new FaultDocument(matrix, cases);
        System.out.println(document.text());
        assertThat(matrix.failures()).isEmpty();
        if (Boolean.getBoolean("docs.write")) {
            assertThat(cases.values().stream().flatMap(List::stream)).allMatch(matrix::has);
            Files.writeString(Project.find().template().resolveSibling("docs/fault-matrix.md"), document.text());
        }
    }

    private void record() {
        FaultWorker recorder = new FaultWorker(account, "recorded");
        Set<String> retried = new HashSet<>();
        for (Scenario scenario : Scenario.values()) {
            asked.put(scenario, new TreeMap<>());
            cases.put(scenario, FaultCase.all(scenario, recorder.record(scenario, asked.get(scenario), retried)));
        }
    }

    private List<FaultCase> sample(FaultMatrix matrix) {
        List<FaultCase> open = new ArrayList<>();
        cases.values().forEach(open::addAll);
        open.removeIf(matrix::has);
        String only = System.getProperty("faults.only", "");
        String wanted = System.getProperty("faults.sample", "40");
        if (!only.isEmpty()) {
            open.removeIf(one -> !one.toString().matches(only));
            return open;
        }
        long seed = Long.getLong("faults.seed", 0);
        seed = seed == 0 ? System.nanoTime() : seed;
        System.out.println("faults.seed=" + seed);
        Collections.shuffle(open, new Random(seed));
        return wanted.equals("all") ? open : open.subList(0, Math.min(open.size(), Integer.parseInt(wanted)));
    }
}
