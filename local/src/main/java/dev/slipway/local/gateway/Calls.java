package dev.slipway.local.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The AWS calls that went by, oldest first; the oldest are forgotten when there are too many. */
public final class Calls {
    private static final int KEPT = 20_000;

    private final Deque<Call> calls = new ArrayDeque<>();

    private final List<Consumer<Call>> watchers = new CopyOnWriteArrayList<>();

    void add(Call call) {
        synchronized (this) {
            if (calls.size() == KEPT) {
                calls.removeFirst();
            }
            calls.add(call);
        }
        watchers.forEach(watcher -> watcher.accept(call));
    }

    /** From now on the watcher sees each call when it has taken effect, while its caller still waits for the answer. */
    public void watch(Consumer<Call> watcher) {
        watchers.add(watcher);
    }

    public void unwatch(Consumer<Call> watcher) {
        watchers.remove(watcher);
    }

    public synchronized List<Call> all() {
        return List.copyOf(calls);
    }

    public synchronized void reset() {
        calls.clear();
    }
}
