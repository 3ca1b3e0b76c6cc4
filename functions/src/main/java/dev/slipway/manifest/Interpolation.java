package dev.slipway.manifest;

import dev.slipway.manifest.FieldType.Anything;
import dev.slipway.manifest.FieldType.Either;
import dev.slipway.manifest.FieldType.ListOf;
import dev.slipway.manifest.FieldType.MapOf;
import dev.slipway.manifest.FieldType.Section;
import dev.slipway.manifest.Node.Entry;
import dev.slipway.manifest.Node.Mapping;
import dev.slipway.manifest.Node.Scalar;
import dev.slipway.manifest.Node.Sequence;
import dev.slipway.manifest.Node.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the values of variables where {@code ${NAME}} stands, in the fields of one environment's manifest: what other
 * environments use need not be known. A value can become whatever its field wants, also a list where it is a JSON array.
 */
final class Interpolation {
    /** How large all texts together may become. */
    static final int MOST_CHARACTERS = 1024 * 1024;

    private static final Pattern VARIABLE = Pattern.compile("(\\\\?)\\$\\{([_a-zA-Z][_a-zA-Z0-9]*)}");

    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Scalar> undefined = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Problems problems;
    private int characters;

    private Interpolation(Map<String, String> values, Problems problems) {
        this.values.putAll(values);
        this.problems = problems;
    }

    static Mapping apply(
            Mapping manifest,
            String application,
            String environment,
            Map<String, String> variables,
            Problems problems) {
        Map<String, String> predefined =
                Map.of("COPILOT_APPLICATION_NAME", application, "COPILOT_ENVIRONMENT_NAME", environment);
        variables.forEach((name, value) -> {
            String fixed = predefined.get(name.toUpperCase(Locale.ROOT));
            if (fixed != null && !fixed.equals(value)) {
                problems.error(
                        "conflict",
                        Path.ROOT,
                        new Position(1, 1),
                        "cannot have a variable " + name + " of its own: this deployment's is \"" + fixed + "\"",
                        "leave the variable away");
            }
        });
        Map<String, String> values = new TreeMap<>(variables);
        values.keySet().removeIf(name -> predefined.containsKey(name.toUpperCase(Locale.ROOT)));
        values.putAll(predefined);
        Interpolation interpolation = new Interpolation(values, problems);
        Mapping result = (Mapping) interpolation.node(manifest, Schema.MANIFEST);
        interpolation.undefined.forEach(interpolation::reportUndefined);
        return result;
    }

    static boolean hasVariables(String text) {
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            if (variable.group(1).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private Node node(Node node, FieldType type) {
        if (node instanceof Scalar scalar) {
            return scalar(scalar, type);
        }
        if (node instanceof Sequence sequence) {
            return new Sequence(
                    node.path(),
                    node.position(),
                    sequence.items().stream()
                            .map(item -> node(item, itemType(type)))
                            .toList());
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        ((Mapping) node).entries().forEach((key, entry) -> {
            Optional<FieldType> of = entryType(type, node, key);
            entries.put(key, of.isEmpty() ? entry : new Entry(entry.key(), node(entry.value(), of.get())));
        });
        return new Mapping(node.path(), node.position(), entries);
    }

    private Node scalar(Scalar scalar, FieldType type) {
        if (scalar.isNull()) {
            return scalar;
        }
        Scalar result = substituted(scalar);
        if (result.style() == Style.LITERAL || result.style() == Style.PLAIN || !takesList(type)) {
            return result;
        }
        Optional<List<String>> array = JsonArray.parse(result.text());
        if (array.isEmpty()) {
            return result;
        }
        List<Node> items = new ArrayList<>();
        for (String item : array.get()) {
            items.add(new Scalar(scalar.path().item(items.size()), scalar.position(), item, Style.SUBSTITUTED));
        }
        return new Sequence(scalar.path(), scalar.position(), items);
    }

    private Scalar substituted(Scalar scalar) {
        Matcher variable = VARIABLE.matcher(scalar.text());
        StringBuilder text = new StringBuilder();
        boolean missing = false;
        boolean found = false;
        int end = 0;
        while (variable.find()) {
            found = true;
            text.append(scalar.text(), end, variable.start());
            end = variable.end();
            String value = values.get(variable.group(2));
            if (!variable.group(1).isEmpty()) {
                text.append(variable.group().substring(1));
            } else if (value != null) {
                text.append(allowed(value, scalar));
            } else {
                undefined.putIfAbsent(variable.group(2), scalar);
                missing = true;
            }
        }
        if (!found) {
            return scalar;
        }
        text.append(scalar.text(), end, scalar.text().length());
        Style style = missing ? Style.UNDEFINED : scalar.style() == Style.PLAIN ? Style.SUBSTITUTED : scalar.style();
        return new Scalar(scalar.path(), scalar.position(), text.toString(), style);
    }

    private String allowed(String value, Scalar scalar) {
        if (characters > MOST_CHARACTERS) {
            return "";
        }
        characters += value.length();
        if (characters > MOST_CHARACTERS) {
            problems.error(
                    "too-large",
                    scalar.path(),
                    scalar.position(),
                    "makes the manifest larger than 1 MiB: its variables");
        }
        return value;
    }

    private void reportUndefined(String name, Scalar first) {
        String hint = name.startsWith("COPILOT_")
                ? "only COPILOT_APPLICATION_NAME and COPILOT_ENVIRONMENT_NAME have a value here; the others exist inside"
                        + " the container"
                : "set it as metadata of the uploaded object, slipway-var-%s, or with --var %s=VALUE"
                        .formatted(name.toLowerCase(Locale.ROOT), name);
        problems.error(
                "undefined-variable",
                first.path(),
                first.position(),
                "needs the variable " + Scalars.shortened(name) + ", which has no value",
                hint);
    }

    private static boolean takesList(FieldType type) {
        return type instanceof ListOf
                || (type instanceof Either either && either.forms().stream().anyMatch(ListOf.class::isInstance));
    }

    private static FieldType itemType(FieldType type) {
        if (type instanceof Either either) {
            return either.forms().stream()
                    .filter(ListOf.class::isInstance)
                    .findFirst()
                    .map(Interpolation::itemType)
                    .orElse(Fields.ANYTHING);
        }
        return type instanceof ListOf list ? list.item() : Fields.ANYTHING;
    }

    /** Empty for a key that has no effect, or only for who builds the image: its variables need no value. */
    private static Optional<FieldType> entryType(FieldType type, Node node, String key) {
        FieldType form = type.formOf(node).orElse(type);
        if (form instanceof Section section) {
            return section.field(key).map(FieldType.Field::type).filter(of -> of != ContainerSchema.BUILD);
        }
        if (form instanceof MapOf map) {
            return Optional.of(map.value());
        }
        return form instanceof Anything ? Optional.of(form) : Optional.empty();
    }
}
