package dev.slipway.local.cli;

import dev.slipway.manifest.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What is said once, however often it is learnt: problems, which deployment it is, which one it waits for. */
final class Announcements {
    private final String file;
    private final Consumer<String> lines;
    private final Set<String> said = new HashSet<>();

    /** @param file the manifest as the user named it */
    Announcements(String file, Consumer<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    void problems(List<Problem> problems) {
        problems.forEach(problem -> once(ProblemLine.of(file, problem)));
    }

    void running(Status status) {
        status.deployment().ifPresent(deployment -> once("Deployment " + deployment));
        status.problems().forEach(problem -> once(ProblemLine.of(file, problem)));
    }

    void waitingFor(Status other) {
        once("Waiting for " + other.deployment().orElse("another deployment") + ", which has the service now");
    }

    void once(String line) {
        if (said.add(line)) {
            lines.accept(line);
        }
    }
}
