package dev.slipway.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.deployment.Deployment.Action;
import dev.slipway.deployment.Deployment.FieldChange;
import dev.slipway.deployment.Deployment.Planned;
import dev.slipway.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a step would change, field by field, for people to read. */
final class Changes {
    /** The document that travels through the state machine holds at most 256 KiB. */
    private static final int MOST = 60;

    private static final int LONGEST = 300;
    private static final int MOST_RESOURCES = 200;

    private final List<FieldChange> changes = new ArrayList<>();
    private String resource = "";

    private Changes() {}

    static List<FieldChange> of(StepPlan plan) {
        Changes changes = new Changes();
        plan.kinds().forEach(changes::add);
        return changes.changes.subList(0, Math.min(MOST, changes.changes.size()));
    }

    /** The fields in which two states of a resource differ. */
    static List<FieldChange> between(Resource before, Resource after) {
        Changes changes = new Changes();
        changes.compare("", tree(before), tree(after));
        return changes.changes;
    }

    /** What is done to each resource: no more than this, and no less. */
    static List<Planned> planned(StepPlan plan) {
        List<Planned> planned = new ArrayList<>();
        plan.kinds().forEach(kind -> planned(kind, planned));
        return planned.subList(0, Math.min(MOST_RESOURCES, planned.size()));
    }

    private static <R extends Resource> void planned(KindState<R> state, List<Planned> planned) {
        String kind = state.kind().name();
        boolean replaces = replaces(state);
        for (R made : state.creations()) {
            planned.add(
                    replaces
                            ? new Planned(
                                    kind,
                                    made.key(),
                                    Action.replace,
                                    state.kind().whyReplaced())
                            : new Planned(kind, made.key(), Action.create, null));
        }
        state.updates().forEach(to -> planned.add(new Planned(kind, to.key(), Action.update, null)));
        state.removals().forEach(gone -> planned.add(new Planned(kind, gone.key(), Action.remove, null)));
    }

    private static boolean replaces(KindState<?> state) {
        return !state.creations().isEmpty()
                && !state.removals().isEmpty()
                && !state.kind().isVersioned();
    }

    static Action action(StepPlan plan) {
        boolean creates = false;
        boolean updates = false;
        boolean removes = false;
        boolean replaces = false;
        boolean empty = true;
        for (KindState<?> kind : plan.kinds()) {
            boolean creation = !kind.creations().isEmpty();
            boolean removal = !kind.removals().isEmpty();
            creates |= creation;
            removes |= removal;
            replaces |= replaces(kind);
            updates |= !kind.updates().isEmpty();
            empty &= kind.before().isEmpty();
        }
        if (replaces) {
            return Action.replace;
        }
        if (removes && !creates && !updates) {
            return Action.remove;
        }
        if (creates && empty) {
            return Action.create;
        }
        return creates || updates || removes ? Action.update : Action.none;
    }

    private <R extends Resource> void add(KindState<R> state) {
        boolean single = state.after().size() == 1 && state.before().size() <= 1;
        for (R to : state.updates()) {
            String prefix = single ? "" : to.key() + ".";
            resource = state.kind().name() + " " + to.key();
            compare(prefix, tree(state.previous(to).get()), tree(to));
        }
        boolean pair = state.creations().size() == 1 && state.removals().size() == 1;
        if (pair || state.kind().isVersioned() && !state.removals().isEmpty()) {
            state.creations().forEach(to -> {
                resource = state.kind().name() + " " + to.key();
                addSuccessor(tree(state.removals().get(0)), tree(to));
            });
        }
    }

    /** What goes beside what comes in its place: their names differ by nature, the rest is what has changed. */
    private void addSuccessor(ObjectNode before, ObjectNode after) {
        List.of("key", "name").forEach(name -> {
            before.remove(name);
            after.remove(name);
        });
        compare("", before, after);
    }

    private static ObjectNode tree(Resource resource) {
        return Json.MAPPER.valueToTree(resource.shown());
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            SortedSet<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(join(path, name), before.path(name), after.path(name)));
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(strip(path) + "[" + i + "]", before.get(i), after.get(i));
            }
        } else {
            changes.add(new FieldChange(resource, strip(path), shown(before), shown(after)));
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() || path.endsWith(".") ? path + name : path + "." + name;
    }

    private static String strip(String path) {
        return path.endsWith(".") ? path.substring(0, path.length() - 1) : path;
    }

    private static JsonNode shown(JsonNode value) {
        if (value instanceof MissingNode || value.isNull()) {
            return null;
        }
        String text = value.isTextual() ? value.asText() : value.toString();
        return text.length() <= LONGEST ? value : TextNode.valueOf(text.substring(0, LONGEST) + "…");
    }
}
