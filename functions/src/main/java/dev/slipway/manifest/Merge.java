package dev.slipway.manifest;

import dev.slipway.manifest.FieldType.Anything;
import dev.slipway.manifest.FieldType.Exclusive;
import dev.slipway.manifest.FieldType.MapOf;
import dev.slipway.manifest.FieldType.Section;
import dev.slipway.manifest.Node.Entry;
import dev.slipway.manifest.Node.Mapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lays an environment's section over the base: maps are merged key by key, everything else is replaced, a key without a
 * value changes nothing. Of a field with two forms the override's form wins, and what the base says in the other form is
 * gone. Every node keeps the place in the file where it was written.
 */
final class Merge {
    private Merge() {}

    /** The manifest for one environment, without its {@code environments}. */
    static Mapping forEnvironment(Mapping manifest, String environment) {
        Map<String, Entry> entries = new LinkedHashMap<>(manifest.entries());
        Entry environments = entries.remove("environments");
        Mapping base = new Mapping(manifest.path(), manifest.position(), entries);
        if (environments == null
                || !(environments.value() instanceof Mapping sections)
                || !sections.entries().containsKey(environment)
                || !(sections.entries().get(environment).value() instanceof Mapping override)) {
            return base;
        }
        Map<String, Entry> overrides = new LinkedHashMap<>(override.entries());
        overrides.remove("name");
        overrides.remove("type");
        return (Mapping)
                merge(base, new Mapping(override.path(), override.position(), overrides), Optional.of(Schema.MANIFEST));
    }

    private static Node merge(Node base, Node override, Optional<FieldType> type) {
        if (override.isNull()) {
            return base;
        }
        Optional<FieldType> form = type.flatMap(t -> t.formOf(override));
        boolean sameForm = form.isPresent() && form.equals(type.flatMap(t -> t.formOf(base)));
        if (!sameForm
                || form.get() instanceof Anything
                || !(base instanceof Mapping below)
                || !(override instanceof Mapping above)) {
            return override;
        }
        return mapping(below, above, form.get());
    }

    private static Mapping mapping(Mapping base, Mapping override, FieldType form) {
        Map<String, Entry> entries = new LinkedHashMap<>(base.entries());
        if (form instanceof Section section) {
            for (Exclusive exclusive : section.exclusive()) {
                if (exclusive.given().stream().anyMatch(key -> isSet(override, key))) {
                    exclusive.dropped().forEach(entries::remove);
                }
            }
        }
        override.entries().forEach((key, entry) -> {
            Entry below = entries.get(key);
            if (below == null) {
                entries.put(key, entry);
            } else if (!entry.value().isNull()) {
                entries.put(key, new Entry(entry.key(), merge(below.value(), entry.value(), typeOf(form, key))));
            }
        });
        return new Mapping(base.path(), base.position(), entries);
    }

    private static Optional<FieldType> typeOf(FieldType form, String key) {
        return form instanceof Section section
                ? section.field(key).map(FieldType.Field::type)
                : Optional.of(((MapOf) form).value());
    }

    private static boolean isSet(Mapping mapping, String key) {
        Entry entry = mapping.entries().get(key);
        return entry != null && !entry.value().isNull();
    }
}
