package dev.slipway.local.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** The processes of one function: those that have nothing to do, and how many have. */
final class Pool implements AutoCloseable {
    private final FunctionConfiguration function;
    private final Deque<Sandbox> idle = new ArrayDeque<>();
    private int busy;
    private boolean closed;

    Pool(FunctionConfiguration function) {
        this.function = function;
    }

    boolean isOf(FunctionConfiguration other) {
        return function.equals(other);
    }

    /** A process that has nothing to do, else a new one; waits where there are too many. */
    Sandbox take(int atOnce, Supplier<Sandbox> start) throws InterruptedException {
        synchronized (this) {
            while (busy >= atOnce) {
                wait();
            }
            busy++;
            while (!idle.isEmpty()) {
                Sandbox sandbox = idle.pop();
                if (sandbox.alive()) {
                    return sandbox;
                }
            }
        }
        try {
            return start.get();
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    void give(Sandbox sandbox) {
        add(sandbox);
        release();
    }

    synchronized void add(Sandbox sandbox) {
        if (closed || !sandbox.alive()) {
            sandbox.kill();
        } else {
            idle.push(sandbox);
        }
    }

    private synchronized void release() {
        busy--;
        notify();
    }

    /** Ends the processes that have nothing to do, now and when they are given back. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Sandbox::kill);
        idle.clear();
    }
}
