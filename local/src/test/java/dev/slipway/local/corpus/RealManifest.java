package dev.slipway.local.corpus;

import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A manifest from a public repository, for one environment: one that it names, or one that it does not.
 *
 * @param service what the manifest calls it
 * @param variables a value for each that the manifest interpolates
 */
record RealManifest(String file, String text, String environment, String service, Map<String, String> variables) {
    private static final String UNNAMED = "unnamed";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([_a-zA-Z][_a-zA-Z0-9]*)}");

    /** Those beside the project, or above it. */
    static Optional<Path> folder() {
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            Path folder = here.resolve("shared/manifests");
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    static List<RealManifest> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .flatMap(RealManifest::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<RealManifest> of(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<?, ?> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        TreeSet<String> environments = new TreeSet<>(List.of(UNNAMED));
        if (root.get("environments") instanceof Map<?, ?> sections) {
            sections.keySet().forEach(name -> environments.add(name.toString()));
        }
        return environments.stream()
                .map(environment -> new RealManifest(
                        file.getFileName().toString(),
                        text,
                        environment,
                        root.get("name").toString(),
                        variables(text)));
    }

    /** Plausible values, by what the names tell. */
    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new TreeMap<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            if (!matcher.group(1).startsWith("COPILOT_")) {
                variables.put(matcher.group(1), value(matcher.group(1)));
            }
        }
        return variables;
    }

    private static String value(String name) {
        return name.matches(".*(DOMAIN|HOST|ALIAS|URL).*")
                ? name.toLowerCase(Locale.ROOT).replace('_', '-') + ".example.com"
                : "v1";
    }

    Reading reading(String application) {
        return ManifestReader.read(text, application, environment, variables);
    }

    String key() {
        return environment + "/" + service + "/manifest.yml";
    }
}
