package dev.slipway.local.cli;

import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which manifest, for which environment: what several commands take. */
final class ManifestArguments {
    @Parameters(paramLabel = "PATH/manifest.yml", description = "The manifest.")
    private Path file;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            defaultValue = "test",
            description = "The environment (default: ${DEFAULT-VALUE}).")
    private String environment;

    @Option(
            names = "--var",
            paramLabel = "NAME=VALUE",
            description = "The value of $${NAME} in the manifest; may be repeated.")
    private Map<String, String> variables = new LinkedHashMap<>();

    Path file() {
        return file;
    }

    String environment() {
        return environment;
    }

    Map<String, String> variables() {
        return variables;
    }

    /** Reads and validates the manifest, without AWS. */
    Reading read(String application) {
        if (!Files.exists(file) || Files.isDirectory(file)) {
            throw new CommandFailed("There is no file " + file + ".");
        }
        try {
            return ManifestReader.read(Files.readString(file), application, environment, variables);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new CommandFailed(file + " is not a text in UTF-8.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
