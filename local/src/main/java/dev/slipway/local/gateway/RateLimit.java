package dev.slipway.local.gateway;

import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * A token bucket, by which AWS throttles the calls of an account: each call takes a token, and is refused where there is
 * none; tokens come back at a steady rate.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/throttling.html">throttling of the
 *     Elastic Load Balancing API</a>
 */
public final class RateLimit {
    private final Predicate<Call> calls;
    private final int size;
    private final double perSecond;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filledAt;
    private int refused;

    /** @param calls which calls take from this bucket */
    public RateLimit(Predicate<Call> calls, int size, double perSecond) {
        this(calls, size, perSecond, System::nanoTime);
    }

    RateLimit(Predicate<Call> calls, int size, double perSecond, LongSupplier nanoTime) {
        this.calls = calls;
        this.size = size;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.tokens = size;
        this.filledAt = nanoTime.getAsLong();
    }

    boolean concerns(Call call) {
        return calls.test(call);
    }

    synchronized boolean admits() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(size, tokens + (now - filledAt) / 1e9 * perSecond);
        filledAt = now;
        if (tokens < 1) {
            refused++;
            return false;
        }
        tokens--;
        return true;
    }

    /** How many calls it has refused. */
    public synchronized int refused() {
        return refused;
    }
}
