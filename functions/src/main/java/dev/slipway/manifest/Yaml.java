package dev.slipway.manifest;

import dev.slipway.manifest.Node.Entry;
import dev.slipway.manifest.Node.Mapping;
import dev.slipway.manifest.Node.Scalar;
import dev.slipway.manifest.Node.Sequence;
import dev.slipway.manifest.Node.Style;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Builds a manifest's tree from the events of its first YAML document. Aliases become copies of what they stand for, so
 * that every node has one path; how much they may grow to is limited, and a bomb of them ends in a problem.
 */
final class Yaml {
    static final int MOST_BYTES = 256 * 1024;
    static final int MOST_NODES = 100_000;
    static final int DEEPEST = 50;
    static final int LONGEST_KEY = 255;

    private static final String STANDARD = "tag:yaml.org,2002:";
    private static final Set<String> TEXT_TAGS = Set.of("!", STANDARD + "str", STANDARD + "timestamp");
    private static final Set<String> OTHER_TAGS = Set.of(
            STANDARD + "int",
            STANDARD + "float",
            STANDARD + "bool",
            STANDARD + "null",
            STANDARD + "map",
            STANDARD + "seq",
            STANDARD + "merge");

    private final YamlEvents events;
    private final Problems problems;
    private final Map<String, Optional<Node>> anchors = new HashMap<>();
    private int nodes;

    private Yaml(YamlEvents events, Problems problems) {
        this.events = events;
        this.problems = problems;
    }

    /** The manifest's map; empty if it could not be read, which is then among the problems. */
    static Optional<Mapping> parse(String text, Problems problems) {
        if (text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            problems.error(
                    "too-large",
                    Path.ROOT,
                    new Position(1, 1),
                    "is larger than 256 KiB",
                    "a manifest has some hundred lines; is this the right file?");
            return Optional.empty();
        }
        try {
            YamlEvents events = new YamlEvents(text);
            if (!events.startDocument()) {
                problems.error("missing", Path.ROOT, new Position(1, 1), "is empty");
                return Optional.empty();
            }
            Node root = new Yaml(events, problems).node(Path.ROOT, new Position(1, 1), 0);
            if (root instanceof Mapping mapping) {
                events.nextDocument()
                        .ifPresent(at -> problems.warning(
                                "no-effect",
                                Path.ROOT,
                                at,
                                "ends here: what follows is another YAML document and has no effect",
                                "a file is one manifest; the other needs a file of its own"));
                return Optional.of(mapping);
            }
            if (root.isNull()) {
                problems.error("missing", Path.ROOT, new Position(1, 1), "is empty");
            } else {
                problems.error(
                        "wrong-type",
                        Path.ROOT,
                        root.position(),
                        "must be a map with name, type and so on, not " + Scalars.describe(root));
            }
        } catch (YamlEvents.Unreadable e) {
            problems.add(e.problem());
        }
        return Optional.empty();
    }

    private Node node(Path path, Position key, int depth) {
        Event event = events.next();
        Position at = YamlEvents.position(event);
        count(path, at, depth);
        if (event instanceof AliasEvent alias) {
            return alias(alias.getAnchor(), path, at, depth);
        }
        NodeEvent start = (NodeEvent) event;
        String anchor = start.getAnchor();
        if (anchor != null) {
            anchors.put(anchor, Optional.empty());
        }
        Node node;
        if (event instanceof ScalarEvent scalar) {
            node = scalar(scalar, path, key, at);
        } else {
            refuseTag(((CollectionStartEvent) event).getTag(), path, at);
            node = event instanceof MappingStartEvent
                    ? new Mapping(path, key, entries(path, depth))
                    : new Sequence(path, key, items(path, depth));
        }
        if (anchor != null) {
            anchors.put(anchor, Optional.of(node));
        }
        return node;
    }

    private Scalar scalar(ScalarEvent event, Path path, Position key, Position at) {
        String tag = event.getTag();
        Style style = event.isLiteral() ? Style.LITERAL : event.isPlain() ? Style.PLAIN : Style.QUOTED;
        if (tag != null && TEXT_TAGS.contains(tag)) {
            style = Style.QUOTED;
        } else if (tag != null && OTHER_TAGS.contains(tag)) {
            style = Style.PLAIN;
        } else {
            refuseTag(tag, path, at);
        }
        boolean nothing = event.getValue().isEmpty() && style == Style.PLAIN;
        return new Scalar(path, nothing ? key : at, event.getValue(), style);
    }

    private List<Node> items(Path path, int depth) {
        List<Node> items = new ArrayList<>();
        while (!events.atEndOfCollection()) {
            items.add(node(path.item(items.size()), events.position(), depth + 1));
        }
        events.next();
        return items;
    }

    private Map<String, Entry> entries(Path path, int depth) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>();
        boolean merges = false;
        while (!events.atEndOfCollection()) {
            Position at = events.position();
            Node keyNode = node(path, at, depth + 1);
            if (!(keyNode instanceof Scalar key)) {
                throw events.unreadable("a map's key must be a text, not " + Scalars.describe(keyNode), at);
            }
            if (key.text().length() > LONGEST_KEY) {
                throw events.unreadable("a key may have " + LONGEST_KEY + " characters at most", at);
            }
            boolean merge = key.text().equals("<<") && key.style() == Style.PLAIN;
            Path child = path.child(key.text());
            if (merge ? merges : entries.containsKey(key.text())) {
                String first = merge
                        ? ""
                        : ", first in line " + entries.get(key.text()).key().line();
                problems.error("duplicate-key", child, at, "stands here twice" + first, "keep one of the two");
                node(child, at, depth + 1);
            } else if (merge) {
                merges = true;
                merged.addAll(mergeSources(node(path, at, depth + 1), path, at));
            } else {
                entries.put(key.text(), new Entry(at, node(child, at, depth + 1)));
            }
        }
        events.next();
        for (Node source : merged) {
            ((Mapping) source).entries().forEach(entries::putIfAbsent);
        }
        return entries;
    }

    /** What {@code <<} names: a map, or a list of maps of which the earlier win. */
    private List<Node> mergeSources(Node node, Path path, Position at) {
        List<Node> sources = node instanceof Sequence list ? list.items() : List.of(node);
        if (sources.stream().allMatch(Mapping.class::isInstance)) {
            return sources.stream().map(source -> copy(source, path, 0)).toList();
        }
        problems.error("wrong-type", path.child("<<"), at, "must be a map or a list of maps");
        return List.of();
    }

    private Node alias(String name, Path path, Position at, int depth) {
        Optional<Node> anchored = anchors.get(name);
        if (anchored == null) {
            throw events.unreadable("there is no anchor &" + name + " above this *" + name, at);
        }
        if (anchored.isEmpty()) {
            throw events.unreadable("*" + name + " stands inside what it repeats, &" + name, at);
        }
        return copy(anchored.get(), path, depth);
    }

    /** The same values, where they were written, but on the path where they are used. */
    private Node copy(Node node, Path path, int depth) {
        count(path, node.position(), depth);
        if (node instanceof Scalar scalar) {
            return new Scalar(path, scalar.position(), scalar.text(), scalar.style());
        }
        if (node instanceof Sequence sequence) {
            List<Node> items = new ArrayList<>();
            for (Node item : sequence.items()) {
                items.add(copy(item, path.item(items.size()), depth + 1));
            }
            return new Sequence(path, sequence.position(), items);
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        ((Mapping) node).entries().forEach((key, entry) -> {
            entries.put(key, new Entry(entry.key(), copy(entry.value(), path.child(key), depth + 1)));
        });
        return new Mapping(path, node.position(), entries);
    }

    private void count(Path path, Position at, int depth) {
        if (depth > DEEPEST) {
            throw events.unreadable("it is nested deeper than " + DEEPEST + " levels", at);
        }
        if (++nodes > MOST_NODES) {
            throw events.unreadable("it has more than " + MOST_NODES + " values, aliases written out", at);
        }
    }

    private void refuseTag(String tag, Path path, Position at) {
        if (tag == null || OTHER_TAGS.contains(tag) || TEXT_TAGS.contains(tag)) {
            return;
        }
        String written = tag.startsWith(STANDARD) ? "!!" + tag.substring(STANDARD.length()) : tag;
        problems.error(
                "unsupported",
                path,
                at,
                "has the YAML tag " + Scalars.shortened(written) + ", which a manifest cannot have",
                "write the value itself, or ${NAME} for a variable");
    }
}
