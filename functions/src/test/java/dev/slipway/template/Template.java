package dev.slipway.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A CloudFormation template as maps and lists, intrinsic functions in their long form: {@code !Ref X} is
 * {@code {Ref: X}}, {@code !GetAtt X.Y} is {@code {Fn::GetAtt: X.Y}}.
 */
public record Template(Map<String, Object> content) {

    /** @param name of a file in the project's root directory */
    static String text(String name) {
        Path here = Path.of(name);
        try {
            return Files.readString(Files.exists(here) ? here : Path.of("..").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Template parse(String text) {
        return new Template(map(new Yaml(new Intrinsics()).load(text)));
    }

    /** The logical ids and resources of a type, in the order of the template. */
    Map<String, Map<String, Object>> resources(String type) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        map(content.get("Resources")).forEach((id, resource) -> {
            if (type.equals(map(resource).get("Type"))) {
                found.put(id, map(resource));
            }
        });
        return found;
    }

    /** What is at the end of the path; an empty map where it leads nowhere. */
    static Object at(Object from, String... path) {
        Object value = from;
        for (String key : path) {
            value = map(value).getOrDefault(key, Map.of());
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
    }

    /** One thing or a list of things, as IAM and others have it. */
    public static List<Object> list(Object value) {
        return value instanceof List<?> list ? new ArrayList<>(list) : value == null ? List.of() : List.of(value);
    }

    private static final class Intrinsics extends SafeConstructor {
        Intrinsics() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    String function = node.getTag().getValue().substring(1);
                    return Map.of(function.equals("Ref") ? "Ref" : "Fn::" + function, argument(node));
                }
            });
        }

        private Object argument(Node node) {
            if (node instanceof ScalarNode scalar) {
                return constructScalar(scalar);
            }
            return node instanceof SequenceNode sequence
                    ? constructSequence(sequence)
                    : constructMapping((MappingNode) node);
        }
    }
}
