package dev.slipway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A resource with its properties in a form in which CloudFormation and the APIs agree: keys in lower case where they are
 * names of properties, single values as text, nothing that is empty.
 *
 * @param type CloudFormation's, {@code Logs::LogGroup}
 * @param id the template's logical id, or one that tells what was made
 * @param handles what other resources may call it, and what that means: for what Slipway made, the ARN or name that AWS
 *     gave, by what the template would have written instead, {@code .Arn} (or nothing for a plain reference)
 */
record Made(String type, String id, ObjectNode properties, Map<String, String> handles) {
    /** Their keys are the user's or AWS's data. */
    private static final Set<String> DATA = Set.of("dockerlabels", "options", "policies", "attributes", "tags");

    private static final Map<String, String> HEALTH_CHECK = Map.of(
            "healthcheckport", "traffic-port",
            "healthcheckintervalseconds", "30",
            "healthythresholdcount", "5",
            "unhealthythresholdcount", "2");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static Made of(String type, String id, JsonNode properties) {
        return new Made(type, id, (ObjectNode) normal(properties, true), new TreeMap<>());
    }

    Made with(String key, JsonNode value) {
        JsonNode normal = normal(value, !DATA.contains(key));
        if (!normal.isEmpty() || normal.isTextual()) {
            properties.set(key, normal);
        }
        return this;
    }

    Made with(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** @param key in lower case */
    Made without(String... keys) {
        properties.remove(List.of(keys));
        return this;
    }

    /** Gives a property another name, if it is there. */
    Made renamed(String from, String to) {
        JsonNode value = properties.remove(from);
        if (value != null) {
            properties.set(to, value);
        }
        return this;
    }

    /** A list of keys and values as a map. */
    Made keyed(String property) {
        JsonNode list = properties.remove(property);
        if (list != null && list.isArray()) {
            Map<String, JsonNode> map = new TreeMap<>();
            list.forEach(one -> map.put(either(one, "Key", "key").asText(), either(one, "Value", "value")));
            properties.set(property, NODES.objectNode().setAll(map));
        }
        return this;
    }

    /** The APIs do not agree on how they write these. */
    private static JsonNode either(JsonNode node, String name, String otherName) {
        return node.has(name) ? node.get(name) : node.path(otherName);
    }

    /** With what Elastic Load Balancing fills in where nothing is said. */
    Made withHealthCheckDefaults() {
        boolean web = properties.path("protocol").asText().startsWith("HTTP");
        Map<String, String> defaults = new TreeMap<>(HEALTH_CHECK);
        defaults.put("healthchecktimeoutseconds", web ? "5" : "10");
        properties.fieldNames().forEachRemaining(defaults::remove);
        defaults.forEach(this::with);
        return this;
    }

    Made handle(String attribute, String value) {
        handles.put(attribute, value);
        return this;
    }

    private static JsonNode normal(JsonNode node, boolean properties) {
        if (node.isArray()) {
            ArrayNode list = NODES.arrayNode();
            node.forEach(element -> list.add(normal(element, properties)));
            return list;
        }
        if (!node.isObject()) {
            return node.isNumber()
                    ? TextNode.valueOf(node.decimalValue().stripTrailingZeros().toPlainString())
                    : TextNode.valueOf(node.asText());
        }
        ObjectNode map = NODES.objectNode();
        node.fields().forEachRemaining(field -> {
            String key = properties ? field.getKey().toLowerCase(Locale.ROOT) : field.getKey();
            JsonNode value = normal(field.getValue(), !DATA.contains(key));
            boolean empty = value.isContainerNode() && value.isEmpty();
            if (!empty) {
                map.set(key, value);
            }
        });
        return map;
    }
}
