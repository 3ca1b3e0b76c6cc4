package dev.slipway.local.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.aws.ModelJson;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;

/**
 * Everything that an account has of one service, as AWS describes it, by kind and name: each resource a tree without what
 * changes by itself (times, counts, versions, states). Two snapshots are equal when nothing of the service has changed.
 */
final class Snapshot {
    /** What changes by itself, or with every write; in all trees, wherever it stands. */
    private static final Set<String> VOLATILE = Set.of(
            "createdAt",
            "updatedAt",
            "CreationTime",
            "creationTime",
            "CreateDate",
            "createDate",
            "CreatedTime",
            "LastModifiedDate",
            "LastModifiedUser",
            "Version",
            "version",
            "deployments",
            "events",
            "runningCount",
            "pendingCount",
            "taskSets",
            "revision",
            "registeredAt",
            "registeredBy",
            "requiresAttributes",
            "StateValue",
            "StateReason",
            "StateReasonData",
            "StateUpdatedTimestamp",
            "StateTransitionedTimestamp",
            "AlarmConfigurationUpdatedTimestamp",
            "storedBytes",
            "InstanceCount",
            "RoleId",
            "RoleLastUsed",
            "CreatorRequestId",
            "deploymentController");

    private final Account account;
    private final String service;
    private final Map<String, JsonNode> resources = new TreeMap<>();

    private Snapshot(Account account, String service) {
        this.account = account;
        this.service = service;
    }

    static Snapshot of(Account account, String service) {
        Snapshot snapshot = new Snapshot(account, service);
        snapshot.loadBalancing();
        snapshot.discovery();
        snapshot.parameters();
        snapshot.ecs();
        snapshot.roles();
        snapshot.logs();
        snapshot.topics();
        snapshot.scaling();
        snapshot.alarms();
        return snapshot;
    }

    /** Kind and name of each resource. */
    Set<String> names() {
        return resources.keySet();
    }

    /** Of the kind: {@code target-group}. */
    List<JsonNode> all(String kind) {
        return resources.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(kind + " "))
                .map(Map.Entry::getValue)
                .toList();
    }

    JsonNode only(String kind) {
        List<JsonNode> all = all(kind);
        if (all.size() != 1) {
            throw new AssertionError("not one " + kind + " but " + all.size() + " in " + names());
        }
        return all.get(0);
    }

    /** By kind and name, as in {@link #names}. */
    JsonNode resource(String name) {
        JsonNode found = resources.get(name);
        if (found == null) {
            throw new AssertionError("no " + name + " in " + names());
        }
        return found;
    }

    /** The one rule on the listener of the port, of whichever load balancer. */
    JsonNode rule(int port) {
        List<String> found = names().stream()
                .filter(name -> name.matches("listener-rule .*:" + port + " \\d+"))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("not one rule at port " + port + " but " + found);
        }
        return resources.get(found.get(0));
    }

    private void loadBalancing() {
        for (LoadBalancer balancer :
                account.elb.describeLoadBalancersPaginator().loadBalancers()) {
            ObjectNode tree = ModelJson.write(balancer);
            put("load-balancer", balancer.loadBalancerName(), tree);
            account.elb
                    .describeListenersPaginator(r -> r.loadBalancerArn(balancer.loadBalancerArn()))
                    .listeners()
                    .forEach(listener -> listener(balancer, listener));
        }
        Map<String, TargetGroup> groups = new HashMap<>();
        account.elb.describeTargetGroupsPaginator().targetGroups().forEach(g -> groups.put(g.targetGroupArn(), g));
        Map<String, ObjectNode> tags = tagsOf(groups.keySet());
        groups.forEach((arn, group) -> {
            if (isOurs(String.valueOf(tags.get(arn)))) {
                ObjectNode tree = ModelJson.write(group);
                tree.set("tags", tags.get(arn));
                ObjectNode attributes = tree.putObject("attributes");
                account.elb
                        .describeTargetGroupAttributes(r -> r.targetGroupArn(arn))
                        .attributes()
                        .forEach(attribute -> attributes.put(attribute.key(), attribute.value()));
                put("target-group", group.targetGroupName(), tree);
            }
        });
    }

    private void listener(LoadBalancer balancer, Listener listener) {
        String name = balancer.loadBalancerName() + ":" + listener.port();
        put("listener", name, ModelJson.write(listener));
        if (listener.protocolAsString().equals("HTTPS")) {
            account.elb
                    .describeListenerCertificates(r -> r.listenerArn(listener.listenerArn()))
                    .certificates()
                    .forEach(certificate -> certificate(name, certificate.certificateArn()));
        }
        Map<String, Rule> rules = new HashMap<>();
        account.elb.describeRulesPaginator(r -> r.listenerArn(listener.listenerArn())).rules().stream()
                .filter(rule -> !rule.isDefault())
                .forEach(rule -> rules.put(rule.ruleArn(), rule));
        Map<String, ObjectNode> tags = tagsOf(rules.keySet());
        rules.forEach((arn, rule) -> {
            ObjectNode tree = ModelJson.write(rule);
            tree.set("tags", tags.get(arn));
            // A rule that was removed and made again has another ARN; listener and priority are what matters.
            tree.remove("RuleArn");
            put("listener-rule", name + " " + rule.priority(), tree);
        });
    }

    /** Shared among services; a test's own is told by the domain. */
    private void certificate(String listener, String arn) {
        String domain = account.acm
                .describeCertificate(r -> r.certificateArn(arn))
                .certificate()
                .domainName();
        put(
                "listener-certificate",
                listener + " " + domain,
                JsonNodeFactory.instance.objectNode().put("certificate", arn));
    }

    private Map<String, ObjectNode> tagsOf(Collection<String> elbArns) {
        Map<String, ObjectNode> tags = new HashMap<>();
        List<String> all = List.copyOf(elbArns);
        for (int i = 0; i < all.size(); i += 20) { // DescribeTags takes no more at a time
            addTags(all.subList(i, Math.min(all.size(), i + 20)), tags);
        }
        return tags;
    }

    /** What is gone meanwhile, of another test's service, fails the call for all. */
    private void addTags(List<String> elbArns, Map<String, ObjectNode> tags) {
        try {
            account.elb
                    .describeTags(r -> r.resourceArns(elbArns))
                    .tagDescriptions()
                    .forEach(described -> {
                        ObjectNode node = JsonNodeFactory.instance.objectNode();
                        described.tags().forEach(tag -> node.put(tag.key(), tag.value()));
                        tags.put(described.resourceArn(), node);
                    });
        } catch (RuleNotFoundException | TargetGroupNotFoundException e) {
            if (elbArns.size() > 1) {
                elbArns.forEach(arn -> addTags(List.of(arn), tags));
            }
        }
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

    private void put(String kind, String name, ObjectNode tree) {
        if (isOurs(name + tree)) {
            putOurs(kind, name, tree);
        }
    }

    private void putOurs(String kind, String name, ObjectNode tree) {
        resources.put(kind + " " + name, settled(tree));
    }

    private boolean isOurs(String text) {
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

    private static JsonNode settled(ObjectNode tree) {
        tree.remove(VOLATILE);
        tree.forEach(child -> {
            if (child instanceof ObjectNode object) {
                settled(object);
            }
        });
        return tree;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot snapshot && resources.equals(snapshot.resources);
    }

    @Override
    public int hashCode() {
        return resources.hashCode();
    }

    /** What differs, one line for each resource. */
    String differencesTo(Snapshot other) {
        Set<String> all = new TreeSet<>(names());
        all.addAll(other.names());
        StringBuilder text = new StringBuilder();
        for (String name : all) {
            JsonNode mine = resources.get(name);
            JsonNode others = other.resources.get(name);
            if (mine == null) {
                text.append("\n+ ").append(name).append(' ').append(others);
            } else if (others == null) {
                text.append("\n- ").append(name).append(' ').append(mine);
            } else if (!mine.equals(others)) {
                text.append("\n~ ")
                        .append(name)
                        .append("\n    ")
                        .append(mine)
                        .append("\n    ")
                        .append(others);
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return resources.toString();
    }
}
