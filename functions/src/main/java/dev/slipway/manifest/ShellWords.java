package dev.slipway.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a command into its words as Copilot did (with <a href="https://github.com/google/shlex">shlex</a>): quotes and
 * comments as in a shell, variables are left alone, and a backslash between double quotes takes the next character as it
 * is, whatever it is.
 */
final class ShellWords {
    private ShellWords() {}

    /** Empty if a quote or a backslash is left open. */
    static Optional<List<String>> split(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (word != null) {
                    words.add(word.toString());
                }
                word = null;
                continue;
            }
            if (c == '#' && word == null) {
                int end = command.indexOf('\n', i);
                i = end < 0 ? command.length() : end;
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == '\\' && quote != '\'') {
                if (++i == command.length()) {
                    return Optional.empty();
                }
                word.append(command.charAt(i));
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            return Optional.empty();
        }
        if (word != null) {
            words.add(word.toString());
        }
        return Optional.of(words);
    }
}
