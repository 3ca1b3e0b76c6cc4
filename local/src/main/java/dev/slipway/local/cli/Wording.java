package dev.slipway.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.cli.Status.Action;
import dev.slipway.local.cli.Status.Change;
import dev.slipway.local.cli.Status.Step;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words for what a step does, and is. */
final class Wording {
    private static final Pattern ARN = Pattern.compile("arn:[\\w-]+:[^\\s,;()\"]+");

    private Wording() {}

    /** What is true of a step now: {@code creating}, {@code created}, {@code undone}. */
    static String of(Step step) {
        return switch (step.state()) {
            case PENDING -> plan(step.action());
            case RUNNING ->
                switch (step.action()) {
                    case NONE -> "checking";
                    case CREATE -> "creating";
                    case UPDATE -> "updating";
                    case REPLACE -> "replacing";
                    case REMOVE -> "removing";
                };
            case DONE ->
                switch (step.action()) {
                    case NONE -> "unchanged";
                    case CREATE -> "created";
                    case UPDATE -> "updated";
                    case REPLACE -> "replaced";
                    case REMOVE -> "removed";
                };
            case FAILED -> "failed";
            case UNDONE -> "undone";
            case UNDO_FAILED -> "could not be undone";
        };
    }

    /** What would be done. */
    static String plan(Action action) {
        return switch (action) {
            case NONE -> "";
            case CREATE -> "to create";
            case UPDATE -> "to update";
            case REPLACE -> "to replace";
            case REMOVE -> "to remove";
        };
    }

    /** {@code healthCheck.path: "/" -> "/health"} */
    static String of(Change change) {
        return change.path() + ": " + value(change.before()) + " -> " + value(change.after());
    }

    /** {@code 1 of 2 tasks run, 1 starting} */
    static String of(Status.Rollout rollout) {
        return "%d of %d tasks run".formatted(rollout.running(), rollout.desired())
                + (rollout.pending() > 0 ? ", %d starting".formatted(rollout.pending()) : "")
                + (rollout.failed() > 0 ? ", %d failed".formatted(rollout.failed()) : "");
    }

    /** AWS's words with names in the place of ARNs, and without the service's own name before each of ECS's. */
    static String brief(String text) {
        return ARN.matcher(text.replaceFirst("^\\(service [^)]*\\)", "the service"))
                .replaceAll(arn ->
                        Matcher.quoteReplacement(ResourceName.of(arn.group()).name()));
    }

    private static String value(JsonNode value) {
        return value == null || value.isNull() || value.isMissingNode() ? "(none)" : value.toString();
    }

    /** {@code 0.8 s}, {@code 12 s}, {@code 3 min 05 s} */
    static String of(Duration duration) {
        double seconds = duration.toMillis() / 1000.0;
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 120 ? whole + " s" : String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
