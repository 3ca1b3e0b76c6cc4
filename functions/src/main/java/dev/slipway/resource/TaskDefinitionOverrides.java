package dev.slipway.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest.Override;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user's changes to the finished task definition ({@code taskdef_overrides}), one after the other.
 *
 * <p>A path is segments separated by dots, each {@code key}, {@code key[n]} or {@code key[-]} (append), in CloudFormation's
 * names. What is missing on the way is made; the last segment is replaced or added.
 */
final class TaskDefinitionOverrides {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SEGMENT = Pattern.compile("([a-zA-Z0-9_-]+)(?:\\[(\\d+|-)])?");
    private static final Pattern REFUSED = Pattern.compile("Family|ContainerDefinitions\\[(\\d+|-)]\\.Name");

    private TaskDefinitionOverrides() {}

    /**
     * Applies all of them to the tree.
     *
     * @throws OverrideException for the first that cannot be
     */
    static void apply(ObjectNode definition, List<Override> overrides) {
        for (int i = 0; i < overrides.size(); i++) {
            Override override = overrides.get(i);
            if (REFUSED.matcher(override.path()).matches()) {
                throw new OverrideException(
                        i, override.path(), "cannot be overridden: Slipway finds the service by it");
            }
            List<Segment> segments = segments(i, override.path());
            ObjectNode parent = definition;
            for (Segment segment : segments.subList(0, segments.size() - 1)) {
                parent = step(i, override, parent, segment);
            }
            set(i, override, parent, segments.get(segments.size() - 1));
        }
    }

    /** @param index of the list element: a number, "-" for a new one at the end, null where the key is all */
    private record Segment(String key, String index) {}

    private static List<Segment> segments(int number, String path) {
        List<Segment> segments = new ArrayList<>();
        for (String part : path.split("\\.", -1)) {
            Matcher matcher = SEGMENT.matcher(part);
            if (!matcher.matches()) {
                throw new OverrideException(
                        number, path, "is not a path: \"" + part + "\" is neither key, key[n] nor key[-]");
            }
            segments.add(new Segment(matcher.group(1), matcher.group(2)));
        }
        return segments;
    }

    private static ObjectNode step(int number, Override override, ObjectNode parent, Segment segment) {
        JsonNode child;
        if (segment.index() == null) {
            child = parent.get(segment.key());
            if (child == null) {
                return parent.putObject(segment.key());
            }
        } else {
            ArrayNode list = list(number, override, parent, segment);
            if (segment.index().equals("-")) {
                return list.addObject();
            }
            child = list.get(index(number, override, list, segment));
        }
        if (!(child instanceof ObjectNode object)) {
            throw new OverrideException(
                    number, override.path(), "goes through \"" + segment.key() + "\", which is not a map");
        }
        return object;
    }

    private static ArrayNode list(int number, Override override, ObjectNode parent, Segment segment) {
        JsonNode list = parent.get(segment.key());
        if (list == null && segment.index().equals("-")) {
            return parent.putArray(segment.key());
        }
        if (!(list instanceof ArrayNode array)) {
            throw new OverrideException(
                    number, override.path(), "goes through \"" + segment.key() + "\", which is not a list");
        }
        return array;
    }

    private static int index(int number, Override override, ArrayNode list, Segment segment) {
        // A number of ten digits is no index of anything, and no int either.
        long index = Long.parseLong(
                "0" + segment.index().substring(0, Math.min(10, segment.index().length())));
        if (index >= list.size()) {
            throw new OverrideException(
                    number,
                    override.path(),
                    "wants element %s of \"%s\", which has %d".formatted(segment.index(), segment.key(), list.size()));
        }
        return (int) index;
    }

    private static void set(int number, Override override, ObjectNode parent, Segment segment) {
        JsonNode value = JSON.valueToTree(override.value());
        if (segment.index() == null) {
            parent.set(segment.key(), value);
            return;
        }
        ArrayNode list = list(number, override, parent, segment);
        if (segment.index().equals("-")) {
            list.add(value);
        } else {
            list.set(index(number, override, list, segment), value);
        }
    }
}
