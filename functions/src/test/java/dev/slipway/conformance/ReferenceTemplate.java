package dev.slipway.conformance;

import dev.slipway.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates a CloudFormation template as CloudFormation would, as far as Copilot's use its functions. What only AWS can
 * know of a resource is a handle: {@code {Id}} for its reference, {@code {Id.Attribute}} for an attribute.
 */
final class ReferenceTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");
    private static final Object NO_VALUE = new Object();

    private final Template template;
    private final Map<String, String> parameters;
    private final UnaryOperator<String> exports;
    private final UnaryOperator<String> outputs;

    /**
     * @param parameters by name, those of AWS itself too ({@code AWS::Region})
     * @param exports the value of an export of another stack, by name
     * @param outputs the value of an output of the environment's stack, by key
     */
    ReferenceTemplate(
            Template template,
            Map<String, String> parameters,
            UnaryOperator<String> exports,
            UnaryOperator<String> outputs) {
        this.template = template;
        this.parameters = parameters;
        this.exports = exports;
        this.outputs = outputs;
    }

    /** A resource with its properties, as maps, lists and single values without functions. */
    record Evaluated(String id, String type, Map<String, Object> properties) {}

    /** Those whose conditions hold, in the order of the template. */
    List<Evaluated> resources() {
        List<Evaluated> resources = new ArrayList<>();
        Template.map(template.content().get("Resources")).forEach((id, resource) -> {
            Object condition = Template.map(resource).get("Condition");
            if (condition == null || holds(condition.toString())) {
                resources.add(new Evaluated(
                        id,
                        Template.map(resource).get("Type").toString(),
                        Template.map(value(Template.map(resource).getOrDefault("Properties", Map.of())))));
            }
        });
        return resources;
    }

    private Object value(Object node) {
        if (node instanceof List<?> list) {
            return list.stream()
                    .map(this::value)
                    .filter(element -> element != NO_VALUE)
                    .toList();
        }
        if (!(node instanceof Map)) {
            return node;
        }
        Map<String, Object> map = Template.map(node);
        if (map.size() == 1) {
            String key = map.keySet().iterator().next();
            if (key.equals("Ref") || key.startsWith("Fn::")) {
                // One template has the slip "!Ref: X".
                return function(key.replace("Fn::", "").replace(":", ""), map.get(key));
            }
        }
        Map<String, Object> evaluated = new LinkedHashMap<>();
        map.forEach((key, element) -> {
            Object value = value(element);
            if (value != NO_VALUE) {
                evaluated.put(key, value);
            }
        });
        return evaluated;
    }

    private Object function(String name, Object argument) {
        return switch (name) {
            case "Ref" -> reference(argument.toString());
            case "GetAtt" ->
                attribute(argument instanceof List<?> parts ? parts.get(0) + "." + parts.get(1) : argument.toString());
            case "Sub" ->
                argument instanceof List<?> list
                        ? substitute(list.get(0).toString(), Template.map(value(list.get(1))))
                        : substitute(argument.toString(), Map.of());
            case "Join" -> String.join(text(at(argument, 0)), texts(value(at(argument, 1))));
            case "Split" -> List.of(text(value(at(argument, 1))).split(Pattern.quote(text(at(argument, 0))), -1));
            case "Select" -> ((List<?>) value(at(argument, 1))).get(Integer.parseInt(text(at(argument, 0))));
            case "ImportValue" -> exports.apply(text(value(argument)));
            case "If" -> value(at(argument, holds(text(at(argument, 0))) ? 1 : 2));
            default -> throw new IllegalArgumentException("Fn::" + name + " is not known here");
        };
    }

    private Object reference(String name) {
        if (name.equals("AWS::NoValue")) {
            return NO_VALUE;
        }
        if (parameters.containsKey(name)) {
            return parameters.get(name);
        }
        return isEcsService(name) ? "arn:aws:ecs:::service/any/{" + name + ".Name}" : "{" + name + "}";
    }

    /** Copilot takes the name out of such a reference, which is an ARN. */
    private boolean isEcsService(String id) {
        Object resource = Template.map(template.content().get("Resources")).get(id);
        return "AWS::ECS::Service".equals(Template.map(resource).get("Type"));
    }

    private String attribute(String name) {
        String controller = "EnvControllerAction.";
        return name.startsWith(controller) ? outputs.apply(name.substring(controller.length())) : "{" + name + "}";
    }

    private String substitute(String text, Map<String, Object> own) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = name.startsWith("!")
                    ? "${" + name.substring(1) + "}"
                    : own.containsKey(name)
                            ? text(own.get(name))
                            : text(name.contains(".") ? attribute(name) : reference(name));
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }

    private boolean holds(String condition) {
        Object definition = Template.map(template.content().get("Conditions")).get(condition);
        return condition(Objects.requireNonNull(definition, () -> "the condition " + condition));
    }

    private boolean condition(Object definition) {
        Map<String, Object> map = Template.map(definition);
        String function = map.keySet().iterator().next();
        Object argument = map.get(function);
        return switch (function.replace("Fn::", "")) {
            case "Equals" -> text(value(at(argument, 0))).equals(text(value(at(argument, 1))));
            case "Not" -> !condition(at(argument, 0));
            case "And" -> ((List<?>) argument).stream().allMatch(this::condition);
            case "Or" -> ((List<?>) argument).stream().anyMatch(this::condition);
            case "Condition" -> holds(argument.toString());
            default -> throw new IllegalArgumentException(function + " is not known here");
        };
    }

    private static Object at(Object list, int index) {
        return ((List<?>) list).get(index);
    }

    private static List<String> texts(Object list) {
        return ((List<?>) list).stream().map(ReferenceTemplate::text).toList();
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }
}
