package dev.slipway.manifest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Manifests from public repositories, which lie beside this project and are not part of it: {@code ../shared/manifests}
 * from the repository's root.
 */
final class SharedManifests {
    private SharedManifests() {}

    /** Their texts by file name; skips the test, and says so, where they are not there. */
    static Map<String, String> all() {
        Optional<Path> folder = folder();
        assumeTrue(folder.isPresent(), "skipped: there is no folder ../shared/manifests beside the repository");
        return read(folder.get());
    }

    static Map<String, String> allOrNone() {
        return folder().map(SharedManifests::read).orElse(Map.of());
    }

    private static Optional<Path> folder() {
        for (Path root = Path.of("").toAbsolutePath(); root != null; root = root.getParent()) {
            for (Path base : List.of(root.resolveSibling("shared"), root.resolve("shared"))) {
                if (Files.isDirectory(base.resolve("manifests"))) {
                    return Optional.of(base.resolve("manifests"));
                }
            }
        }
        return Optional.empty();
    }

    private static Map<String, String> read(Path folder) {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yml")).toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }
}
