package dev.slipway.local.cli;

import dev.slipway.local.cli.Documents.Key;
import dev.slipway.local.cli.Status.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The latest deployment of services, and earlier ones of one service, as tables and in full. */
final class StatusLines {
    private static final String NOTHING = "-";

    private StatusLines() {}

    /** @param found of each key, in the same order */
    static List<String> table(List<Key> keys, List<Optional<Document>> found) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            Optional<Status> status = found.get(i).map(Document::status);
            rows.add(List.of(
                    key.environment(),
                    key.service(),
                    status.map(one -> one.status().name()).orElse("never deployed"),
                    status.map(StatusLines::when).orElse(NOTHING),
                    status.flatMap(Status::image).orElse(NOTHING),
                    status.flatMap(Status::endpoint).orElse(NOTHING)));
        }
        return Table.lines(List.of("ENVIRONMENT", "SERVICE", "STATUS", "WHEN", "IMAGE", "ENDPOINT"), rows);
    }

    /** The newest first, as they come. */
    static List<String> history(List<Status> deployments) {
        return Table.lines(
                List.of("WHEN", "STATUS", "TOOK", "CAUSE", "DEPLOYMENT", "VERSION", "IMAGE"),
                deployments.stream()
                        .map(status -> List.of(
                                when(status),
                                status.status().name(),
                                took(status).orElse(NOTHING),
                                status.trigger().type().orElse(NOTHING),
                                status.deployment().orElse(NOTHING),
                                status.manifest()
                                        .flatMap(Status.Version::versionId)
                                        .orElse(NOTHING),
                                status.image().orElse(NOTHING)))
                        .toList());
    }

    /** Everything that a user may want to know, and in the last line what is true now. */
    static List<String> full(Status status) {
        List<String> lines = new ArrayList<>();
        lines.add("Service     " + status.service().orElse(NOTHING)
                + status.environment().map(name -> " in " + name).orElse("")
                + status.application().map(name -> " of " + name).orElse(""));
        lines.add("Status      " + status.status() + ", " + when(status)
                + took(status).map(time -> ", after " + time).orElse(""));
        lines.add("Cause       " + status.trigger().type().orElse(NOTHING));
        lines.add("Deployment  " + status.deployment().orElse(NOTHING));
        status.manifest().flatMap(Status.Version::versionId).ifPresent(version -> lines.add("Version     " + version));
        if (!status.isFinal()) {
            status.steps().stream()
                    .filter(step -> step.state() == Status.Progress.RUNNING)
                    .forEach(step -> lines.add("Step        " + step.name() + ", " + Wording.of(step)
                            + status.rollout()
                                    .map(rollout -> ": " + Wording.of(rollout))
                                    .orElse("")));
        }
        lines.add("");
        status.problems().forEach(problem -> lines.add(ProblemLine.of("manifest.yml", problem)));
        lines.addAll(Report.failure(status));
        lines.addAll(Report.result(status));
        return lines;
    }

    private static String when(Status status) {
        return status.finishedAt()
                .or(status::startedAt)
                .map(time -> time.truncatedTo(ChronoUnit.SECONDS))
                .map(Instant::toString)
                .orElse(NOTHING);
    }

    private static Optional<String> took(Status status) {
        return status.status() == Outcome.IN_PROGRESS
                ? Optional.empty()
                : status.startedAt()
                        .flatMap(start -> status.finishedAt().map(end -> Wording.of(Duration.between(start, end))));
    }
}
