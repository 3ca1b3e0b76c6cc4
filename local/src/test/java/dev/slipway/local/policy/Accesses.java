package dev.slipway.local.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.gateway.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What IAM is asked when a call is made: which action, on what. The resource is read from the call's parameters; where the
 * gateway cannot read those (bodies that are neither JSON nor a form), it is {@link #UNSEEN}.
 */
public final class Accesses {
    /** A resource that the record of the call does not show. */
    public static final String UNSEEN = "unseen";

    private static final Map<String, String> ACTIONS = Map.of(
            "s3:HeadObject", "s3:GetObject",
            "s3:ListObjectsV2", "s3:ListBucket",
            "s3:ListObjectVersions", "s3:ListBucketVersions",
            "tagging:GetResources", "tag:GetResources");

    private static final Pattern ARN = Pattern.compile("arn:[^:]+:[^:]*:[^:]*:[^:]*:.+");

    private final String region;
    private final String account;

    public Accesses(String region, String account) {
        this.region = region;
        this.account = account;
    }

    /** The call itself, and what AWS asks about besides, see {@link Implied}. */
    public List<Access> of(Call call) {
        if (call.name().equals("dynamodb:TransactWriteItems")) {
            return Implied.ofTransaction(call, table -> arn("dynamodb", "table/" + table));
        }
        String action = ACTIONS.getOrDefault(call.name(), call.name());
        JsonNode parameters = call.parameters();
        if (action.equals("s3:GetObject") && parameters.hasNonNull("versionId")) {
            action = "s3:GetObjectVersion";
        }
        List<Access> accesses = new ArrayList<>();
        for (String resource : resources(call, parameters)) {
            Access access = context(call, Access.to(action, resource));
            accesses.add(access);
            accesses.addAll(Implied.by(call, access));
        }
        return accesses;
    }

    private List<String> resources(Call call, JsonNode p) {
        return switch (call.service()) {
            case "iam" ->
                List.of(p.hasNonNull("RoleName") ? "arn:aws:iam::" + account + ":role/" + text(p, "RoleName") : UNSEEN);
            case "s3" ->
                List.of("arn:aws:s3:::" + text(p, "path").replaceFirst("^/", "").replaceFirst("/$", ""));
            case "dynamodb" ->
                List.of(arn(
                        "dynamodb",
                        "table/"
                                + Optional.ofNullable(p.findValue("TableName"))
                                        .map(JsonNode::asText)
                                        .orElse("")));
            case "ssm" -> parameters(p);
            case "logs" -> List.of(logGroup(p));
            case "states" -> List.of(p.has("stateMachineArn") ? text(p, "stateMachineArn") : text(p, "executionArn"));
            case "events" -> List.of(arn("events", "event-bus/default"));
            case "cloudformation" ->
                List.of(p.has("StackName") ? arn("cloudformation", "stack/" + text(p, "StackName") + "/id") : UNSEEN);
            case "ecr" -> List.of(arn("ecr", "repository/" + text(p, "repositoryName")));
            case "application-autoscaling" -> List.of(arn("application-autoscaling", "scalable-target/id"));
            case "ecs" -> ecs(call.action(), p);
            case "sns" -> List.of(p.has("Name") ? arn("sns", text(p, "Name")) : firstArn(p));
            case "elasticloadbalancing" -> List.of(loadBalancing(call.action(), p));
            case "elasticfilesystem" ->
                List.of(
                        p.has("FileSystemId")
                                ? arn("elasticfilesystem", "file-system/" + text(p, "FileSystemId"))
                                : UNSEEN);
            case "servicediscovery" ->
                List.of(p.has("NamespaceId") ? arn("servicediscovery", "namespace/" + text(p, "NamespaceId")) : UNSEEN);
            default -> List.of(firstArn(p));
        };
    }

    private String loadBalancing(String action, JsonNode p) {
        return switch (action) {
            case "CreateTargetGroup" -> arn("elasticloadbalancing", "targetgroup/" + text(p, "Name") + "/id");
            case "CreateLoadBalancer" ->
                arn(
                        "elasticloadbalancing",
                        "loadbalancer/%s/%s/id"
                                .formatted(text(p, "Type").equals("network") ? "net" : "app", text(p, "Name")));
            default -> firstArn(p);
        };
    }

    private List<String> ecs(String action, JsonNode p) {
        String cluster = text(p, "cluster").replaceFirst(".*/", "");
        return switch (action) {
            case "CreateService" -> List.of(arn("ecs", "service/" + cluster + "/" + text(p, "serviceName")));
            case "UpdateService", "DeleteService" -> List.of(service(cluster, text(p, "service")));
            case "DescribeServices" -> {
                List<String> all = new ArrayList<>();
                p.path("services").forEach(one -> all.add(service(cluster, one.asText())));
                yield all;
            }
            case "RegisterTaskDefinition" -> List.of(arn("ecs", "task-definition/" + text(p, "family") + ":1"));
            case "TagResource" -> List.of(text(p, "resourceArn"));
            case "DescribeTasks" -> List.of(arn("ecs", "task/" + cluster + "/id"));
            default -> List.of("*");
        };
    }

    private String service(String cluster, String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : arn("ecs", "service/" + cluster + "/" + nameOrArn);
    }

    private List<String> parameters(JsonNode p) {
        List<String> names = new ArrayList<>();
        for (String key : Set.of("Name", "ResourceId", "Path")) {
            if (p.hasNonNull(key)) {
                names.add(text(p, key));
            }
        }
        p.path("Names").forEach(name -> names.add(name.asText()));
        return names.isEmpty()
                ? List.of("*")
                : names.stream()
                        .map(name -> arn("ssm", "parameter/" + name.replaceFirst("^/", "")))
                        .toList();
    }

    private String logGroup(JsonNode p) {
        String group = text(p, "logGroupName");
        if (p.has("logStreamName")) {
            return arn("logs", "log-group:" + group + ":log-stream:" + text(p, "logStreamName"));
        }
        if (p.has("logGroupName")) {
            return arn("logs", "log-group:" + group);
        }
        return p.has("resourceArn") ? text(p, "resourceArn").replaceFirst(":\\*$", "") : "*";
    }

    private String firstArn(JsonNode p) {
        for (JsonNode value : p) {
            if (value.isTextual() && ARN.matcher(value.asText()).matches()) {
                return value.asText();
            }
        }
        return UNSEEN;
    }

    private String arn(String service, String resource) {
        return "arn:aws:%s:%s:%s:%s".formatted(service, region, account, resource);
    }

    /** Conditions on what is asked for; tags of what exists are for the caller to add. */
    private Access context(Call call, Access access) {
        JsonNode p = call.parameters();
        Access with = access;
        if (call.action().equals("PutEvents")) {
            with = with.with(
                    "events:source", p.path("Entries").path(0).path("Source").asText());
        }
        if (p.hasNonNull("PermissionsBoundary")) {
            with = with.with("iam:PermissionsBoundary", text(p, "PermissionsBoundary"));
        }
        if (p.hasNonNull("PolicyArn")) {
            with = with.with("iam:PolicyARN", text(p, "PolicyArn"));
        }
        if (p.hasNonNull("ServiceNamespace")) {
            with = with.with("application-autoscaling:service-namespace", text(p, "ServiceNamespace"));
        }
        if (p.hasNonNull("ScalableDimension")) {
            with = with.with("application-autoscaling:scalable-dimension", text(p, "ScalableDimension"));
        }
        if (p.hasNonNull("cluster")) {
            with = with.with("ecs:cluster", clusterArn(text(p, "cluster")));
        }
        String application = requestTag(p, "copilot-application");
        return application == null ? with : with.with("aws:RequestTag/copilot-application", application);
    }

    private String clusterArn(String cluster) {
        return cluster.startsWith("arn:") ? cluster : arn("ecs", "cluster/" + cluster);
    }

    /** In a list of pairs or a map (JSON), or in numbered fields (forms). Null where there is none. */
    private static String requestTag(JsonNode p, String key) {
        for (String name : List.of("Tags", "tags", "TagList")) {
            JsonNode tags = p.path(name);
            if (tags.isObject() && tags.has(key)) {
                return tags.get(key).asText();
            }
            for (JsonNode tag : tags) {
                if (key.equals(tag.path("Key").asText(tag.path("key").asText()))) {
                    return tag.path("Value").asText(tag.path("value").asText());
                }
            }
        }
        for (Map.Entry<String, JsonNode> field : p.properties()) {
            Matcher numbered = Pattern.compile("(.*Tags?\\..*)Key").matcher(field.getKey());
            if (numbered.matches() && field.getValue().asText().equals(key)) {
                return text(p, numbered.group(1) + "Value");
            }
        }
        return null;
    }

    private static String text(JsonNode parameters, String name) {
        return parameters.path(name).asText();
    }
}
