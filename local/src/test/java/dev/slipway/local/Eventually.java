package dev.slipway.local;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what comes true by itself, and hardly longer than it has to: the longer it takes, the less often it looks, since
 * each look costs what is waited for some of the machine.
 */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long SHORTEST_PAUSE = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(500).toNanos();

    private Eventually() {}

    public static void isTrue(String what, BooleanSupplier condition) {
        get(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    public static void isTrue(String what, Duration limit, BooleanSupplier condition) {
        get(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The first value that there is. */
    public static <T> T get(String what, Supplier<Optional<T>> value) {
        return get(what, LIMIT, value);
    }

    /** The first value that there is, for what takes longer than most. */
    public static <T> T get(String what, Duration limit, Supplier<Optional<T>> value) {
        long start = System.nanoTime();
        while (true) {
            Optional<T> found = value.get();
            if (found.isPresent()) {
                return found.get();
            }
            long waited = System.nanoTime() - start;
            if (waited > limit.toNanos()) {
                throw new AssertionError("within " + limit.toSeconds() + " s, it did not come true that " + what);
            }
            LockSupport.parkNanos(Math.max(SHORTEST_PAUSE, Math.min(LONGEST_PAUSE, waited / 10)));
        }
    }
}
