package dev.slipway.local.cli;

import dev.slipway.local.cli.Status.Outcome;
import dev.slipway.manifest.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

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
        if (status.status() != Outcome.PLANNED && !status.changesNothing()) {
            once("Plan:\n"
                    + PlanLines.of(status).stream().map(line -> "  " + line).collect(Collectors.joining("\n")));
        }
        status.rollout().ifPresent(this::news);
    }

    /** What ECS and the load balancer say about the tasks that are waited for. */
    private void news(Status.Rollout rollout) {
        rollout.events().forEach(event -> once("ECS: " + Wording.brief(event.message())));
        rollout.stopped().forEach(reason -> once("ECS: " + Wording.brief(reason)));
        rollout.targets().forEach(reason -> once("Load balancer: " + Wording.brief(reason)));
    }

    void waitingFor(Status other) {
        once("Waiting for " + other.deployment().orElse("another deployment") + ", which has the service now");
    }

    void once(String line) {
        if (said.add(line)) {
            line.lines().forEach(lines);
        }
    }
}
