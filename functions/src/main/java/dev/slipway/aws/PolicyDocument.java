package dev.slipway.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * IAM policy documents as text that is the same for the same policy: keys in order, no white space, a list of one string
 * written as that string (to IAM they are equal), a single statement as a list.
 */
public final class PolicyDocument {
    private static final JsonMapper JSON = new JsonMapper();

    private PolicyDocument() {}

    /** @param statements maps, lists and strings, in IAM's own names */
    public static String of(List<Map<String, Object>> statements) {
        return canonical(JSON.valueToTree(Map.of("Version", "2012-10-17", "Statement", statements)));
    }

    /** @throws IllegalArgumentException if it is not JSON */
    public static String canonical(String document) {
        try {
            return canonical(JSON.readTree(document));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a policy document that is not JSON", e);
        }
    }

    private static String canonical(JsonNode document) {
        ObjectNode canonical = (ObjectNode) ordered(document);
        JsonNode statement = canonical.get("Statement");
        if (statement != null && statement.isObject()) {
            canonical.set("Statement", JSON.createArrayNode().add(statement));
        }
        return canonical.toString();
    }

    private static JsonNode ordered(JsonNode node) {
        if (node.isArray()) {
            if (node.size() == 1 && node.get(0).isTextual()) {
                return node.get(0);
            }
            ArrayNode list = JSON.createArrayNode();
            node.forEach(element -> list.add(ordered(element)));
            return list;
        }
        if (node.isObject()) {
            Map<String, JsonNode> fields = new TreeMap<>();
            node.fields().forEachRemaining(field -> fields.put(field.getKey(), ordered(field.getValue())));
            return JSON.createObjectNode().setAll(fields);
        }
        return node;
    }
}
