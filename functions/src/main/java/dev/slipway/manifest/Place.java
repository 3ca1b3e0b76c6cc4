package dev.slipway.manifest;

import dev.slipway.manifest.Node.Entry;
import dev.slipway.manifest.Node.Mapping;
import dev.slipway.manifest.Node.Scalar;
import dev.slipway.manifest.Node.Sequence;
import dev.slipway.manifest.Node.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A place in the merged manifest, whether something stands there or not. It gives what stands there in the type that the
 * reader asks for, and empty where it is of another type: {@link Check} has then said so already.
 */
final class Place {
    private final Node node;
    private final Path path;
    private final Position position;
    private final Problems problems;

    private Place(Node node, Path path, Position position, Problems problems) {
        this.node = node == null || node.isNull() ? null : node;
        this.path = path;
        this.position = position;
        this.problems = problems;
    }

    static Place of(Mapping manifest, Problems problems) {
        return new Place(manifest, manifest.path(), manifest.position(), problems);
    }

    Place at(String key) {
        Entry entry = node instanceof Mapping mapping ? mapping.entries().get(key) : null;
        return entry == null
                ? new Place(null, path.child(key), position, problems)
                : new Place(entry.value(), entry.value().path(), entry.value().position(), problems);
    }

    /** Something stands here, of whatever type. */
    boolean isSet() {
        return node != null;
    }

    boolean isMap() {
        return node instanceof Mapping;
    }

    boolean isList() {
        return node instanceof Sequence;
    }

    /** It needs a variable without a value: nothing can be said about it. */
    boolean isUndefined() {
        return node instanceof Scalar scalar && scalar.style() == Style.UNDEFINED;
    }

    Optional<String> text() {
        return scalar().map(Scalar::text);
    }

    OptionalLong whole() {
        return scalar().map(Scalars::whole).orElse(OptionalLong.empty());
    }

    /** A whole number that fits; {@link Check} has refused any other. */
    OptionalInt integer() {
        OptionalLong whole = whole();
        return whole.isPresent() && whole.getAsLong() == (int) whole.getAsLong()
                ? OptionalInt.of((int) whole.getAsLong())
                : OptionalInt.empty();
    }

    OptionalDouble decimal() {
        return scalar().map(Scalars::decimal).orElse(OptionalDouble.empty());
    }

    Optional<Boolean> truth() {
        return scalar().flatMap(Scalars::truth);
    }

    /** A duration in seconds, with their fraction; a negative one is reported and then left out. */
    OptionalDouble exactSeconds() {
        OptionalLong nanos = scalar().map(Scalars::duration).orElse(OptionalLong.empty());
        if (nanos.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (nanos.getAsLong() < 0 || nanos.getAsLong() / 1_000_000_000L > Integer.MAX_VALUE) {
            error("invalid-value", "must be between 0s and 68 years");
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(nanos.getAsLong() / 1e9);
    }

    /** A duration in whole seconds; a fraction is cut off. */
    OptionalInt seconds() {
        OptionalDouble seconds = exactSeconds();
        return seconds.isPresent() ? OptionalInt.of((int) seconds.getAsDouble()) : OptionalInt.empty();
    }

    /** What is in a list; nothing if this is no list. */
    List<Place> items() {
        List<Place> items = new ArrayList<>();
        if (node instanceof Sequence sequence) {
            sequence.items().forEach(item -> items.add(new Place(item, item.path(), item.position(), problems)));
        }
        return items;
    }

    /** The items of a list of texts; an item without a value is an empty text. */
    List<String> texts() {
        return items().stream()
                .map(item -> item.isSet() ? item.text() : Optional.of(""))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What is in a map, in the order of the keys; nothing if this is no map. */
    Map<String, Place> entries() {
        Map<String, Place> entries = new TreeMap<>();
        if (node instanceof Mapping mapping) {
            mapping.entries().keySet().forEach(key -> entries.put(key, at(key)));
        }
        return entries;
    }

    /** A map of texts, in the order of its keys; a key without a value has an empty text. */
    Map<String, String> textMap() {
        Map<String, String> texts = new TreeMap<>();
        entries().forEach((key, value) -> {
            (value.isSet() ? value.text() : Optional.of("")).ifPresent(text -> texts.put(key, text));
        });
        return texts;
    }

    void error(String code, String says) {
        problems.error(code, path, position, says);
    }

    void error(String code, String says, String hint) {
        problems.error(code, path, position, says, hint);
    }

    void warning(String code, String says, String hint) {
        problems.warning(code, path, position, says, hint);
    }

    /** Reports that something must stand here. */
    void missing(String hint) {
        problems.error("missing", path, position, "must be given", hint);
    }

    /** What stands here, as it stands. */
    Optional<Node> node() {
        return Optional.ofNullable(node);
    }

    private Optional<Scalar> scalar() {
        return node instanceof Scalar scalar && scalar.style() != Style.UNDEFINED
                ? Optional.of(scalar)
                : Optional.empty();
    }
}
