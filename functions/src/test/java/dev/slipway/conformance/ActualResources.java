package dev.slipway.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.conformance.RecordedAws.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The resources that recorded calls make, in the form in which they are compared. */
final class ActualResources {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ELB = "ElasticLoadBalancingV2.";

    private final List<Call> calls;
    private final List<Made> made = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    private ActualResources(List<Call> calls) {
        this.calls = calls;
    }

    /** @throws IllegalStateException if there are calls that are not looked at */
    static List<Made> of(List<Call> calls) {
        ActualResources actual = new ActualResources(calls);
        calls.forEach(actual::add);
        if (!actual.others.isEmpty()) {
            throw new IllegalStateException("calls that nothing compares: " + actual.others);
        }
        return actual.made;
    }

    private void add(Call call) {
        switch (call.operation()) {
            case "CloudWatchLogs.CreateLogGroup" -> logGroup(call);
            case "Iam.CreateRole" -> role(call);
            case "Ecs.RegisterTaskDefinition" ->
                make("ECS::TaskDefinition", call).keyed("tags");
            case "Ecs.CreateService" ->
                make("ECS::Service", call)
                        .without("servicename")
                        .keyed("tags")
                        .handle(".Name", call.text("serviceName"));
            case "ServiceDiscovery.CreateService" ->
                make("ServiceDiscovery::Service", call)
                        .without("creatorrequestid")
                        .keyed("tags")
                        .handle(".Arn", call.made());
            case "Efs.CreateAccessPoint" ->
                make("EFS::AccessPoint", call)
                        .keyed("tags")
                        .handle("", call.made().replaceAll(".*/", ""))
                        .handle(".AccessPointId", call.made().replaceAll(".*/", ""))
                        .handle(".Arn", call.made());
            case "Sns.CreateTopic" -> topic(call);
            case ELB + "CreateTargetGroup" -> targetGroup(call);
            case ELB + "CreateRule" ->
                make("ElasticLoadBalancingV2::ListenerRule", call)
                        .without("priority")
                        .keyed("tags");
            case ELB + "CreateLoadBalancer" ->
                make("ElasticLoadBalancingV2::LoadBalancer", call)
                        .without("name")
                        .keyed("tags")
                        .handle("", call.made())
                        .handle(".DNSName", Answers.dnsName(call.text("Name")))
                        .handle(".CanonicalHostedZoneID", Answers.zone(call.text("Name")));
            case ELB + "CreateListener" ->
                make("ElasticLoadBalancingV2::Listener", call).keyed("tags");
            case "Ec2.CreateSecurityGroup" -> securityGroup(call);
            case "Ec2.AuthorizeSecurityGroupIngress" -> ingress(call);
            case "Route53.ChangeResourceRecordSets" -> records(call);
            case "ApplicationAutoScaling.RegisterScalableTarget" ->
                make("ApplicationAutoScaling::ScalableTarget", call);
            case "ApplicationAutoScaling.PutScalingPolicy" -> make("ApplicationAutoScaling::ScalingPolicy", call);
            case "CloudWatch.PutMetricAlarm" -> make("CloudWatch::Alarm", call).keyed("tags");
            default -> {
                if (!isPartOfAnother(call) && !isBesideTheTemplate(call)) {
                    others.add(call.operation());
                }
            }
        }
    }

    private static boolean isPartOfAnother(Call call) {
        return List.of(
                        "CloudWatchLogs.PutRetentionPolicy",
                        "Iam.PutRolePolicy",
                        "Iam.AttachRolePolicy",
                        ELB + "ModifyTargetGroupAttributes")
                .contains(call.operation());
    }

    /**
     * Copilot's own commands write the record of a service beside its stack, and its environment's stack has the
     * certificates on the listener.
     */
    private static boolean isBesideTheTemplate(Call call) {
        return List.of("Ssm.PutParameter", ELB + "AddListenerCertificates").contains(call.operation());
    }

    private Made make(String type, Call call) {
        return add(type, call, call.request()).handle("", call.made());
    }

    private Made add(String type, Call call, JsonNode properties) {
        Made one = Made.of(type, "%s of call %d".formatted(type, call.number()), properties);
        made.add(one);
        return one;
    }

    private void logGroup(Call call) {
        String name = call.text("logGroupName");
        Made group = make("Logs::LogGroup", call).handle("", name);
        later("CloudWatchLogs.PutRetentionPolicy", one -> one.text("logGroupName")
                        .equals(name))
                .forEach(one -> group.with("retentionindays", one.text("retentionInDays")));
    }

    private void role(Call call) {
        String name = call.text("RoleName");
        ObjectNode policies = JSON.createObjectNode();
        later("Iam.PutRolePolicy", one -> one.text("RoleName").equals(name))
                .forEach(one -> policies.set(one.text("PolicyName"), document(one.text("PolicyDocument"))));
        ArrayNode managed = JSON.createArrayNode();
        later("Iam.AttachRolePolicy", one -> one.text("RoleName").equals(name))
                .forEach(one -> managed.add(one.text("PolicyArn")));
        // Copilot bounds roles only where the application has a policy for it; Slipway always does (docs/manifest.md).
        String without = call.text("PermissionsBoundary").equals(Conversation.BOUNDARY) ? "permissionsboundary" : "";
        make("IAM::Role", call)
                .without("rolename")
                .without(without)
                .keyed("tags")
                .with("policies", policies)
                .with("managedpolicyarns", managed)
                .with("assumerolepolicydocument", trust(call.text("AssumeRolePolicyDocument")))
                .handle(".Arn", call.made())
                .handle("", name);
    }

    /** Without the conditions that Copilot's roles lack (docs/manifest.md); none may be without them. */
    private static String trust(String text) {
        try {
            JsonNode trust = JSON.readTree(text);
            for (JsonNode statement : trust.path("Statement")) {
                if (((ObjectNode) statement)
                        .remove("Condition")
                        .at("/StringEquals/aws:SourceAccount")
                        .isMissingNode()) {
                    throw new IllegalStateException("another account's ECS may assume the role: " + text);
                }
            }
            return document(trust.toString()).asText();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a policy: " + text, e);
        }
    }

    private void topic(Call call) {
        ObjectNode request = call.request().path("Attributes").deepCopy();
        request.put("TopicName", call.text("Name")).set("Tags", call.request().path("Tags"));
        request.set("Policy", document(request.path("Policy").asText()));
        if (request.path("ContentBasedDeduplication").asText().equals("false")) {
            // what a FIFO topic has where nothing is said
            request.remove("ContentBasedDeduplication");
        }
        add("SNS::Topic", call, request).keyed("tags").handle("", call.made());
    }

    private void targetGroup(Call call) {
        ObjectNode attributes = JSON.createObjectNode();
        later(ELB + "ModifyTargetGroupAttributes", one -> one.text("TargetGroupArn")
                        .equals(call.made()))
                .forEach(one -> one.request()
                        .path("Attributes")
                        .forEach(pair -> attributes.set(pair.path("Key").asText(), pair.path("Value"))));
        make("ElasticLoadBalancingV2::TargetGroup", call)
                .without("name")
                .keyed("tags")
                .with("attributes", attributes)
                .withHealthCheckDefaults()
                .handle(".TargetGroupFullName", call.made().replaceAll(".*:", ""));
    }

    private void securityGroup(Call call) {
        ArrayNode ingress = JSON.createArrayNode();
        later("Ec2.AuthorizeSecurityGroupIngress", one -> one.text("GroupId").equals(call.made()))
                .forEach(one -> permissions(one).forEach(ingress::add));
        ObjectNode request = JSON.createObjectNode();
        request.put("GroupDescription", call.text("GroupDescription")).put("VpcId", call.text("VpcId"));
        request.set("SecurityGroupIngress", ingress);
        request.set("Tags", call.request().path("TagSpecification").path(0).path("Tag"));
        add("EC2::SecurityGroup", call, request).keyed("tags").handle(".GroupId", call.made());
    }

    /** Into a group that was there before; what a rule of a group is tagged with, CloudFormation cannot say. */
    private void ingress(Call call) {
        String group = call.text("GroupId");
        boolean own = calls.stream().anyMatch(one -> one.made().equals(group));
        if (!own) {
            permissions(call).forEach(one -> add("EC2::SecurityGroupIngress", call, one.put("GroupId", group)));
        }
    }

    private static List<ObjectNode> permissions(Call call) {
        List<ObjectNode> permissions = new ArrayList<>();
        for (JsonNode permission : call.request().path("IpPermissions")) {
            permission
                    .path("IpRanges")
                    .forEach(range -> permissions.add(permission(permission, range)
                            .put("CidrIp", range.path("CidrIp").asText())));
            permission
                    .path("Groups")
                    .forEach(group -> permissions.add(permission(permission, group)
                            .put("SourceSecurityGroupId", group.path("GroupId").asText())));
        }
        return permissions;
    }

    /** To EC2 the case of a protocol means nothing. */
    private static ObjectNode permission(JsonNode permission, JsonNode source) {
        ObjectNode one = JSON.createObjectNode();
        one.put("IpProtocol", permission.path("IpProtocol").asText().toUpperCase(Locale.ROOT));
        for (String name : List.of("FromPort", "ToPort")) {
            if (permission.has(name)) {
                one.set(name, permission.get(name));
            }
        }
        if (source.has("Description")) {
            one.set("Description", source.get("Description"));
        }
        return one;
    }

    private void records(Call call) {
        for (JsonNode change : call.request().path("ChangeBatch").path("Changes")) {
            ObjectNode record = change.path("ResourceRecordSet").deepCopy();
            record.put("HostedZoneId", call.text("Id"));
            record.put("Name", ExpectedResources.plain(record.path("Name").asText()));
            ((ObjectNode) record.path("AliasTarget")).remove("EvaluateTargetHealth");
            add("Route53::RecordSet", call, record);
        }
    }

    private Stream<Call> later(String operation, Predicate<Call> which) {
        return calls.stream().filter(call -> call.operation().equals(operation)).filter(which);
    }

    private static JsonNode document(String text) {
        try {
            return ExpectedResources.document(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a policy: " + text, e);
        }
    }
}
