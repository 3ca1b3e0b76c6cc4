package dev.slipway.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a task definition means, whichever way it is written: ECS returns defaults that nobody set, leaves out what is
 * empty, and keeps no order of what is a set to it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html">Task
 *     definition parameters for Fargate</a>
 */
final class TaskDefinitionContent {
    /** Lists whose order means nothing, and what their elements are known by. */
    private static final Map<String, String> SETS = Map.of(
            "containerDefinitions", "name",
            "volumes", "name",
            "environment", "name",
            "secrets", "name",
            "secretOptions", "name",
            "portMappings", "containerPort",
            "mountPoints", "containerPath",
            "dependsOn", "containerName",
            "ulimits", "name");

    /** Where zero is the same as nothing. */
    private static final Set<String> ZERO_IS_NOTHING = Set.of("cpu", "hostPort", "startPeriod");

    /** What ECS takes where nothing is said, by the name of the property. */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("essential", "true"),
            Map.entry("protocol", "tcp"),
            Map.entry("operatingSystemFamily", "LINUX"),
            Map.entry("cpuArchitecture", "X86_64"),
            Map.entry("versionConsistency", "enabled"),
            Map.entry("rootDirectory", "/"),
            Map.entry("transitEncryption", "DISABLED"),
            Map.entry("iam", "DISABLED"));

    /** Likewise, within a health check. */
    private static final Map<String, Integer> HEALTH_CHECK = Map.of("interval", 30, "timeout", 5, "retries", 3);

    private TaskDefinitionContent() {}

    /** Equal for two definitions that mean the same. */
    static JsonNode meaning(JsonNode content) {
        return object((ObjectNode) content, "");
    }

    private static JsonNode node(JsonNode value, String name) {
        if (value.isObject()) {
            return object((ObjectNode) value, name);
        }
        return value.isArray() ? list(value, name) : value;
    }

    private static JsonNode object(ObjectNode value, String name) {
        Map<String, JsonNode> fields = new TreeMap<>();
        value.fields().forEachRemaining(field -> {
            JsonNode meaning = isText(name) ? field.getValue() : node(field.getValue(), field.getKey());
            if (isText(name) || says(field.getKey(), meaning)) {
                fields.put(field.getKey(), meaning);
            }
        });
        if (fields.containsKey("hostPort") && fields.get("hostPort").equals(fields.get("containerPort"))) {
            fields.remove("hostPort");
        }
        if (name.equals("healthCheck")) {
            HEALTH_CHECK.forEach((key, number) -> fields.putIfAbsent(key, IntNode.valueOf(number)));
        }
        if (name.equals("ephemeralStorage")
                && fields.getOrDefault("sizeInGiB", IntNode.valueOf(0)).asInt() == 20) {
            fields.clear();
        }
        return JsonNodeFactory.instance.objectNode().setAll(fields);
    }

    /** Whether what an object holds are the user's own names and texts. */
    private static boolean isText(String name) {
        return name.equals("dockerLabels")
                || name.equals("options")
                || name.equals("driverOpts")
                || name.equals("labels");
    }

    private static boolean says(String name, JsonNode value) {
        boolean nothing = value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isBoolean() && !value.asBoolean() && !name.equals("essential")
                || value.isNumber() && value.asLong() == 0 && ZERO_IS_NOTHING.contains(name);
        return !nothing && !value.asText().equals(DEFAULTS.get(name));
    }

    private static JsonNode list(JsonNode value, String name) {
        List<JsonNode> elements = new ArrayList<>();
        value.forEach(element -> elements.add(node(element, "")));
        String key = SETS.get(name);
        if (key != null) {
            elements.sort(
                    Comparator.comparing((JsonNode element) -> element.path(key).asText())
                            .thenComparing(JsonNode::toString));
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        elements.forEach(list::add);
        return list;
    }
}
