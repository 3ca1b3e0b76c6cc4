package dev.slipway.local.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.gateway.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What AWS asks about besides the call that is made, as far as the call shows it: the tags of what is made, the roles that
 * are passed on, the parts of a transaction, and whether one may know that an object is missing.
 */
final class Implied {
    /** What tagging is called where something is made with tags, by the call that makes it. */
    private static final Map<String, String> TAGGING = Map.ofEntries(
            Map.entry("application-autoscaling:RegisterScalableTarget", "application-autoscaling:TagResource"),
            Map.entry("ec2:AuthorizeSecurityGroupIngress", "ec2:CreateTags"),
            Map.entry("ec2:CreateSecurityGroup", "ec2:CreateTags"),
            Map.entry("ecs:CreateService", "ecs:TagResource"),
            Map.entry("ecs:RegisterTaskDefinition", "ecs:TagResource"),
            Map.entry("elasticfilesystem:CreateAccessPoint", "elasticfilesystem:TagResource"),
            Map.entry("elasticloadbalancing:CreateListener", "elasticloadbalancing:AddTags"),
            Map.entry("elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:AddTags"),
            Map.entry("elasticloadbalancing:CreateRule", "elasticloadbalancing:AddTags"),
            Map.entry("elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:AddTags"),
            Map.entry("iam:CreateRole", "iam:TagRole"),
            Map.entry("logs:CreateLogGroup", "logs:TagResource"),
            Map.entry("servicediscovery:CreateService", "servicediscovery:TagResource"),
            Map.entry("sns:CreateTopic", "sns:TagResource"),
            Map.entry("ssm:PutParameter", "ssm:AddTagsToResource"));

    private static final Pattern TAG_FIELD =
            Pattern.compile("(?i)(tags|taglist)(\\.member\\..*)?|tagspecification\\..*");

    private Implied() {}

    static List<Access> by(Call call, Access access) {
        List<Access> implied = new ArrayList<>();
        String tagging = TAGGING.get(call.name());
        if (tagging != null && hasTags(call.parameters())) {
            String creation = call.service() + ":CreateAction";
            implied.add(
                    new Access(tagging, made(call, access.resource()), access.context()).with(creation, call.action()));
        }
        if (call.name().equals("ecs:RegisterTaskDefinition")) {
            for (String role : List.of("taskRoleArn", "executionRoleArn")) {
                implied.add(
                        Access.to("iam:PassRole", call.parameters().path(role).asText())
                                .with("iam:PassedToService", "ecs-tasks.amazonaws.com"));
            }
        }
        // "If the object you request doesn't exist, the error that Amazon S3 returns depends on whether you also have
        // the
        // s3:ListBucket permission": https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        if (access.action().startsWith("s3:GetObject") && call.status() == 404) {
            implied.add(Access.to("s3:ListBucket", access.resource().replaceFirst("/.*", "")));
        }
        return implied;
    }

    /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
    static List<Access> ofTransaction(Call call, UnaryOperator<String> table) {
        List<Access> parts = new ArrayList<>();
        for (JsonNode item : call.parameters().path("TransactItems")) {
            item.properties()
                    .forEach(part -> parts.add(Access.to(
                            "dynamodb:"
                                    + (part.getKey().equals("ConditionCheck")
                                            ? "ConditionCheckItem"
                                            : part.getKey() + "Item"),
                            table.apply(part.getValue().path("TableName").asText()))));
        }
        return parts;
    }

    private static boolean hasTags(JsonNode parameters) {
        return parameters.properties().stream()
                .anyMatch(field -> TAG_FIELD.matcher(field.getKey()).matches()
                        && !(field.getValue().isContainerNode()
                                && field.getValue().isEmpty()));
    }

    /** The ARN of what a call makes, from that of what it makes it in. */
    private static String made(Call call, String in) {
        return switch (call.action()) {
            case "CreateRule" -> in.replace(":listener/", ":listener-rule/") + "/id";
            case "CreateListener" -> in.replace(":loadbalancer/", ":listener/") + "/id";
            case "CreateAccessPoint" -> in.replaceFirst(":file-system/.*", ":access-point/id");
            case "CreateSecurityGroup", "AuthorizeSecurityGroupIngress" -> Accesses.UNSEEN;
            case "CreateService" ->
                call.service().equals("servicediscovery") ? in.replaceFirst(":namespace/.*", ":service/id") : in;
            default -> in;
        };
    }
}
