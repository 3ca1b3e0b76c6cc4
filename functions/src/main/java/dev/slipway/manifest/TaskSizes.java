package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Platform;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sizes that Fargate offers: <a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size">task
 * CPU and memory</a>.
 */
final class TaskSizes {
    private static final Map<Integer, Memory> SIZES = new LinkedHashMap<>();

    static {
        SIZES.put(256, new Memory(512, 2048, 512));
        SIZES.put(512, new Memory(1024, 4096, 1024));
        SIZES.put(1024, new Memory(2048, 8192, 1024));
        SIZES.put(2048, new Memory(4096, 16384, 1024));
        SIZES.put(4096, new Memory(8192, 30720, 1024));
        SIZES.put(8192, new Memory(16384, 61440, 4096));
        SIZES.put(16384, new Memory(32768, 122880, 8192));
    }

    private static final Set<Integer> WINDOWS = Set.of(1024, 2048, 4096);

    private TaskSizes() {}

    /** In MiB. */
    private record Memory(int least, int most, int step) {
        boolean has(int memory) {
            // With a quarter of a vCPU, 1.5 GB is the one step that is left out.
            return memory >= least
                    && memory <= most
                    && (memory - least) % step == 0
                    && !(least == 512 && memory == 1536);
        }

        String choice() {
            return least == 512 ? "512, 1024 or 2048" : "%d to %d in steps of %d".formatted(least, most, step);
        }
    }

    static void check(int cpu, int memory, Platform platform, Place root) {
        Place cpuPlace = root.at("cpu");
        Memory sizes = SIZES.get(cpu);
        if (sizes == null) {
            cpuPlace.error(
                    "invalid-value",
                    "must be a size that Fargate has, not " + cpu,
                    "one of " + SIZES.keySet().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        } else if (!sizes.has(memory)) {
            Place place = root.at("memory").isSet() ? root.at("memory") : cpuPlace;
            place.error(
                    "invalid-value",
                    "does not fit: Fargate has no task with %d CPU units and %d MiB".formatted(cpu, memory),
                    "with cpu %d, memory is %s".formatted(cpu, sizes.choice()));
        } else if (platform.isWindows() && !WINDOWS.contains(cpu)) {
            Place place = cpuPlace.isSet() ? cpuPlace : root.at("platform");
            place.error(
                    "invalid-value",
                    "does not fit: Windows tasks have 1024, 2048 or 4096 CPU units, not " + cpu,
                    "set cpu: 1024 and memory: 2048");
        }
    }
}
