package dev.slipway.manifest;

import dev.slipway.manifest.FieldType.ListOf;
import dev.slipway.manifest.FieldType.MapOf;
import dev.slipway.manifest.FieldType.Section;
import dev.slipway.manifest.Node.Mapping;
import dev.slipway.manifest.Node.Sequence;
import java.util.HashMap;
import java.util.Map;

/** Where the fields of a merged manifest stand in the file, by their paths in the merged manifest. */
final class Positions {
    private final Map<String, Position> positions = new HashMap<>();

    private Positions() {}

    static Map<String, Position> of(Mapping manifest) {
        Positions all = new Positions();
        all.collect(manifest, Path.ROOT, Schema.MANIFEST);
        return Map.copyOf(all.positions);
    }

    /** Only what the schema knows: what has no effect is not asked for, and may be of any size. */
    private void collect(Node node, Path path, FieldType type) {
        positions.put(path.toString(), node.position());
        FieldType form = type.formOf(node).orElse(Fields.ANYTHING);
        if (node instanceof Sequence sequence && form instanceof ListOf list) {
            for (int i = 0; i < sequence.items().size(); i++) {
                collect(sequence.items().get(i), path.item(i), list.item());
            }
        } else if (node instanceof Mapping mapping) {
            mapping.entries().forEach((key, entry) -> {
                if (form instanceof MapOf map) {
                    collect(entry.value(), path.child(key), map.value());
                } else if (form instanceof Section section && section.field(key).isPresent()) {
                    collect(
                            entry.value(),
                            path.child(key),
                            section.field(key).get().type());
                }
            });
        }
    }
}
