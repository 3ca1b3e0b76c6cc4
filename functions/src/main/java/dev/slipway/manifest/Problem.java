package dev.slipway.manifest;

import java.util.Optional;

/**
 * Something wrong, or doubtful, about a manifest, and where.
 *
 * @param severity an error stops the deployment before anything is changed, a warning does not
 * @param code a stable name for programs, such as {@code unknown-key}
 * @param path where in the manifest, such as {@code environments.prod.http.additional_rules[0].path}
 * @param line from 1; 0 where the problem has no place in the file (it is then left out of status.json)
 * @param column from 1; likewise
 * @param message one sentence for the user
 * @param hint what to do about it, where that is known
 */
public record Problem(
        Severity severity, String code, String path, int line, int column, String message, Optional<String> hint) {

    /** How grave a problem is, from the worst. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public static Problem error(String code, String path, Position at, String message) {
        return new Problem(Severity.ERROR, code, path, at.line(), at.column(), message, Optional.empty());
    }

    public static Problem warning(String code, String path, Position at, String message) {
        return new Problem(Severity.WARNING, code, path, at.line(), at.column(), message, Optional.empty());
    }

    public Problem withHint(String hint) {
        return new Problem(severity, code, path, line, column, message, Optional.of(hint));
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
