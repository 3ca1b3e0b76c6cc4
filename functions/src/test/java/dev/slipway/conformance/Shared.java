package dev.slipway.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Material to compare with that is not part of the project, and lies in the folder {@code shared} beside it. */
final class Shared {
    private Shared() {}

    /** Looks upwards from where the tests run. */
    static Optional<Path> folder(String name) {
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            Path folder = here.resolve("shared").resolve(name);
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
