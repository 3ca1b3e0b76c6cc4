package dev.slipway.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One directory per run, with its logs; those of runs that are over go when a new one begins. */
final class RunDirectories {
    private static final String PREFIX = "run-";

    private RunDirectories() {}

    /** @param work where all of them are */
    static Path create(Path work) throws IOException {
        Files.createDirectories(work);
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(work, PREFIX + "*")) {
            for (Path run : runs) {
                if (isOver(run)) {
                    delete(run);
                }
            }
        }
        return Files.createTempDirectory(work, PREFIX + ProcessHandle.current().pid() + "-");
    }

    private static boolean isOver(Path run) {
        String pid = run.getFileName().toString().replaceFirst(PREFIX, "").replaceFirst("-.*", "");
        // A process that ended and was not waited for is still known, but not its command.
        return pid.matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(pid))
                        .flatMap(process -> process.info().command())
                        .isEmpty();
    }

    /** As far as it goes: another run may be deleting the same. */
    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
