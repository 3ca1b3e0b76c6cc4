package dev.slipway.local.cli;

import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which manifest, for which environment: what several commands take. */
final class ManifestArguments {
    /** In the pipeline's own words. */
    private static final Problem NOT_TEXT =
            Problem.error("not-text", "", new Position(1, 1), "the manifest is not a text in UTF-8");

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

    /** They travel in headers, which would change or refuse anything else. */
    private void checkVariables() {
        Set<String> names = new HashSet<>();
        variables.forEach((name, value) -> {
            String problem = !name.matches("[A-Za-z0-9_]+")
                    ? "a variable's name has letters, digits and underscores only"
                    : !names.add(name.toLowerCase(Locale.ROOT))
                            ? "it is given twice: upper and lower case are the same here"
                            : !value.matches("[ -~]*") || !value.equals(value.strip())
                                    ? "a value given this way is printable ASCII, without blanks at its ends; write any"
                                            + " other into the manifest"
                                    : "";
            if (!problem.isEmpty()) {
                throw new CommandFailed("--var " + name + ": " + problem + ".");
            }
        });
    }

    /** Reads and validates the manifest, without AWS. */
    Reading read(String application) {
        if (!Files.exists(file) || Files.isDirectory(file)) {
            throw new CommandFailed("There is no file " + file + ".");
        }
        checkVariables();
        try {
            return ManifestReader.read(Files.readString(file), application, environment, variables);
        } catch (java.nio.charset.CharacterCodingException e) {
            return new Reading(Optional.empty(), List.of(NOT_TEXT), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
