package dev.slipway.local.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.aws.ModelJson;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;

/** Reads everything that an account has of one service, kind by kind, as AWS describes it. */
final class Inventory {
    private final Account account;
    private final String service;
    private final Map<String, ObjectNode> resources = new TreeMap<>();

    private Inventory(Account account, String service) {
        this.account = account;
        this.service = service;
    }

    /** By kind and name: {@code target-group api-1a2b3c4d}. */
    static Map<String, ObjectNode> of(Account account, String service) {
        Inventory inventory = new Inventory(account, service);
        new LoadBalancing(account, inventory).read();
        inventory.discovery();
        inventory.parameters();
        inventory.ecs();
        inventory.roles();
        inventory.logs();
        inventory.topics();
        inventory.scaling();
        inventory.alarms();
        return inventory.resources;
    }

    private void discovery() {
        for (ServiceSummary found : account.cloudMap.listServicesPaginator().stream()
                .flatMap(page -> page.services().stream())
                .toList()) {
            if (isOurs(found.name())) {
                ObjectNode tree = ModelJson.write(found);
                tree.set(
                        "tags",
                        array(account.cloudMap
                                .listTagsForResource(r -> r.resourceARN(found.arn()))
                                .tags()));
                put("discovery-service", found.name(), tree);
            }
        }
    }

    /** Found by name, not by path: pages of what other tests change meanwhile would leave some out. */
    private void parameters() {
        Stream.of(service, Manifests.secret(service))
                .flatMap(this::parameterNames)
                .forEach(name -> parameter(account.ssm
                        .getParameter(r -> r.name(name).withDecryption(true))
                        .parameter()));
    }

    private Stream<String> parameterNames(String part) {
        ParameterStringFilter named = ParameterStringFilter.builder()
                .key("Name")
                .option("Contains")
                .values(part)
                .build();
        return account.ssm.describeParametersPaginator(r -> r.parameterFilters(named)).stream()
                .flatMap(page -> page.parameters().stream())
                .map(ParameterMetadata::name);
    }

    private void parameter(Parameter found) {
        ObjectNode tree = ModelJson.write(found);
        tree.set(
                "tags",
                array(account.ssm
                        .listTagsForResource(r ->
                                r.resourceType(ResourceTypeForTagging.PARAMETER).resourceId(found.name()))
                        .tagList()));
        putOurs("parameter", found.name(), tree);
    }

    private void ecs() {
        String cluster = account.environment.get("ClusterId");
        List<String> services = account.ecs.listServicesPaginator(r -> r.cluster(cluster)).serviceArns().stream()
                .filter(this::isOurs)
                .toList();
        if (!services.isEmpty()) {
            for (Service found : account.ecs
                    .describeServices(r -> r.cluster(cluster).services(services).include(ServiceField.TAGS))
                    .services()) {
                put("ecs-service", found.serviceName(), ModelJson.write(found));
            }
        }
        account
                .ecs
                .listTaskDefinitionsPaginator(r -> r.status(TaskDefinitionStatus.ACTIVE))
                .taskDefinitionArns()
                .stream()
                .filter(this::isOurs)
                .forEach(this::taskDefinition);
    }

    private void taskDefinition(String arn) {
        var found =
                account.ecs.describeTaskDefinition(r -> r.taskDefinition(arn).include(TaskDefinitionField.TAGS));
        ObjectNode tree = ModelJson.write(found.taskDefinition());
        tree.set("tags", array(found.tags()));
        put("task-definition", arn.substring(arn.lastIndexOf('/') + 1), tree);
    }

    private void roles() {
        account.iam.listRolesPaginator().roles().stream()
                .filter(role -> isOurs(role.roleName()))
                .forEach(this::role);
    }

    private void role(Role found) {
        String name = found.roleName();
        ObjectNode tree = ModelJson.write(found);
        tree.set(
                "attached",
                array(account.iam
                        .listAttachedRolePolicies(r -> r.roleName(name))
                        .attachedPolicies()));
        ObjectNode policies = tree.putObject("policies");
        account.iam
                .listRolePolicies(r -> r.roleName(name))
                .policyNames()
                .forEach(policy -> policies.put(
                        policy,
                        account.iam
                                .getRolePolicy(r -> r.roleName(name).policyName(policy))
                                .policyDocument()));
        tree.set("tags", array(account.iam.listRoleTags(r -> r.roleName(name)).tags()));
        put("role", name, tree);
    }

    private void logs() {
        account.logs.describeLogGroupsPaginator().logGroups().stream()
                .filter(group -> isOurs(group.logGroupName()))
                .forEach(group -> {
                    ObjectNode tree = ModelJson.write(group);
                    String arn = group.arn().replaceFirst(":\\*$", "");
                    ObjectNode tags = tree.putObject("tags");
                    account.logs
                            .listTagsForResource(r -> r.resourceArn(arn))
                            .tags()
                            .forEach(tags::put);
                    put("log-group", group.logGroupName(), tree);
                });
    }

    private void topics() {
        account.sns.listTopicsPaginator().topics().stream()
                .filter(topic -> isOurs(topic.topicArn()))
                .forEach(topic -> {
                    ObjectNode tree = JsonNodeFactory.instance.objectNode();
                    account.sns
                            .getTopicAttributes(r -> r.topicArn(topic.topicArn()))
                            .attributes()
                            .forEach(tree::put);
                    put("topic", topic.topicArn(), tree);
                });
    }

    private void scaling() {
        account.autoScaling
                .describeScalableTargetsPaginator(r -> r.serviceNamespace(ServiceNamespace.ECS))
                .scalableTargets()
                .forEach(found -> put("scalable-target", found.resourceId(), ModelJson.write(found)));
        account.autoScaling
                .describeScalingPoliciesPaginator(r -> r.serviceNamespace(ServiceNamespace.ECS))
                .scalingPolicies()
                .forEach(found -> {
                    ObjectNode tree = ModelJson.write(found);
                    tree.remove(List.of("PolicyARN", "Alarms")); // of its own alarms, which it makes anew
                    put("scaling-policy", found.resourceId() + " " + found.policyName(), tree);
                });
    }

    private void alarms() {
        for (MetricAlarm found : account.cloudWatch.describeAlarmsPaginator().metricAlarms()) {
            // Those that a scaling policy has made for itself.
            if (!found.alarmName().startsWith("TargetTracking-")) {
                put("alarm", found.alarmName(), ModelJson.write(found));
            }
        }
    }

    void put(String kind, String name, ObjectNode tree) {
        if (isOurs(name + tree)) {
            putOurs(kind, name, tree);
        }
    }

    private void putOurs(String kind, String name, ObjectNode tree) {
        resources.put(kind + " " + name, tree);
    }

    boolean isOurs(String text) {
        return text.contains(service);
    }

    private static ArrayNode array(Collection<? extends SdkPojo> models) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        models.stream()
                .map(ModelJson::write)
                .sorted(java.util.Comparator.comparing(JsonNode::toString))
                .forEach(array::add);
        return array;
    }
}
