package dev.slipway.manifest;

import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** SnakeYAML's parser, whose every complaint is a {@link Problem} with its position. */
final class YamlEvents {
    private final StreamReader reader;
    private final ParserImpl parser;

    YamlEvents(String text) {
        refuseControlCharacters(text);
        reader = new StreamReader(text);
        parser = new ParserImpl(reader, new LoaderOptions());
    }

    /** Goes to the first document's content; false if there is none. */
    boolean startDocument() {
        next();
        if (peek().is(Event.ID.StreamEnd)) {
            return false;
        }
        next();
        return true;
    }

    /** Where a document begins after the one that was read; nobody is concerned by what is wrong with it. */
    Optional<Position> nextDocument() {
        try {
            next();
            return peek().is(Event.ID.DocumentStart) ? Optional.of(position()) : Optional.empty();
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    Event next() {
        Event event = peek();
        parser.getEvent();
        return event;
    }

    boolean atEndOfCollection() {
        Event event = peek();
        return event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd);
    }

    Position position() {
        return position(peek());
    }

    static Position position(Event event) {
        return position(event.getStartMark());
    }

    /** To be thrown: reading cannot go on from here. */
    Unreadable unreadable(String message, Position at) {
        return new Unreadable(Problem.error("yaml-syntax", "", at, "the manifest cannot be read: " + message));
    }

    private Event peek() {
        try {
            return parser.peekEvent();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
            throw syntax(e.getProblem(), mark != null ? position(mark) : here());
        } catch (RuntimeException e) {
            // The scanner is known to let some malformed escapes and directives through to the JDK's own checks.
            throw syntax("it has an escape or a directive that YAML does not know", here());
        }
    }

    private static Unreadable syntax(String problem, Position at) {
        String says = problem == null ? "something is missing here" : problem.strip();
        Problem found = Problem.error("yaml-syntax", "", at, "the manifest is not valid YAML: " + says);
        return new Unreadable(hint(says).map(found::withHint).orElse(found));
    }

    private static Optional<String> hint(String problem) {
        if (problem.contains("TAB") || problem.contains("'\\t'")) {
            return Optional.of("indent with spaces; YAML does not allow tabs there");
        }
        if (problem.contains("mapping values are not allowed")) {
            return Optional.of("is the line indented as its neighbours are? A text with \": \" in it needs quotes");
        }
        if (problem.contains("escape character $")) {
            return Optional.of("in double quotes write \\\\${NAME} for a literal ${NAME}");
        }
        if (problem.contains("expected ',' or")) {
            return Optional.of("between braces or brackets a text like ${NAME} needs quotes: \"${NAME}\"");
        }
        if (problem.contains("expected <block end>")) {
            return Optional.of("this line is indented differently from those it belongs to");
        }
        return Optional.empty();
    }

    private Position here() {
        return new Position(reader.getLine() + 1, reader.getColumn() + 1);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static void refuseControlCharacters(String text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                throw syntax("the character U+%04X is not allowed".formatted(c), new Position(line, column));
            }
            boolean newLine = c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
            line = newLine ? line + 1 : line;
            column = newLine ? 1 : column + 1;
            i += Character.charCount(c);
        }
    }

    /** The text is no YAML, or more than a manifest may be. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Problem problem;

        Unreadable(Problem problem) {
            super(problem.message(), null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
