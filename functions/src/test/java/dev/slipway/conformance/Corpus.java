package dev.slipway.conformance;

import dev.slipway.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Manifests from public repositories, each for the environments that it names and for one that it does not. */
final class Corpus {
    static final String UNNAMED = "unnamed";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([_a-zA-Z][_a-zA-Z0-9]*)}");

    private Corpus() {}

    /** @param variables a value for each that the manifest interpolates */
    record Case(String file, String text, String environment, Map<String, String> variables) {}

    static List<Case> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .flatMap(Corpus::cases)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Case> cases(Path file) {
        String text = text(file);
        Set<String> environments = new TreeSet<>(
                Template.map(Template.parse(text).content().get("environments")).keySet());
        environments.add(UNNAMED);
        return environments.stream()
                .map(environment -> new Case(file.getFileName().toString(), text, environment, variables(text)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Plausible ones, by what the names tell. */
    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new TreeMap<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            variables.put(matcher.group(1), value(matcher.group(1)));
        }
        variables.keySet().removeIf(name -> name.startsWith("COPILOT_"));
        return variables;
    }

    private static String value(String name) {
        if (name.matches(".*(DOMAIN|HOST|ALIAS|URL).*")) {
            return name.toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".example.com";
        }
        return name.matches(".*ACCOUNT.*") ? "123456789123" : name.matches(".*REGION.*") ? "us-west-2" : "v1";
    }
}
