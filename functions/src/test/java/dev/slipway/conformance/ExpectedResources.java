package dev.slipway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.aws.PolicyDocument;
import dev.slipway.conformance.ReferenceTemplate.Evaluated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The resources of an evaluated template, as far as there are calls for them, in the form in which they are compared. */
final class ExpectedResources {
    private static final JsonMapper JSON = new JsonMapper();

    /** Copilot's functions do in the stack what Slipway does itself, and scaling uses the service-linked role. */
    private static final Set<String> ROLES_OF_FUNCTIONS = Set.of("lambda.amazonaws.com");

    private static final String SCALING_ROLE = "AmazonEC2ContainerServiceAutoscaleRole";

    private final List<Made> made = new ArrayList<>();
    /** Of the stack, which all its resources bear. */
    private final Map<String, String> tags;

    /** The number of tasks of a first deployment. */
    private final String tasks;

    private ExpectedResources(ReferencePair pair) {
        tags = pair.tags();
        tasks = pair.parameters().get("TaskCount");
    }

    static List<Made> of(ReferencePair pair, List<Evaluated> template) {
        ExpectedResources expected = new ExpectedResources(pair);
        template.forEach(resource -> expected.add(resource, template));
        return expected.made;
    }

    private void add(Evaluated resource, List<Evaluated> all) {
        ObjectNode properties = JSON.valueToTree(resource.properties());
        String type = resource.type().replaceFirst("^AWS::", "");
        switch (type) {
            case "Logs::LogGroup", "ECS::TaskDefinition", "ServiceDiscovery::Service", "EFS::AccessPoint" ->
                tagged(resource, type, properties);
            case "IAM::Role" -> role(resource, properties);
            case "ECS::Service" -> {
                properties.put(
                        "DesiredCount",
                        properties.path("DesiredCount").asText().contains("{")
                                ? tasks
                                : properties.get("DesiredCount").asText());
                tagged(resource, type, properties);
            }
            case "ElasticLoadBalancingV2::TargetGroup" ->
                tagged(resource, type, properties)
                        .renamed("targetgroupattributes", "attributes")
                        .keyed("attributes")
                        .withHealthCheckDefaults();
            case "ElasticLoadBalancingV2::ListenerRule" ->
                tagged(resource, type, properties).without("priority");
            case "ElasticLoadBalancingV2::LoadBalancer",
                    "ElasticLoadBalancingV2::Listener",
                    "EC2::SecurityGroup",
                    "CloudWatch::Alarm" -> tagged(resource, type, properties);
            case "EC2::SecurityGroupIngress" -> untagged(resource, type, properties);
            case "Route53::RecordSetGroup" -> records(resource, properties);
            case "ApplicationAutoScaling::ScalableTarget" ->
                tagged(resource, type, properties).without("rolearn");
            case "ApplicationAutoScaling::ScalingPolicy" -> policy(resource, properties, all);
            case "SNS::Topic" -> topic(resource, properties, all);
            case "SNS::TopicPolicy", "Lambda::Function", "CloudFormation::Stack" -> {
                // the policy belongs to its topic; the others have no counterpart
            }
            default -> {
                if (!resource.type().startsWith("Custom::")) {
                    throw new IllegalArgumentException(resource.type() + " is not known here");
                }
            }
        }
    }

    private Made untagged(Evaluated resource, String type, JsonNode properties) {
        Made one = Made.of(type, resource.id(), properties);
        made.add(one);
        return one;
    }

    private Made tagged(Evaluated resource, String type, JsonNode properties) {
        Made one = untagged(resource, type, properties);
        ObjectNode all = JSON.valueToTree(tags);
        one.keyed("tags");
        if (one.properties().path("tags").isObject()) {
            all.setAll((ObjectNode) one.properties().get("tags"));
        }
        return one.with("tags", all);
    }

    private void role(Evaluated resource, ObjectNode properties) {
        String text = properties.toString();
        if (ROLES_OF_FUNCTIONS.stream().anyMatch(text::contains) || text.contains(SCALING_ROLE)) {
            return;
        }
        ObjectNode policies = JSON.createObjectNode();
        properties
                .path("Policies")
                .forEach(policy ->
                        policies.set(policy.path("PolicyName").asText(), document(policy.get("PolicyDocument"))));
        JsonNode trust = document(properties.get("AssumeRolePolicyDocument"));
        if (!properties.has("Path")) {
            properties.put("Path", "/");
        }
        tagged(resource, "IAM::Role", properties.without(List.of("Policies", "AssumeRolePolicyDocument")))
                .with("policies", policies)
                .with("assumerolepolicydocument", trust.asText());
    }

    /** A list of one string means the same as the string. */
    static JsonNode document(JsonNode document) {
        return JSON.getNodeFactory().textNode(PolicyDocument.canonical(document.toString()));
    }

    private void records(Evaluated resource, ObjectNode properties) {
        for (JsonNode record : properties.path("RecordSets")) {
            ObjectNode one = record.deepCopy();
            one.set("HostedZoneId", properties.get("HostedZoneId"));
            one.put("Name", plain(record.path("Name").asText()));
            untagged(resource, "Route53::RecordSet", one);
        }
    }

    /** DNS knows no case, and no last dot. */
    static String plain(String name) {
        return name.replaceAll("\\.$", "").toLowerCase(java.util.Locale.ROOT);
    }

    /** With what its scalable target is about, as the API wants it. */
    private void policy(Evaluated resource, ObjectNode properties, List<Evaluated> all) {
        String target = properties.path("ScalingTargetId").asText();
        Map<String, Object> about = all.stream()
                .filter(one -> target.equals("{" + one.id() + "}"))
                .findFirst()
                .orElseThrow()
                .properties();
        ObjectNode complete = properties.without(List.of("ScalingTargetId"));
        for (String key : List.of("ResourceId", "ScalableDimension", "ServiceNamespace")) {
            complete.put(key, about.get(key).toString());
        }
        ObjectNode configuration = (ObjectNode) complete.get("TargetTrackingScalingPolicyConfiguration");
        for (String key : List.of("ScaleInCooldown", "ScaleOutCooldown")) {
            // The API takes whole seconds only.
            configuration.put(key, (int) Math.ceil(configuration.path(key).asDouble()));
        }
        untagged(resource, "ApplicationAutoScaling::ScalingPolicy", complete);
    }

    private void topic(Evaluated resource, ObjectNode properties, List<Evaluated> all) {
        Made topic = tagged(resource, "SNS::Topic", properties);
        all.stream()
                .filter(one -> one.type().equals("AWS::SNS::TopicPolicy"))
                .filter(one -> one.properties().get("Topics").toString().contains("{" + resource.id() + "}"))
                .forEach(one -> topic.with(
                        "policy", document(JSON.valueToTree(one.properties().get("PolicyDocument")))));
    }
}
