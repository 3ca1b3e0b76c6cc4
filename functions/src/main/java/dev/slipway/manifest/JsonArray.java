package dev.slipway.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a JSON array of strings. A JSON library would take longer to load than a manifest takes to read. */
final class JsonArray {
    private static final Map<Character, String> ESCAPES =
            Map.of('"', "\"", '\\', "\\", '/', "/", 'b', "\b", 'f', "\f", 'n', "\n", 'r', "\r", 't', "\t");

    private final String text;
    private int at;

    private JsonArray(String text) {
        this.text = text;
    }

    /** Its items; empty if the text is anything else, or an array without items. */
    static Optional<List<String>> parse(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("[") || !stripped.endsWith("]")) {
            return Optional.empty();
        }
        return new JsonArray(stripped).items();
    }

    private Optional<List<String>> items() {
        List<String> items = new ArrayList<>();
        do {
            at++;
            skipSpace();
            Optional<String> item = item();
            if (item.isEmpty()) {
                return Optional.empty();
            }
            items.add(item.get());
            skipSpace();
        } while (is(','));
        return is(']') && at == text.length() - 1 ? Optional.of(items) : Optional.empty();
    }

    private Optional<String> item() {
        if (!is('"')) {
            return Optional.empty();
        }
        StringBuilder item = new StringBuilder();
        for (at++; at < text.length() && !is('"'); at++) {
            char c = text.charAt(at);
            if (c < ' ') {
                return Optional.empty();
            }
            if (c != '\\') {
                item.append(c);
                continue;
            }
            at++;
            if (is('u') && text.substring(at).matches("(?s)u[0-9a-fA-F]{4}.*")) {
                item.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                at += 4;
            } else if (at < text.length() && ESCAPES.containsKey(text.charAt(at))) {
                item.append(ESCAPES.get(text.charAt(at)));
            } else {
                return Optional.empty();
            }
        }
        if (!is('"')) {
            return Optional.empty();
        }
        at++;
        return Optional.of(item.toString());
    }

    private void skipSpace() {
        while (is(' ') || is('\t') || is('\n') || is('\r')) {
            at++;
        }
    }

    private boolean is(char c) {
        return at < text.length() && text.charAt(at) == c;
    }
}
