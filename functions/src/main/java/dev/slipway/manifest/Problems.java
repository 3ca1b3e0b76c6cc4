package dev.slipway.manifest;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a manifest, collected: every problem once, at most {@value #MOST} of them. */
final class Problems {
    /** Nobody reads more, and what a deployment says about itself must fit into its state machine's 256 KiB. */
    static final int MOST = 100;

    private final Set<Problem> found = new LinkedHashSet<>();
    private final Set<Path> mistyped = new HashSet<>();

    void add(Problem problem) {
        if (!isFull()) {
            found.add(problem);
        }
    }

    /** @param says the message after the field's own name: {@code must be a whole number} */
    void error(String code, Path path, Position at, String says) {
        error(code, path, at, says, "");
    }

    void error(String code, Path path, Position at, String says, String hint) {
        if (code.equals("wrong-type")) {
            mistyped.add(path);
        } else if (isMistyped(path)) {
            return;
        }
        Problem problem = Problem.error(code, path.toString(), at, message(path, says));
        add(hint.isEmpty() ? problem : problem.withHint(hint));
    }

    /** What has the wrong type lacks everything else too, and it would help nobody to say so. */
    private boolean isMistyped(Path path) {
        for (Path p = path; p != null; p = p.parent()) {
            if (mistyped.contains(p)) {
                return true;
            }
        }
        return false;
    }

    void warning(String code, Path path, Position at, String says, String hint) {
        Problem problem = Problem.warning(code, path.toString(), at, message(path, says));
        add(hint.isEmpty() ? problem : problem.withHint(hint));
    }

    boolean isFull() {
        return found.size() >= MOST;
    }

    boolean has(String code) {
        return found.stream().anyMatch(problem -> problem.code().equals(code));
    }

    boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    List<Problem> inOrder() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }

    private static String message(Path path, String says) {
        return (path.parent() == null ? "the manifest" : path) + " " + says;
    }
}
