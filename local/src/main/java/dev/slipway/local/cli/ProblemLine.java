package dev.slipway.local.cli;

import dev.slipway.local.cli.Status.Said;
import dev.slipway.manifest.Problem;
import java.util.Locale;
import java.util.Optional;

/** A problem with a manifest as one line that editors and terminals can jump to: {@code PATH:LINE:COLUMN: error: …}. */
final class ProblemLine {
    private ProblemLine() {}

    static String of(String file, Problem problem) {
        String severity = problem.severity().name().toLowerCase(Locale.ROOT);
        return line(file, problem.line(), problem.column(), severity, problem.message(), problem.hint());
    }

    static String of(String file, Said problem) {
        return line(
                file,
                problem.line().orElse(0),
                problem.column().orElse(0),
                problem.severity(),
                problem.message(),
                problem.hint());
    }

    private static String line(
            String file, int line, int column, String severity, String message, Optional<String> hint) {
        String place = line == 0 ? file : file + ":" + line + ":" + Math.max(1, column);
        String text = message.strip() + hint.map(h -> " (" + h + ")").orElse("");
        return place + ": " + severity + ": " + text.replaceAll("\\s*\\R\\s*", " ");
    }
}
