package dev.slipway.manifest;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A manifest's YAML as a tree: aliases and merge keys are resolved, and a scalar is the text that was written, since
 * only the field that it is for says whether {@code on} is a word or a truth. A node keeps the path and the position
 * it has in the file, also after it was merged over another.
 */
sealed interface Node {
    Path path();

    /** Of a scalar where it begins; of a map or list where its key stands. */
    Position position();

    /** What YAML calls null: nothing, {@code ~} or {@code null}. */
    default boolean isNull() {
        return false;
    }

    record Scalar(Path path, Position position, String text, Style style) implements Node {
        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

        @Override
        public boolean isNull() {
            return style == Style.PLAIN && NULLS.contains(text);
        }

        /** Whether it can be a number or a truth, which a text in quotes cannot. */
        boolean isBare() {
            return style == Style.PLAIN || style == Style.SUBSTITUTED;
        }
    }

    record Sequence(Path path, Position position, List<Node> items) implements Node {}

    /** @param entries in the order of the file */
    record Mapping(Path path, Position position, Map<String, Entry> entries) implements Node {}

    record Entry(Position key, Node value) {}

    /** How a scalar was written. */
    enum Style {
        PLAIN,
        QUOTED,
        /** A block that keeps its line breaks: {@code |}. */
        LITERAL,
        /** Written without quotes, and what stands for a variable in it is the variable's value. */
        SUBSTITUTED,
        /** It needs a variable that has no value, which was reported; nothing more can be said about it. */
        UNDEFINED
    }
}
