package dev.slipway.conformance;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.manifest.Manifest;
import dev.slipway.template.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A manifest, and the template and parameters that Copilot made of it: {@code <name>.manifest.yml}, {@code
 * <name>.stack.yml} and {@code <name>.params.json} of one folder. What Copilot knew beside the manifest stands in {@code
 * reference-pairs.properties}, where it does not follow from the parameters.
 *
 * @param parameters of the template
 * @param given what stands in the properties under the pair's name
 */
record ReferencePair(
        String name,
        String manifest,
        Template template,
        Map<String, String> parameters,
        Map<String, String> tags,
        Map<String, String> given) {
    private static final String MANIFEST = ".manifest.yml";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([_a-zA-Z][_a-zA-Z0-9]*)}");

    /** Beside the project, or above it. */
    static Optional<Path> folder() {
        return Shared.folder("copilot/goldens");
    }

    static List<ReferencePair> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(MANIFEST))
                    .map(file -> file.substring(0, file.length() - MANIFEST.length()))
                    .sorted()
                    .map(name -> read(folder, name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReferencePair read(Path folder, String name) {
        Path params = folder.resolve(name + ".params.json");
        return new ReferencePair(
                name,
                text(folder.resolve(name + MANIFEST)),
                Template.parse(text(folder.resolve(name + ".stack.yml"))),
                texts(params, "Parameters"),
                texts(params, "Tags"),
                given(name));
    }

    private static Map<String, String> texts(Path file, String field) {
        try {
            Map<String, String> texts = new TreeMap<>();
            new JsonMapper()
                    .readTree(file.toFile())
                    .path(field)
                    .fields()
                    .forEachRemaining(
                            one -> texts.put(one.getKey(), one.getValue().asText()));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> given(String name) {
        Properties properties = new Properties();
        try (InputStream in = ReferencePair.class.getResourceAsStream("/reference-pairs.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> given = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith(name + "."))
                .forEach(key -> given.put(key.substring(name.length() + 1), properties.getProperty(key)));
        return given;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String application() {
        return parameters.get("AppName");
    }

    String environment() {
        return parameters.get("EnvName");
    }

    String service() {
        return parameters.get("WorkloadName");
    }

    boolean isBackend() {
        return manifest.contains("type: " + Manifest.Type.BACKEND_SERVICE.label);
    }

    /** With a domain Copilot delegates DNS to the environment, unless that has certificates of the user's. */
    Optional<String> domain() {
        boolean delegated = "true".equals(parameters.get("DNSDelegated"));
        return Optional.ofNullable(given.getOrDefault("domain", delegated ? "example.com" : null));
    }

    List<String> certificates() {
        boolean imported = "true".equals(parameters.get("HTTPSEnabled")) && domain().isEmpty();
        return imported ? List.of(given.getOrDefault("certificate", "mockCertARN")) : List.of();
    }

    /** Values for what the manifest interpolates: a tag is the image's, and so is whatever else is not given. */
    Map<String, String> variables() {
        String image = parameters.getOrDefault("ContainerImage", "");
        String tag = image.contains(":") ? image.substring(image.lastIndexOf(':') + 1) : "cicdtest";
        Map<String, String> variables = new TreeMap<>();
        Matcher matcher = VARIABLE.matcher(manifest);
        while (matcher.find()) {
            if (!matcher.group(1).startsWith("COPILOT_")) {
                variables.put(matcher.group(1), given.getOrDefault("variable." + matcher.group(1), tag));
            }
        }
        return variables;
    }
}
