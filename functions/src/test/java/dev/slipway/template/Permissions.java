package dev.slipway.template;

import static java.util.Map.entry;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Permissions of the functions: those that the template gives them, and those that their code needs. */
final class Permissions {
    /** Where IAM calls a service otherwise than the SDK calls its client. */
    private static final Map<String, String> SERVICES = Map.of(
            "ApplicationAutoScaling", "application-autoscaling",
            "CloudWatchLogs", "logs",
            "Efs", "elasticfilesystem",
            "ElasticLoadBalancingV2", "elasticloadbalancing",
            "EventBridge", "events",
            "ResourceGroupsTaggingApi", "tag",
            "Sfn", "states");

    /** Where IAM calls an action otherwise than the API. A whole object is only ever read as a version of it. */
    private static final Map<String, String> ACTIONS = Map.of(
            "dynamodb:TransactWriteItems", "dynamodb:PutItem",
            "s3:GetObject", "s3:GetObjectVersion",
            "s3:GetObjectAsBytes", "s3:GetObject",
            "s3:HeadObject", "s3:GetObject",
            "s3:ListObjectsV2", "s3:ListBucket",
            "s3:ListObjectVersions", "s3:ListBucketVersions");

    /** What AWS demands besides: most of all the right to give a new resource its tags. */
    private static final Map<String, List<String>> BESIDES = Map.ofEntries(
            entry(
                    "application-autoscaling:PutScalingPolicy",
                    List.of("cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm")),
            entry(
                    "application-autoscaling:RegisterScalableTarget",
                    List.of(
                            "application-autoscaling:TagResource",
                            "ecs:DescribeServices",
                            "ecs:UpdateService",
                            "iam:CreateServiceLinkedRole")),
            entry("cloudwatch:PutMetricAlarm", List.of("cloudwatch:TagResource")),
            entry("ec2:CreateSecurityGroup", List.of("ec2:CreateTags")),
            entry("ecs:CreateService", List.of("ecs:TagResource", "iam:CreateServiceLinkedRole")),
            entry("ecs:RegisterTaskDefinition", List.of("ecs:TagResource", "iam:PassRole")),
            entry("elasticfilesystem:CreateAccessPoint", List.of("elasticfilesystem:TagResource")),
            entry("elasticloadbalancing:CreateListener", List.of("elasticloadbalancing:AddTags")),
            entry(
                    "elasticloadbalancing:CreateLoadBalancer",
                    List.of(
                            "ec2:DescribeAccountAttributes",
                            "ec2:DescribeInternetGateways",
                            "elasticloadbalancing:AddTags",
                            "iam:CreateServiceLinkedRole")),
            entry("iam:CreateRole", List.of("iam:TagRole")),
            entry("logs:CreateLogGroup", List.of("logs:TagResource")),
            // Without it an object that is missing reads as "access denied".
            entry("s3:GetObject", List.of("s3:ListBucket")),
            // Whoever lists versions looks at one of them.
            entry("s3:ListBucketVersions", List.of("s3:GetObjectVersion")),
            entry("servicediscovery:CreateService", List.of("servicediscovery:TagResource")),
            entry("sns:CreateTopic", List.of("sns:TagResource")),
            entry("ssm:PutParameter", List.of("ssm:AddTagsToResource")));

    private Permissions() {}

    /** The actions that each function is allowed, by its logical id. */
    static Map<String, Set<String>> given(Template template) {
        Map<String, Set<String>> given = new TreeMap<>();
        template.resources("AWS::Serverless::Function").forEach((id, function) -> {
            Set<String> actions = new TreeSet<>();
            for (Object policy : Template.list(Template.at(function, "Properties", "Policies"))) {
                for (Object statement : Template.list(Template.at(policy, "Statement"))) {
                    Template.list(Template.at(statement, "Action")).forEach(action -> actions.add(action.toString()));
                }
            }
            given.put(id, actions);
        });
        return given;
    }

    /** The actions that each function's code can come to need. */
    static Map<String, Set<String>> needed(Template template) {
        Map<String, Set<String>> needed = new TreeMap<>();
        template.resources("AWS::Serverless::Function").forEach((id, function) -> {
            String handler = Template.at(function, "Properties", "Handler").toString();
            Set<String> actions = new TreeSet<>();
            for (String call : Reach.of(handler.split("::")[0])) {
                String operation = operation(call);
                String action = ACTIONS.getOrDefault(operation, operation);
                actions.add(action);
                actions.addAll(BESIDES.getOrDefault(action, List.of()));
                // The journal is written only while the lock is held, in one transaction.
                if (operation.equals("dynamodb:TransactWriteItems")) {
                    actions.add("dynamodb:ConditionCheckItem");
                }
            }
            needed.put(id, actions);
        });
        return needed;
    }

    /** A line for each function, as in {@code docs/permissions.md}. */
    static List<String> table(Map<String, Set<String>> permissions) {
        return permissions.entrySet().stream()
                .map(one ->
                        "| %s | %s |".formatted(one.getKey().replaceAll("Function$", ""), byService(one.getValue())))
                .toList();
    }

    private static String operation(String call) {
        String client = call.substring(0, call.indexOf('.'));
        String method = call.substring(client.length() + 1).replaceAll("Paginator$", "");
        return SERVICES.getOrDefault(client, client.toLowerCase(Locale.ROOT)) + ":"
                + Character.toUpperCase(method.charAt(0)) + method.substring(1);
    }

    private static String byService(Collection<String> actions) {
        Map<String, String> services = actions.stream()
                .map(action -> action.split(":"))
                .collect(Collectors.groupingBy(
                        parts -> parts[0],
                        TreeMap::new,
                        Collectors.mapping(parts -> parts[1], Collectors.joining(", "))));
        return services.entrySet().stream()
                .map(service -> "**" + service.getKey() + "** " + service.getValue())
                .collect(Collectors.joining("<br>"));
    }
}
