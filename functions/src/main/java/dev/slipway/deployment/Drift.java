package dev.slipway.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deployment.Deployment.FieldChange;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import dev.slipway.resource.Resource;
import java.util.ArrayList;
import java.util.List;

/** What is no longer as it was deployed, in words: somebody has changed it by hand, deleted it, or added to it. Pure. */
final class Drift {
    private static final int MOST_FIELDS = 5;

    private Drift() {}

    /** A warning for each resource. */
    static List<Problem> of(StepPlan plan) {
        List<Problem> problems = new ArrayList<>();
        plan.kinds().forEach(kind -> add(kind, problems));
        return problems;
    }

    private static <R extends Resource> void add(KindState<R> state, List<Problem> problems) {
        String kind = state.kind().name().replace('-', ' ');
        // Another version of what AWS versions is a change of the one that there was.
        boolean versions = state.kind().isVersioned()
                && !state.before().isEmpty()
                && !state.creations().isEmpty();
        if (versions) {
            problems.add(warning("the " + kind + " is not the one that was deployed"));
            return;
        }
        state.creations()
                .forEach(missing -> problems.add(warning("the " + kind + " " + missing.key() + " is missing")));
        state.updates().forEach(wanted -> {
            List<String> fields = Changes.between(state.previous(wanted).get(), wanted).stream()
                    .limit(MOST_FIELDS)
                    .map(Drift::field)
                    .toList();
            problems.add(warning("the " + kind + " " + wanted.key() + " was changed: " + String.join(", ", fields)));
        });
        state.removals()
                .forEach(extra -> problems.add(warning("the " + kind + " " + extra.key() + " is not in the manifest")));
    }

    private static String field(FieldChange change) {
        return "%s is %s, the manifest says %s".formatted(change.path(), text(change.before()), text(change.after()));
    }

    private static String text(JsonNode value) {
        return value == null ? "nothing" : value.isTextual() ? "\"" + value.asText() + "\"" : value.toString();
    }

    private static Problem warning(String message) {
        return Problem.warning("drift", "", Position.NONE, message)
                .withHint("the next deployment puts it right; with DriftRepair the schedule does");
    }
}
