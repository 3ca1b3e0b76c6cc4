package dev.slipway.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * The SDK's models as JSON trees, and back. A tree has the API's names ({@code containerDefinitions}), and nothing that
 * is not set; it can also be read from CloudFormation's names ({@code ContainerDefinitions}), which differ in case only.
 */
public final class ModelJson {
    /** What CloudFormation does not name as the API does. */
    private static final Map<String, String> RENAMED = Map.of("ProxyConfigurationProperties", "properties");

    private ModelJson() {}

    /** What the model says, in the API's names. */
    public static ObjectNode write(SdkPojo model) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        for (SdkField<?> field : model.sdkFields()) {
            Object value = field.getValueOrDefault(model);
            boolean empty = value == null
                    || value instanceof Collection<?> list && list.isEmpty()
                    || value instanceof Map<?, ?> map && map.isEmpty();
            if (!empty) {
                tree.set(field.locationName(), node(value));
            }
        }
        return tree;
    }

    private static JsonNode node(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof SdkPojo model) {
            return write(model);
        }
        if (value instanceof Collection<?> list) {
            ArrayNode array = nodes.arrayNode();
            list.forEach(element -> array.add(node(element)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = nodes.objectNode();
            map.forEach((key, element) -> object.set(key.toString(), node(element)));
            return object;
        }
        if (value instanceof Integer number) {
            return nodes.numberNode(number);
        }
        if (value instanceof Long number) {
            return nodes.numberNode(number);
        }
        if (value instanceof Double number) {
            return nodes.numberNode(number);
        }
        if (value instanceof Boolean bool) {
            return nodes.booleanNode(bool);
        }
        return nodes.textNode(value.toString());
    }

    /**
     * Fills a builder from a tree in the API's names.
     *
     * @throws MismatchException if the model has no such field, or not of that type
     */
    public static <B extends SdkPojo> B read(JsonNode tree, B builder) {
        fill(tree, builder, "", false);
        return builder;
    }

    /** Like {@link #read}, from CloudFormation's names, or the API's: users write either. */
    public static <B extends SdkPojo> B readCloudFormation(JsonNode tree, B builder) {
        fill(tree, builder, "", true);
        return builder;
    }

    private static void fill(JsonNode tree, SdkPojo builder, String path, boolean cloudFormation) {
        if (!tree.isObject()) {
            throw new MismatchException(path, "must be a map");
        }
        Set<SdkField<?>> seen = new HashSet<>();
        tree.fields().forEachRemaining(entry -> {
            String here = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            SdkField<?> field = field(builder, entry.getKey(), cloudFormation);
            if (field == null) {
                throw new MismatchException(here, "does not exist");
            }
            if (!seen.add(field)) {
                throw new MismatchException(here, "is there twice, in upper and lower case");
            }
            if (!entry.getValue().isNull()) {
                field.set(builder, value(field, entry.getValue(), here, cloudFormation));
            }
        });
    }

    private static SdkField<?> field(SdkPojo builder, String name, boolean cloudFormation) {
        if (!cloudFormation) {
            return builder.sdkFieldNameToField().get(name);
        }
        String wanted = RENAMED.getOrDefault(name, name);
        return builder.sdkFields().stream()
                .filter(field -> field.locationName().equalsIgnoreCase(wanted))
                .findFirst()
                .orElse(null);
    }

    private static Object value(SdkField<?> field, JsonNode node, String path, boolean cloudFormation) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.LIST) {
            if (!node.isArray()) {
                throw new MismatchException(path, "must be a list");
            }
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            List<Object> list = new ArrayList<>();
            for (JsonNode element : node) {
                list.add(value(member, element, path + "[" + list.size() + "]", cloudFormation));
            }
            return list;
        }
        if (type == MarshallingType.SDK_POJO) {
            SdkPojo builder = field.constructor().get();
            fill(node, builder, path, cloudFormation);
            return ((Buildable) builder).build();
        }
        if (type == MarshallingType.MAP) {
            if (!node.isObject()) {
                throw new MismatchException(path, "must be a map");
            }
            SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
            Map<String, Object> map = new LinkedHashMap<>();
            node.fields()
                    .forEachRemaining(entry -> map.put(
                            entry.getKey(),
                            value(member, entry.getValue(), path + "." + entry.getKey(), cloudFormation)));
            return map;
        }
        return scalar(type, node, path);
    }

    private static Object scalar(MarshallingType<?> type, JsonNode node, String path) {
        if (!node.isValueNode()) {
            throw new MismatchException(path, "must be a single value");
        }
        String text = node.asText();
        try {
            if (type == MarshallingType.STRING) {
                return text;
            }
            if (type == MarshallingType.INTEGER) {
                return Integer.valueOf(text);
            }
            if (type == MarshallingType.LONG) {
                return Long.valueOf(text);
            }
            if (type == MarshallingType.DOUBLE) {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException e) {
            throw new MismatchException(path, "must be a number");
        }
        if (type == MarshallingType.BOOLEAN && (text.equals("true") || text.equals("false"))) {
            return Boolean.valueOf(text);
        }
        throw new MismatchException(
                path, "must be " + (type == MarshallingType.BOOLEAN ? "true or false" : "left out"));
    }

    /** A tree does not fit the model: {@link #path} {@link #problem}. */
    public static final class MismatchException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public final String path;
        public final String problem;

        MismatchException(String path, String problem) {
            super(path + " " + problem);
            this.path = path;
            this.problem = problem;
        }
    }
}
