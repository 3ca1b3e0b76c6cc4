package dev.slipway.local.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that an account has of one service, as AWS describes it, by kind and name: each resource a tree without what
 * changes by itself (times, counts, versions, states). Without differences between two of them, nothing of the service has
 * changed.
 */
final class Snapshot {
    /** What changes by itself, or with every write; in all trees, wherever it stands. */
    private static final Set<String> VOLATILE = Set.of(
            "createdAt",
            "updatedAt",
            "CreationTime",
            "creationTime",
            "CreateDate",
            "createDate",
            "CreatedTime",
            "LastModifiedDate",
            "LastModifiedUser",
            "Version",
            "version",
            "deployments",
            "events",
            "runningCount",
            "pendingCount",
            "taskSets",
            "revision",
            "registeredAt",
            "registeredBy",
            "requiresAttributes",
            "StateValue",
            "StateReason",
            "StateReasonData",
            "StateUpdatedTimestamp",
            "StateTransitionedTimestamp",
            "AlarmConfigurationUpdatedTimestamp",
            "storedBytes",
            "InstanceCount",
            "RoleId",
            "RoleLastUsed",
            "CreatorRequestId",
            "deploymentController");

    private final Map<String, JsonNode> resources = new TreeMap<>();

    private Snapshot(Map<String, ObjectNode> found) {
        found.forEach((name, tree) -> resources.put(name, settled(tree)));
    }

    static Snapshot of(Account account, String service) {
        return new Snapshot(Inventory.of(account, service));
    }

    /** Kind and name of each resource. */
    Set<String> names() {
        return resources.keySet();
    }

    /** Of the kind: {@code target-group}. */
    List<JsonNode> all(String kind) {
        return resources.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(kind + " "))
                .map(Map.Entry::getValue)
                .toList();
    }

    JsonNode only(String kind) {
        List<JsonNode> all = all(kind);
        if (all.size() != 1) {
            throw new AssertionError("not one " + kind + " but " + all.size() + " in " + names());
        }
        return all.get(0);
    }

    /** By kind and name, as in {@link #names}. */
    JsonNode resource(String name) {
        JsonNode found = resources.get(name);
        if (found == null) {
            throw new AssertionError("no " + name + " in " + names());
        }
        return found;
    }

    /** The one rule on the listener of the port, of whichever load balancer. */
    JsonNode rule(int port) {
        List<String> found = names().stream()
                .filter(name -> name.matches("listener-rule .*:" + port + " \\d+"))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("not one rule at port " + port + " but " + found);
        }
        return resources.get(found.get(0));
    }

    private static JsonNode settled(ObjectNode tree) {
        tree.remove(VOLATILE);
        tree.forEach(child -> {
            if (child instanceof ObjectNode object) {
                settled(object);
            }
        });
        return tree;
    }

    /** What differs, one line for each resource. */
    String differencesTo(Snapshot other) {
        Set<String> all = new TreeSet<>(names());
        all.addAll(other.names());
        StringBuilder text = new StringBuilder();
        for (String name : all) {
            JsonNode mine = resources.get(name);
            JsonNode others = other.resources.get(name);
            if (mine == null) {
                text.append("\n+ ").append(name).append(' ').append(others);
            } else if (others == null) {
                text.append("\n- ").append(name).append(' ').append(mine);
            } else if (!mine.equals(others)) {
                text.append("\n~ ")
                        .append(name)
                        .append("\n    ")
                        .append(mine)
                        .append("\n    ")
                        .append(others);
            }
        }
        return text.toString();
    }
}
