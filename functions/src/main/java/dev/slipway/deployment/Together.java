package dev.slipway.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Does at the same time what does not need each other's result: nearly all of a deployment's time is waiting for AWS.
 * Nothing of it outlives the call.
 */
final class Together {
    private Together() {}

    static void run(Runnable... tasks) {
        List<Supplier<Void>> all = new ArrayList<>();
        for (Runnable task : tasks) {
            all.add(() -> {
                task.run();
                return null;
            });
        }
        all(all);
    }

    /**
     * Waits for all of them, also when one fails.
     *
     * @return the results, in the order of the tasks
     * @throws RuntimeException what the first of them in that order that failed has thrown
     */
    static <T> List<T> all(List<Supplier<T>> tasks) {
        List<FutureTask<T>> futures = new ArrayList<>();
        tasks.forEach(task -> futures.add(new FutureTask<>(task::get)));
        // The last one needs no thread of its own.
        futures.stream().limit(Math.max(0, futures.size() - 1)).forEach(future -> new Thread(future).start());
        futures.stream().skip(Math.max(0, futures.size() - 1)).forEach(FutureTask::run);
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        for (FutureTask<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for AWS", e);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure; // a Supplier throws nothing else
        }
        return results;
    }
}
