package dev.slipway.local.cli;

import dev.slipway.local.cli.Status.Action;
import dev.slipway.local.cli.Status.DnsRecord;
import dev.slipway.local.cli.Status.Failure;
import dev.slipway.local.cli.Status.Progress;
import dev.slipway.local.cli.Status.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is said once a deployment has ended. */
final class Report {
    private static final Pattern LOG = Pattern.compile("log of (\\S+): (.*)");

    private Report() {}

    /** What exists now, what is left to do, and in the last line what is true now. */
    static List<String> result(Status status) {
        List<String> lines = new ArrayList<>();
        switch (status.status()) {
            case SUCCEEDED, UNCHANGED -> lines.addAll(existing(status));
            case REMOVED -> lines.addAll(kept(status));
            default -> {}
        }
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(verdict(status));
        return lines;
    }

    /** What would happen, step by step, and in the last line all of it in one sentence. */
    static List<String> plan(Status status) {
        List<String> lines = new ArrayList<>(PlanLines.of(status));
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(verdict(status));
        return lines;
    }

    /** Why it failed, and what became of what had been done. */
    static List<String> failure(Status status) {
        List<String> lines = new ArrayList<>();
        // What refused a manifest stands among its problems already.
        status.failure().filter(failure -> firstError(status).isEmpty()).ifPresent(failure -> {
            lines.add("Failed" + failure.step().map(step -> " in step " + step).orElse("") + ": " + cause(failure));
            lines.addAll(evidence(failure));
        });
        // The step that failed may have done half of its work: its undo comes first.
        listed("Undone: ", status, Progress.UNDONE, Progress.FAILED).ifPresent(lines::add);
        listed("Could not be undone: ", status, Progress.UNDO_FAILED).ifPresent(lines::add);
        status.failure().flatMap(Failure::hint).ifPresent(hint -> lines.add("Next: " + hint));
        return lines;
    }

    /** The reasons, but the one that the message ends with already; the lines of a log, which come last, under a title. */
    private static List<String> evidence(Failure failure) {
        List<String> lines = new ArrayList<>();
        String container = "";
        for (String reason : failure.reasons()) {
            Matcher line = LOG.matcher(reason);
            if (!line.matches()) {
                String said = Wording.brief(reason);
                if (!cause(failure).endsWith(said)) {
                    lines.add("  - " + said);
                }
                continue;
            }
            if (!container.equals(line.group(1))) {
                container = line.group(1);
                lines.add("  Last lines of the log of " + container + ":");
            }
            lines.add("    | " + line.group(2));
        }
        return lines;
    }

    /** One sentence about the world as it is now. */
    static String verdict(Status status) {
        String what = status.endpoint()
                .orElseGet(() -> status.service().orElse("the service")
                        + status.environment()
                                .map(environment -> " in " + environment)
                                .orElse(""));
        String cause =
                status.failure().map(failure -> " Cause: " + cause(failure)).orElse("");
        return switch (status.status()) {
            case SUCCEEDED -> "Deployed: " + what;
            case UNCHANGED -> "Nothing to change: " + what;
            case REJECTED -> "Rejected: nothing was changed." + cause;
            case ROLLED_BACK -> "Rolled back: everything is as it was before." + cause;
            case ROLLBACK_FAILED -> "Rollback failed: not everything could be put back." + cause;
            case REMOVED -> "Removed: " + what;
            case SUPERSEDED -> "Superseded: a newer upload of this manifest took the place of this one.";
            case PLANNED ->
                status.changesNothing()
                        ? "Nothing would change."
                        : "Planned: " + changed(status) + ". Nothing was changed.";
            case IN_PROGRESS, UNKNOWN ->
                "Still in progress: " + status.execution().orElse("the outcome is not known yet");
        };
    }

    private static List<String> existing(Status status) {
        List<String> lines = new ArrayList<>();
        List<List<String>> rows = status.steps().stream()
                .flatMap(step -> step.resources().stream().map(arn -> row(step, arn)))
                .toList();
        if (!rows.isEmpty()) {
            lines.addAll(Table.lines(List.of("STEP", "RESOURCE", "NAME"), rows));
        }
        List<String> facts = Stream.of(
                        status.endpoint().map(url -> "URL    " + url),
                        status.image().map(image -> "Image  " + image))
                .flatMap(Optional::stream)
                .toList();
        addBlock(lines, facts);
        addBlock(lines, dns(status.dns()));
        addBlock(lines, kept(status));
        return lines;
    }

    private static List<String> row(Step step, String arn) {
        ResourceName resource = ResourceName.of(arn);
        return List.of(step.name(), resource.type(), resource.name());
    }

    private static List<String> dns(List<DnsRecord> records) {
        if (records.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("DNS records to set, unless they are:");
        Table.lines(
                        List.of("NAME", "TYPE", "VALUE"),
                        records.stream()
                                .map(record -> List.of(record.name(), record.type(), record.value()))
                                .toList())
                .forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static List<String> kept(Status status) {
        if (status.kept().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("Kept, because it is data or shared:");
        status.kept().forEach(kept -> lines.add("  " + ResourceName.of(kept).sentence()));
        return lines;
    }

    private static void addBlock(List<String> lines, List<String> block) {
        if (!block.isEmpty() && !lines.isEmpty()) {
            lines.add("");
        }
        lines.addAll(block);
    }

    private static Optional<String> listed(String title, Status status, Progress... states) {
        List<String> names = status.steps().stream()
                .filter(step -> List.of(states).contains(step.state()))
                .map(Step::name)
                .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(title + String.join(", ", names));
    }

    /** {@code target-group to create, alarms to update} */
    private static String changed(Status status) {
        return String.join(
                ", ",
                status.steps().stream()
                        .filter(step -> step.action() != Action.NONE)
                        .map(step -> step.name() + " " + Wording.plan(step.action()))
                        .toList());
    }

    private static Optional<String> firstError(Status status) {
        return status.problems().stream()
                .filter(problem -> problem.severity().equals("error"))
                .map(Status.Said::message)
                .findFirst();
    }

    private static String cause(Failure failure) {
        return Wording.brief(failure.message().or(failure::error).orElse("not known"))
                .strip();
    }
}
