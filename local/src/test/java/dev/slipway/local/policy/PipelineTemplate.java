package dev.slipway.local.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The policies of template.yaml, as they are once CloudFormation has put names and ARNs in place of references. */
public final class PipelineTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^!}]+)}");

    private final Map<String, Object> resources;
    private final Map<String, String> values;

    private PipelineTemplate(Map<String, Object> resources, Map<String, String> values) {
        this.resources = resources;
        this.values = values;
    }

    /** @param values by what refers to them: {@code Application}, {@code AWS::Region}, {@code Table.Arn} */
    public static PipelineTemplate read(Path template, Map<String, String> values) throws IOException {
        Object content = new Yaml(new Intrinsics()).load(Files.readString(template));
        return new PipelineTemplate(map(map(content).get("Resources")), values);
    }

    /** What every deployment of the template needs to have a value for. */
    public static Map<String, String> values(
            String partition, String region, String account, String stack, String bucket, String table) {
        Map<String, String> values = new TreeMap<>();
        values.put("AWS::Partition", partition);
        values.put("AWS::Region", region);
        values.put("AWS::AccountId", account);
        values.put("AWS::StackName", stack);
        values.put("Application", "demo");
        values.put("PermissionsBoundary", "");
        values.put("ServiceBoundary", "arn:%s:iam::%s:policy/%s-ServiceBoundary".formatted(partition, account, stack));
        values.put("ManifestBucket", bucket);
        values.put("ManifestBucket.Arn", "arn:%s:s3:::%s".formatted(partition, bucket));
        values.put("Table.Arn", "arn:%s:dynamodb:%s:%s:table/%s".formatted(partition, region, account, table));
        return values;
    }

    /** The statements of each function's role, by the function's logical id. */
    public Map<String, Policy> functions() {
        Map<String, Policy> policies = new TreeMap<>();
        resources.forEach((id, resource) -> {
            if (map(resource).get("Type").equals("AWS::Serverless::Function")) {
                List<Statement> statements = new ArrayList<>();
                for (Object policy : list(map(map(resource).get("Properties")).get("Policies"))) {
                    list(map(policy).get("Statement")).forEach(one -> statements.add(statement(one)));
                }
                policies.put(id, new Policy(statements));
            }
        });
        return policies;
    }

    /** The most that a service's roles can be allowed. */
    public Policy boundary() {
        Object properties = map(resources.get("ServiceBoundary")).get("Properties");
        Object document = map(properties).get("PolicyDocument");
        return new Policy(list(map(document).get("Statement")).stream()
                .map(this::statement)
                .toList());
    }

    private Statement statement(Object statement) {
        Map<String, Object> of = map(resolved(statement));
        Map<String, Map<String, List<String>>> conditions = new LinkedHashMap<>();
        map(of.get("Condition")).forEach((operator, keys) -> {
            Map<String, List<String>> values = new LinkedHashMap<>();
            map(keys).forEach((key, value) -> values.put(key, texts(value)));
            conditions.put(operator, values);
        });
        return new Statement(
                String.valueOf(of.get("Sid")),
                of.get("Effect").equals("Allow"),
                texts(of.get("Action")),
                texts(of.get("NotAction")),
                texts(of.get("Resource")),
                texts(of.get("NotResource")),
                conditions);
    }

    private Object resolved(Object value) {
        if (value instanceof List<?> all) {
            return all.stream().map(this::resolved).toList();
        }
        Map<String, Object> map = map(value);
        if (map.size() == 1) {
            Object argument = map.values().iterator().next();
            switch (map.keySet().iterator().next()) {
                case "Ref", "Fn::GetAtt":
                    return value(argument.toString());
                case "Fn::Sub":
                    return substituted(argument.toString());
                case "Fn::If":
                    boolean own = value("PermissionsBoundary").isEmpty();
                    return resolved(list(argument).get(own ? 1 : 2));
                default:
            }
        }
        if (!(value instanceof Map)) {
            return value;
        }
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, inner) -> result.put(key, resolved(inner)));
        return result;
    }

    private String substituted(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> {
                    // A variable of IAM's own is none of CloudFormation's.
                    return Matcher.quoteReplacement(value(found.group(1)));
                })
                .replace("${!", "${");
    }

    private String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the template refers to " + name + ", which has no value here");
        }
        return value;
    }

    private static List<String> texts(Object value) {
        return list(value).stream().map(Object::toString).toList();
    }

    private static List<Object> list(Object value) {
        return value instanceof List<?> all ? new ArrayList<>(all) : value == null ? List.of() : List.of(value);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
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
