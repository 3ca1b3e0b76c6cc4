package dev.slipway.manifest;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What may stand in a field of a manifest. */
sealed interface FieldType {

    /**
     * Any scalar: a text target takes {@code on}, {@code 010} and {@code 1.50} as they were written.
     *
     * @param words what editors offer; none where any text will do
     */
    record Text(List<String> words) implements FieldType {}

    record Whole(long min, long max) implements FieldType {}

    record Decimal() implements FieldType {}

    record Truth() implements FieldType {}

    /** Nothing but {@code false}. */
    record Off() implements FieldType {}

    /** With units: {@code 60s}, {@code 1m30s}. */
    record Duration() implements FieldType {}

    record Anything() implements FieldType {}

    record ListOf(FieldType item) implements FieldType {}

    /** A map whose keys are the user's own names. */
    record MapOf(FieldType value) implements FieldType {}

    /**
     * A map with known fields.
     *
     * @param exclusive what an environment's override drops from the base
     */
    record Section(List<Field> fields, List<Exclusive> exclusive) implements FieldType {
        Optional<Field> field(String name) {
            return fields.stream().filter(field -> field.name().equals(name)).findFirst();
        }
    }

    /** One of several forms, of which a scalar, a list and a map fit one each at most. */
    record Either(List<FieldType> forms) implements FieldType {}

    /** If an override has one of {@code given}, the base loses {@code dropped}. */
    record Exclusive(Set<String> given, Set<String> dropped) {}

    /**
     * @param byDefault what is used where the field is absent, in words; empty if that is nothing
     * @param doc one sentence for the reference
     */
    record Field(String name, FieldType type, boolean required, boolean mayBeEmpty, String byDefault, String doc) {
        Field whichIsRequired() {
            return new Field(name, type, true, mayBeEmpty, byDefault, doc);
        }

        /** A key without a value is an error, where elsewhere it is as good as absent. */
        Field whichMustHaveAValue() {
            return new Field(name, type, required, false, byDefault, doc);
        }
    }

    /** The form that a node of this shape can have; this type itself if it has but one. */
    default Optional<FieldType> formOf(Node node) {
        if (this instanceof Either either) {
            return either.forms().stream().filter(form -> form.takes(node)).findFirst();
        }
        return takes(node) ? Optional.of(this) : Optional.empty();
    }

    private boolean takes(Node node) {
        if (this instanceof Anything) {
            return true;
        }
        if (this instanceof Either either) {
            return either.forms().stream().anyMatch(form -> form.takes(node));
        }
        if (node instanceof Node.Sequence) {
            return this instanceof ListOf;
        }
        if (node instanceof Node.Mapping) {
            return this instanceof Section || this instanceof MapOf;
        }
        return isScalar();
    }

    default boolean isScalar() {
        return this instanceof Text
                || this instanceof Whole
                || this instanceof Decimal
                || this instanceof Truth
                || this instanceof Off
                || this instanceof Duration;
    }

    /** For messages: {@code a whole number}, {@code a text or a list}. */
    default String describe() {
        if (this instanceof Text) {
            return "a text";
        }
        if (this instanceof Whole whole) {
            return whole.min() == Integer.MIN_VALUE
                    ? "a whole number"
                    : "a whole number from " + whole.min() + " to " + whole.max();
        }
        if (this instanceof Decimal) {
            return "a number";
        }
        if (this instanceof Truth) {
            return "true or false";
        }
        if (this instanceof Off) {
            return "false";
        }
        if (this instanceof Duration) {
            return "a duration with its unit, such as 30s or 1m30s";
        }
        if (this instanceof ListOf) {
            return "a list";
        }
        if (this instanceof Either either) {
            List<String> forms =
                    either.forms().stream().map(FieldType::describe).toList();
            int last = forms.size() - 1;
            return String.join(", ", forms.subList(0, last)) + " or " + forms.get(last);
        }
        return "a map";
    }
}
