package dev.slipway.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.FieldType.Either;
import dev.slipway.manifest.FieldType.Field;
import dev.slipway.manifest.FieldType.ListOf;
import dev.slipway.manifest.FieldType.MapOf;
import dev.slipway.manifest.FieldType.Section;
import dev.slipway.manifest.FieldType.Text;
import dev.slipway.manifest.FieldType.Whole;
import java.util.List;

/**
 * {@link Schema} as a JSON Schema (draft 7) for editors. A key that no field has is an error to them. What is required is
 * said only where no environment can add it, and a key without a value is as good as absent.
 */
final class JsonSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String VARIABLE = "\\$\\{[_a-zA-Z][_a-zA-Z0-9]*\\}";
    private static final String DURATION = "^([0-9]*\\.?[0-9]+(ns|us|µs|ms|s|m|h))+$";

    private JsonSchema() {}

    static ObjectNode generate() {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Slipway manifest");
        schema.put("description", "A Load Balanced Web Service or a Backend Service, as in AWS Copilot's manifests.");
        schema.setAll(section(Schema.MANIFEST));
        schema.put("type", "object");
        schema.putArray("required").add("name").add("type");
        ObjectNode definitions = schema.putObject("definitions");
        scalars(definitions);
        shared().forEach(field -> definitions.set(field.name(), field(field)));
        return schema;
    }

    private static void scalars(ObjectNode definitions) {
        definitions
                .putObject("variable")
                .put("description", "${NAME} stands for the value of a variable.")
                .put("type", "string")
                .put("pattern", VARIABLE);
        definitions
                .putObject("text")
                .set(
                        "type",
                        JSON.arrayNode()
                                .add("string")
                                .add("number")
                                .add("boolean")
                                .add("null"));
        scalar(definitions, "truth", JSON.objectNode().put("type", "boolean"));
        scalar(definitions, "number", JSON.objectNode().put("type", "number"));
        scalar(definitions, "duration", JSON.objectNode().put("type", "string").put("pattern", DURATION));
    }

    private static void scalar(ObjectNode definitions, String name, ObjectNode form) {
        definitions
                .putObject(name)
                .putArray("anyOf")
                .add(form)
                .add(ref("variable"))
                .addObject()
                .put("type", "null");
    }

    /** What stands in the manifest and in its environments, and is written once. */
    private static List<Field> shared() {
        return Schema.MANIFEST.fields().stream()
                .filter(field -> !List.of("name", "type", "environments").contains(field.name()))
                .toList();
    }

    private static ObjectNode section(Section section) {
        ObjectNode node = JSON.objectNode();
        node.putArray("type").add("object").add("null");
        node.put("additionalProperties", false);
        ObjectNode properties = node.putObject("properties");
        boolean service = section.field("taskdef_overrides").isPresent();
        section.fields()
                .forEach(field -> properties.set(
                        field.name(), service && shared().contains(field) ? ref(field.name()) : field(field)));
        return node;
    }

    private static ObjectNode field(Field field) {
        String byDefault = field.byDefault().isEmpty() ? "" : " Default: " + field.byDefault() + ".";
        ObjectNode node = JSON.objectNode().put("description", field.doc().replace('`', '"') + byDefault);
        ObjectNode type = type(field.type());
        if (type.has("$ref")) {
            // Beside a reference draft 7 ignores everything, also the description.
            node.putArray("allOf").add(type);
            return node;
        }
        return node.setAll(type);
    }

    private static ObjectNode type(FieldType type) {
        if (type instanceof Either either) {
            ArrayNode forms = JSON.arrayNode();
            either.forms().forEach(form -> forms.add(type(form)));
            return JSON.objectNode().set("anyOf", forms);
        }
        if (type instanceof Section section) {
            return section(section);
        }
        if (type instanceof MapOf map) {
            ObjectNode node = JSON.objectNode();
            node.putArray("type").add("object").add("null");
            return node.set("additionalProperties", type(map.value()));
        }
        if (type instanceof ListOf list) {
            ObjectNode items = type(list.item());
            if (list.item() instanceof Section section) {
                ArrayNode required = items.putArray("required");
                section.fields().stream().filter(Field::required).forEach(field -> required.add(field.name()));
            }
            ObjectNode node = JSON.objectNode();
            node.putArray("anyOf")
                    .add(JSON.objectNode().put("type", "array").set("items", items))
                    .add(ref("variable"))
                    .addObject()
                    .put("type", "null");
            return node;
        }
        return scalar(type);
    }

    private static ObjectNode scalar(FieldType type) {
        if (type instanceof Text text) {
            if (text.words().isEmpty()) {
                return ref("text");
            }
            ArrayNode words = JSON.arrayNode();
            text.words().forEach(words::add);
            ObjectNode node = JSON.objectNode();
            node.putArray("anyOf").add(JSON.objectNode().set("enum", words)).add(ref("text"));
            return node;
        }
        if (type instanceof Whole whole) {
            ObjectNode number = JSON.objectNode().put("type", "integer");
            if (whole.min() != Integer.MIN_VALUE) {
                number.put("minimum", whole.min()).put("maximum", whole.max());
            }
            ObjectNode node = JSON.objectNode();
            node.putArray("anyOf").add(number).add(ref("variable")).addObject().put("type", "null");
            return node;
        }
        if (type instanceof FieldType.Off) {
            return JSON.objectNode().put("const", false);
        }
        if (type instanceof FieldType.Anything) {
            return JSON.objectNode();
        }
        return ref(
                type instanceof FieldType.Decimal
                        ? "number"
                        : type instanceof FieldType.Duration ? "duration" : "truth");
    }

    private static ObjectNode ref(String definition) {
        return JSON.objectNode().put("$ref", "#/definitions/" + definition);
    }
}
