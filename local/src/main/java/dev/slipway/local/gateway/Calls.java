package dev.slipway.local.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The AWS calls that went by, oldest first; the oldest are forgotten when there are too many. */
public final class Calls {
    private static final int KEPT = 20_000;

    private final Deque<Call> calls = new ArrayDeque<>();

    synchronized void add(Call call) {
        if (calls.size() == KEPT) {
            calls.removeFirst();
        }
        calls.add(call);
    }

    public synchronized List<Call> all() {
        return List.copyOf(calls);
    }

    public synchronized void reset() {
        calls.clear();
    }
}
