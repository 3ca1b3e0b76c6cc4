package dev.slipway.manifest;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** How long this thread has computed: unlike time on the clock it does not depend on what else the machine does. */
final class CpuTime {
    private final long start = now();

    Duration passed() {
        return Duration.ofNanos(now() - start);
    }

    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
