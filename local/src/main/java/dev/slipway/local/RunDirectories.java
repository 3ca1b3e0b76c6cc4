package dev.slipway.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

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

    /** As far as it goes: another run may be deleting the same, and sees to what is left over here. */
    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                return goneOr(e);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, IOException e) throws IOException {
                if (e != null) {
                    goneOr(e);
                }
                Files.deleteIfExists(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static FileVisitResult goneOr(IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }
}
