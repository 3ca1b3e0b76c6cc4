package dev.slipway.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The project's directory, and what lies where in it. */
public record Project(Path home) {
    private static final String MARK = "local/emulator/emulator.py";

    /**
     * The directory that the property {@code slipway.home} names, else the nearest one above the working directory.
     *
     * @throws IllegalStateException outside the project
     */
    public static Project find() {
        Path start = Path.of(System.getProperty("slipway.home", "")).toAbsolutePath();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.exists(directory.resolve(MARK))) {
                return new Project(directory);
            }
        }
        throw new IllegalStateException(start + " is not within Slipway's project directory");
    }

    public Path template() {
        return home.resolve("template.yaml");
    }

    public Path environmentTemplate() {
        return home.resolve("environment.yaml");
    }

    /** The functions and everything they need, as it is deployed. */
    public Path functionsJar() {
        Path target = home.resolve("functions/target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("slipway-functions-.*-lambda\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the functions are not built: mvn package"));
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be read; build the project first: mvn package", e);
        }
    }

    Path emulator(String file) {
        return home.resolve("local/emulator").resolve(file);
    }

    /** What is kept from run to run; not under version control. */
    Path work() {
        return home.resolve(".slipway");
    }
}
