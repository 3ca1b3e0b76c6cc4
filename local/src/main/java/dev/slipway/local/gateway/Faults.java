package dev.slipway.local.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The faults that tests have asked for, and how often each had an occasion. */
public final class Faults {
    /** By identity of the entry, not of the fault: the same fault may be asked for twice. */
    private static final class Pending {
        final Fault fault;
        final CountDownLatch held = new CountDownLatch(1);
        int seen;
        int fired;

        Pending(Fault fault) {
            this.fault = fault;
        }
    }

    private final List<Pending> pending = new ArrayList<>();
    private List<RateLimit> limits = List.of();

    public synchronized void add(Fault fault) {
        pending.add(new Pending(fault));
    }

    /** From now on functions are throttled by these, as AWS throttles an account; none for no throttling. */
    public synchronized void limit(List<RateLimit> rates) {
        limits = List.copyOf(rates);
    }

    public synchronized void reset() {
        limits = List.of();
        pending.forEach(one -> one.held.countDown());
        pending.clear();
    }

    /** Forgets it, and says how often it has struck. */
    public synchronized int remove(Fault fault) {
        int fired = fired().getOrDefault(fault, 0);
        letGo(fault);
        pending.removeIf(one -> one.fault.equals(fault));
        return fired;
    }

    /** Lets the calls go on that this fault holds, now and later. */
    public synchronized void letGo(Fault fault) {
        pending.stream().filter(one -> one.fault.equals(fault)).forEach(one -> one.held.countDown());
    }

    /** How often each has struck. */
    public synchronized Map<Fault, Integer> fired() {
        Map<Fault, Integer> fired = new LinkedHashMap<>();
        pending.forEach(one -> fired.merge(one.fault, one.fired, Integer::sum));
        return fired;
    }

    /** Returns when the test lets go what this fault holds. */
    void awaitLetGo(Fault fault) throws InterruptedException {
        for (CountDownLatch held : latches(fault)) {
            held.await();
        }
    }

    private synchronized List<CountDownLatch> latches(Fault fault) {
        return pending.stream()
                .filter(one -> one.fault.equals(fault))
                .map(one -> one.held)
                .toList();
    }

    /** The fault that strikes this call, if one does. */
    synchronized Optional<Fault> strike(Call call) {
        for (Pending one : pending) {
            if (!one.fault.concerns(call)) {
                continue;
            }
            one.seen++;
            boolean over = one.seen - one.fault.nth() >= one.fault.count();
            if (one.seen >= one.fault.nth() && !over) {
                one.fired++;
                return Optional.of(one.fault);
            }
        }
        return throttled(call);
    }

    private Optional<Fault> throttled(Call call) {
        boolean admitted = call.deployment().isEmpty()
                || limits.stream().filter(limit -> limit.concerns(call)).allMatch(RateLimit::admits);
        return admitted
                ? Optional.empty()
                : Optional.of(Fault.of(call.caller(), call.name()).refused(400, "Throttling", "Rate exceeded"));
    }
}
