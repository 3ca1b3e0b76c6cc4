package dev.slipway.manifest;

import dev.slipway.manifest.FieldType.Duration;
import dev.slipway.manifest.FieldType.Either;
import dev.slipway.manifest.FieldType.Field;
import dev.slipway.manifest.FieldType.ListOf;
import dev.slipway.manifest.FieldType.MapOf;
import dev.slipway.manifest.FieldType.Off;
import dev.slipway.manifest.FieldType.Section;
import dev.slipway.manifest.FieldType.Text;
import dev.slipway.manifest.FieldType.Truth;
import dev.slipway.manifest.FieldType.Whole;
import dev.slipway.manifest.Node.Mapping;
import dev.slipway.manifest.Node.Scalar;
import dev.slipway.manifest.Node.Sequence;
import dev.slipway.manifest.Node.Style;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds a tree against {@link Schema}: an unknown key is a warning, a value of the wrong type is an error. That includes
 * those that Copilot swallowed: its fields with two forms took a wrong value as if it had not been written.
 */
final class Check {
    private final boolean interpolated;
    private final Problems problems;

    private Check(boolean interpolated, Problems problems) {
        this.interpolated = interpolated;
        this.problems = problems;
    }

    /** The manifest as it was written: what contains variables may still become anything. */
    static void written(Node manifest, Problems problems) {
        new Check(false, problems).node(manifest, Schema.MANIFEST);
    }

    /** One environment's manifest, with the variables' values in it. */
    static void interpolated(Node manifest, Problems problems) {
        new Check(true, problems).node(manifest, Schema.MANIFEST);
    }

    private void node(Node node, FieldType type) {
        if (problems.isFull() || node.isNull() || isOpen(node, type)) {
            return;
        }
        FieldType form = type.formOf(node).orElse(null);
        if (form == null) {
            wrongType(node, type);
        } else if (form instanceof Either either) {
            node(node, either);
        } else if (node instanceof Sequence sequence && form instanceof ListOf list) {
            sequence.items().forEach(item -> node(item, list.item()));
        } else if (node instanceof Mapping mapping && form instanceof MapOf map) {
            mapping.entries().values().forEach(entry -> node(entry.value(), map.value()));
        } else if (node instanceof Mapping mapping && form instanceof Section section) {
            section(mapping, section);
        } else if (node instanceof Scalar scalar && !fits(scalar, form)) {
            wrongType(node, type);
        }
    }

    /** Its value is not known before variables are put in, or was not to be had: it may still become anything. */
    private boolean isOpen(Node node, FieldType type) {
        if (!(node instanceof Scalar scalar)) {
            return false;
        }
        boolean open =
                scalar.style() == Style.UNDEFINED || (!interpolated && Interpolation.hasVariables(scalar.text()));
        return open && (type instanceof Either || type.isScalar() || type instanceof ListOf);
    }

    private void section(Mapping mapping, Section section) {
        mapping.entries().forEach((key, entry) -> {
            Optional<Field> field = section.field(key);
            if (field.isEmpty()) {
                unknown(section, key, entry);
            } else if (entry.value().isNull() && !field.get().mayBeEmpty()) {
                problems.error(
                        "wrong-type",
                        entry.value().path(),
                        entry.value().position(),
                        "must be " + field.get().type().describe() + ", not empty",
                        "leave the key out for the default");
            } else {
                node(entry.value(), field.get().type());
            }
        });
    }

    private void unknown(Section section, String key, Node.Entry entry) {
        if (problems.isFull()) {
            return;
        }
        Path path = entry.value().path();
        String where = path.parent().toString();
        problems.warning(
                "unknown-key",
                path,
                entry.key(),
                "is no field of " + (where.isEmpty() ? "a manifest" : where) + " and has no effect",
                Suggestions.forUnknown(key, section, where));
    }

    private static boolean fits(Scalar scalar, FieldType type) {
        if (type instanceof Whole whole) {
            OptionalLong value = Scalars.whole(scalar);
            return value.isPresent() && value.getAsLong() >= whole.min() && value.getAsLong() <= whole.max();
        }
        if (type instanceof FieldType.Decimal) {
            return Scalars.decimal(scalar).isPresent();
        }
        if (type instanceof Truth) {
            return Scalars.truth(scalar).isPresent();
        }
        if (type instanceof Off) {
            return Scalars.truth(scalar).equals(Optional.of(false));
        }
        if (type instanceof Duration) {
            return Scalars.duration(scalar).isPresent();
        }
        return true;
    }

    private void wrongType(Node node, FieldType type) {
        String says = "must be " + type.describe() + ", not " + Scalars.describe(node);
        problems.error("wrong-type", node.path(), node.position(), says, hint(node, type));
    }

    private static String hint(Node node, FieldType type) {
        List<FieldType> forms = type instanceof Either either ? either.forms() : List.of(type);
        if (!(node instanceof Scalar scalar)) {
            boolean single = node instanceof Mapping && forms.stream().anyMatch(ListOf.class::isInstance);
            return single ? "begin it with \"- \" to make it a list of one" : "";
        }
        for (FieldType form : forms) {
            if (form instanceof Duration && Scalars.decimal(scalar).isPresent()) {
                return "write " + scalar.text() + "s for seconds";
            }
            Scalar bare = new Scalar(scalar.path(), scalar.position(), scalar.text(), Style.PLAIN);
            if (!scalar.isBare() && !(form instanceof Text) && form.isScalar() && fits(bare, form)) {
                return "leave the quotes away";
            }
            if (form instanceof Off && Scalars.truth(scalar).isPresent()) {
                return "write the rule itself: a map that has a path";
            }
            if (form instanceof ListOf && !scalar.text().isEmpty()) {
                return "write it as a list: [" + Scalars.shortened(scalar.text()) + "]";
            }
        }
        return "";
    }
}
