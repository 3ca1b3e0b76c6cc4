package dev.slipway.local.cli;

import dev.slipway.local.cli.Status.Action;
import dev.slipway.local.cli.Status.Change;
import dev.slipway.local.cli.Status.Planned;
import dev.slipway.local.cli.Status.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan for people: by step, below it each resource with what is done to it, below that the fields that change. */
final class PlanLines {
    private PlanLines() {}

    /** Only what changes; no line where nothing does. */
    static List<String> of(Status status) {
        List<String> lines = new ArrayList<>();
        status.steps().stream().filter(step -> step.action() != Action.NONE).forEach(step -> {
            lines.add(String.format(Locale.ROOT, "%-14s %s", step.name(), Wording.plan(step.action())));
            step.planned().forEach(planned -> {
                lines.add("    " + line(planned));
                changes(step, planned).forEach(change -> lines.add("        " + Wording.of(change)));
            });
            step.changes().stream()
                    .filter(change -> step.planned().stream().noneMatch(planned -> isOf(change, planned)))
                    .forEach(change -> lines.add("    " + Wording.of(change)));
        });
        return lines;
    }

    private static List<Change> changes(Step step, Planned planned) {
        return step.changes().stream().filter(change -> isOf(change, planned)).toList();
    }

    private static boolean isOf(Change change, Planned planned) {
        return change.resource().filter(planned.resource()::equals).isPresent();
    }

    private static String line(Planned planned) {
        String mark =
                switch (planned.action()) {
                    case CREATE -> "+";
                    case UPDATE -> "~";
                    case REPLACE -> "+";
                    case REMOVE -> "-";
                    case NONE -> " ";
                };
        return mark + " " + kind(planned.kind()) + " " + name(planned.name())
                + planned.because()
                        .map(because -> planned.action() == Action.REPLACE
                                ? " in the place of another: " + because
                                : ": " + because)
                        .orElse("");
    }

    private static String kind(String kind) {
        return kind.replace('-', ' ').replace("ecs", "ECS").replace("dns", "DNS");
    }

    /** A new revision of a task definition has no number yet. */
    private static String name(String name) {
        return Wording.brief(name).replaceFirst(":\\+[0-9a-f]+$", ", a new revision");
    }
}
