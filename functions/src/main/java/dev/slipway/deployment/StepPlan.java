package dev.slipway.deployment;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.resource.Arns;
import dev.slipway.resource.Found;
import dev.slipway.resource.Resource;
import dev.slipway.resource.ResourceKind;
import dev.slipway.resource.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One step of a plan, as it stands in the journal: for each kind of resource of the step the states read before the first
 * write, and the desired ones. This is all that a step needs to be carried out, and all that is needed to undo it.
 *
 * @param arns what was known of the whole service before the deployment, see {@link Arns}
 */
public record StepPlan(Scope scope, Map<String, String> arns, List<KindState<?>> kinds) {

    String toJson() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.set("scope", Json.MAPPER.valueToTree(scope));
        json.set("arns", Json.MAPPER.valueToTree(arns));
        ObjectNode states = json.putObject("kinds");
        for (KindState<?> state : kinds) {
            ObjectNode kind = states.putObject(state.kind().name());
            kind.set("before", Json.MAPPER.valueToTree(state.before()));
            kind.set("after", Json.MAPPER.valueToTree(state.after()));
        }
        return json.toString();
    }

    static StepPlan fromJson(String json, List<ResourceKind<?>> kinds) {
        JsonNode tree = Json.read(json, JsonNode.class);
        List<KindState<?>> states = new ArrayList<>();
        for (ResourceKind<?> kind : kinds) {
            states.add(state(kind, tree.path("kinds").path(kind.name())));
        }
        JavaType strings = Json.MAPPER.getTypeFactory().constructMapType(Map.class, String.class, String.class);
        Map<String, String> arns = Json.MAPPER.convertValue(tree.path("arns"), strings);
        return new StepPlan(Json.MAPPER.convertValue(tree.path("scope"), Scope.class), arns, states);
    }

    private static <R extends Resource> KindState<R> state(ResourceKind<R> kind, JsonNode json) {
        List<Found<R>> before = new ArrayList<>();
        JavaType found = Json.MAPPER.getTypeFactory().constructParametricType(Found.class, kind.type());
        json.path("before").forEach(node -> before.add(Json.MAPPER.convertValue(node, found)));
        List<R> after = new ArrayList<>();
        json.path("after").forEach(node -> after.add(Json.MAPPER.convertValue(node, kind.type())));
        return new KindState<>(kind, before, after);
    }
}
