package dev.slipway.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Does at the same time what does not need each other's result: nearly all of a deployment's time is waiting for AWS.
 * Nothing of it outlives the call.
 */
public final class Together {
    /** More would be throttled sooner than they would be done: a function has half a processor. */
    private static final int AT_ONCE = 8;

    private Together() {}

    public static void run(Runnable... tasks) {
        run(List.of(tasks));
    }

    /** See {@link #all}. */
    public static void run(List<Runnable> tasks) {
        List<Supplier<Void>> all = new ArrayList<>();
        for (Runnable task : tasks) {
            all.add(() -> {
                task.run();
                return null;
            });
        }
        all(all);
    }

    /** See {@link #all}. */
    public static <A, B, R> R both(Supplier<A> first, Supplier<B> second, BiFunction<A, B, R> result) {
        AtomicReference<A> a = new AtomicReference<>();
        AtomicReference<B> b = new AtomicReference<>();
        run(() -> a.set(first.get()), () -> b.set(second.get()));
        return result.apply(a.get(), b.get());
    }

    /**
     * Waits for all of them, also when one fails.
     *
     * @return the results, in the order of the tasks
     * @throws RuntimeException what the first of them in that order that failed has thrown
     */
    public static <T> List<T> all(List<Supplier<T>> tasks) {
        List<FutureTask<T>> futures = new ArrayList<>();
        tasks.forEach(task -> futures.add(new FutureTask<>(task::get)));
        Queue<FutureTask<T>> waiting = new ConcurrentLinkedQueue<>(futures);
        Runnable work = () -> {
            for (FutureTask<T> task = waiting.poll(); task != null; task = waiting.poll()) {
                task.run();
            }
        };
        for (int thread = 1; thread < Math.min(AT_ONCE, futures.size()); thread++) {
            new Thread(work).start();
        }
        work.run();
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        for (FutureTask<T> future : futures) {
            try {
                results.add(result(future));
            } catch (RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
        return results;
    }

    /**
     * Waits for a task that somebody else has begun.
     *
     * @throws RuntimeException what it has thrown
     */
    public static <T> T result(FutureTask<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // a Supplier throws nothing else
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for AWS", e);
        }
    }
}
