package dev.slipway.local;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what comes true by itself, looking often, and not longer than it has to. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = 50_000_000;

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
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> found = value.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("within " + limit.toSeconds() + " s, it did not come true that " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
