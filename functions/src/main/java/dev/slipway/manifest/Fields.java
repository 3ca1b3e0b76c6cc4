package dev.slipway.manifest;

import dev.slipway.manifest.FieldType.Either;
import dev.slipway.manifest.FieldType.Exclusive;
import dev.slipway.manifest.FieldType.Field;
import dev.slipway.manifest.FieldType.ListOf;
import dev.slipway.manifest.FieldType.MapOf;
import dev.slipway.manifest.FieldType.Section;
import dev.slipway.manifest.FieldType.Text;
import dev.slipway.manifest.FieldType.Truth;
import dev.slipway.manifest.FieldType.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words that {@link Schema} is written in. */
final class Fields {
    static final FieldType TEXT = new Text(List.of());
    static final FieldType TRUTH = new Truth();
    static final FieldType OFF = new FieldType.Off();
    static final FieldType DURATION = new FieldType.Duration();
    static final FieldType DECIMAL = new FieldType.Decimal();
    static final FieldType WHOLE = new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
    static final FieldType PORT = new Whole(0, 65535);
    static final FieldType UNSIGNED = new Whole(0, 4294967295L);
    static final FieldType ANYTHING = new FieldType.Anything();
    static final FieldType TEXT_OR_LIST = either(TEXT, listOf(TEXT));

    private Fields() {}

    /** A text that is one of these words; {@link ServiceReader} sees to that. */
    static FieldType word(String... words) {
        return new Text(List.of(words));
    }

    static FieldType either(FieldType... forms) {
        return new Either(List.of(forms));
    }

    static FieldType listOf(FieldType item) {
        return new ListOf(item);
    }

    static FieldType mapOf(FieldType value) {
        return new MapOf(value);
    }

    static Section section(Field... fields) {
        return new Section(List.of(fields), List.of());
    }

    /** A section of which an override keeps but one group of fields: any of it drops the others from the base. */
    static Section alternatives(List<Set<String>> groups, Field... fields) {
        List<Exclusive> exclusive = new ArrayList<>();
        for (Set<String> given : groups) {
            for (Set<String> dropped : groups) {
                if (!given.equals(dropped)) {
                    exclusive.add(new Exclusive(given, dropped));
                }
            }
        }
        return new Section(List.of(fields), exclusive);
    }

    static Field field(String name, FieldType type, String byDefault, String doc) {
        return new Field(name, type, false, true, byDefault, doc);
    }

    static Field field(String name, FieldType type, String doc) {
        return field(name, type, "", doc);
    }

    static Field required(String name, FieldType type, String doc) {
        return field(name, type, "", doc).whichIsRequired();
    }
}
