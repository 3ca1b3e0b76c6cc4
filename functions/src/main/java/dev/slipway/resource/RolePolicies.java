package dev.slipway.resource;

import dev.slipway.aws.Names;
import dev.slipway.aws.PolicyDocument;
import dev.slipway.aws.Tags;
import dev.slipway.environment.Environment;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.FileSystem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The policies of a service's two roles: those that Copilot's have, with conditions on who may assume them. */
final class RolePolicies {
    /** The most that IAM allows for the name of an inline policy. */
    private static final int NAME_LIMIT = 128;

    private RolePolicies() {}

    /** ECS itself, on behalf of a task of this account and no other. */
    static String executionTrust(Environment environment) {
        return trust(Map.of("StringEquals", Map.of("aws:SourceAccount", environment.account())));
    }

    /**
     * Likewise, and of this region. ECS tells the source's ARN when it assumes a task role:
     * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
     */
    static String taskTrust(Environment environment) {
        return trust(Map.of(
                "StringEquals", Map.of("aws:SourceAccount", environment.account()),
                "ArnLike", Map.of("aws:SourceArn", environment.arn("ecs", "*"))));
    }

    private static String trust(Map<String, Object> condition) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Principal", Map.of("Service", "ecs-tasks.amazonaws.com"));
        statement.put("Action", "sts:AssumeRole");
        statement.put("Condition", condition);
        return PolicyDocument.of(List.of(statement));
    }

    /** What starting a task needs beside AmazonECSTaskExecutionRolePolicy: secrets and environment files. */
    static SortedMap<String, String> ofExecution(Service service) {
        SortedMap<String, String> policies = new TreeMap<>();
        policies.put(policyName(service, "SecretsPolicy"), secrets(service.environment()));
        service.envFiles()
                .forEach((container, arn) -> policies.put(envFilePolicyName(service, container), envFile(arn)));
        return policies;
    }

    private static String policyName(Service service, String suffix) {
        return Names.limited(NAME_LIMIT, service.id().stem(), suffix);
    }

    private static String envFilePolicyName(Service service, String container) {
        if (container.equals(service.manifest().name())) {
            return policyName(service, "GetEnvFilePolicy");
        }
        if (container.equals(Containers.LOG_ROUTER)) {
            return policyName(service, "GetLoggingEnvFilePolicy");
        }
        return policyName(service, "GetEnvFilePolicyFor" + container.replaceAll("[^a-zA-Z0-9]", ""));
    }

    /** Only secrets with the environment's two tags can be read, whoever named them in a manifest. */
    private static String secrets(Environment environment) {
        List<Map<String, Object>> statements = new ArrayList<>();
        statements.add(where(
                allow(List.of("ssm:GetParameters"), environment.arn("ssm", "parameter/*")),
                tagged("ssm:ResourceTag/", environment)));
        statements.add(where(
                allow(List.of("secretsmanager:GetSecretValue"), environment.arn("secretsmanager", "secret:*")),
                tagged("secretsmanager:ResourceTag/", environment)));
        environment.artifactKey().ifPresent(key -> statements.add(allow(List.of("kms:Decrypt"), key)));
        Map<String, Object> tagged = where(
                allow(List.of("kms:Decrypt"), environment.arn("kms", "key/*")),
                tagged("aws:ResourceTag/", environment));
        tagged.put("Sid", "DecryptTaggedKMSKey");
        statements.add(tagged);
        return PolicyDocument.of(statements);
    }

    private static Map<String, Object> tagged(String prefix, Environment environment) {
        return Map.of(
                prefix + Tags.APPLICATION, environment.application(),
                prefix + Tags.ENVIRONMENT, environment.name());
    }

    private static String envFile(String arn) {
        String bucket = arn.substring(0, arn.indexOf('/'));
        return PolicyDocument.of(
                List.of(allow(List.of("s3:GetObject"), arn), allow(List.of("s3:GetBucketLocation"), bucket)));
    }

    /** What the service's own code may do. */
    static SortedMap<String, String> ofTask(Service service) {
        Manifest manifest = service.manifest();
        SortedMap<String, String> policies = new TreeMap<>();
        policies.put("DenyIAM", PolicyDocument.of(List.of(statement("Deny", List.of("iam:*"), "*"))));
        if (manifest.exec()) {
            policies.put("ExecuteCommand", executeCommand());
        }
        policies.putAll(fileSystems(service));
        if (!manifest.topics().isEmpty()) {
            List<String> topics = manifest.topics().stream()
                    .map(topic -> Topics.arn(service.id(), service.environment(), topic))
                    .toList();
            policies.put("Publish2SNS", PolicyDocument.of(List.of(allow(List.of("sns:Publish"), topics))));
        }
        if (manifest.tracing()) {
            policies.put("AWSDistroOpenTelemetryPolicy", openTelemetry());
        }
        return policies;
    }

    private static String executeCommand() {
        return PolicyDocument.of(List.of(
                allow(
                        List.of(
                                "ssmmessages:CreateControlChannel",
                                "ssmmessages:OpenControlChannel",
                                "ssmmessages:CreateDataChannel",
                                "ssmmessages:OpenDataChannel"),
                        "*"),
                allow(
                        List.of(
                                "logs:CreateLogStream",
                                "logs:DescribeLogGroups",
                                "logs:DescribeLogStreams",
                                "logs:PutLogEvents"),
                        "*")));
    }

    private static Map<String, String> fileSystems(Service service) {
        Map<String, String> policies = new TreeMap<>();
        int own = 0;
        for (Manifest.Volume volume : service.manifest().storage().volumes().values()) {
            FileSystem fileSystem = volume.efs().orElse(null);
            if (fileSystem instanceof FileSystem.Own efs) {
                String id = service.resolve(efs.id());
                policies.put("GrantEFSAccess" + id + "-" + own++, fileSystem(service.environment(), id, efs, volume));
            } else if (fileSystem instanceof FileSystem.Managed) {
                policies.put("GrantAccessCopilotManagedEFS", managedFileSystem(service));
            }
        }
        return policies;
    }

    private static String fileSystem(Environment environment, String id, FileSystem.Own efs, Manifest.Volume volume) {
        Map<String, Object> statement =
                allow(clientActions(!volume.readOnly()), environment.arn("elasticfilesystem", "file-system/" + id));
        efs.accessPoint()
                .ifPresent(accessPoint -> where(
                        statement,
                        Map.of(
                                "elasticfilesystem:AccessPointArn",
                                environment.arn("elasticfilesystem", "access-point/" + accessPoint))));
        return PolicyDocument.of(List.of(statement));
    }

    private static String managedFileSystem(Service service) {
        AccessPoint accessPoint = AccessPoints.of(service).orElseThrow();
        return PolicyDocument.of(List.of(where(
                allow(
                        clientActions(true),
                        service.environment().arn("elasticfilesystem", "file-system/" + accessPoint.fileSystem())),
                Map.of("elasticfilesystem:AccessPointArn", AccessPoints.placeholder(accessPoint.key())))));
    }

    private static List<String> clientActions(boolean write) {
        return Stream.of("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite")
                .limit(write ? 2 : 1)
                .toList();
    }

    private static String openTelemetry() {
        return PolicyDocument.of(List.of(allow(
                List.of(
                        "logs:PutLogEvents",
                        "logs:CreateLogGroup",
                        "logs:CreateLogStream",
                        "logs:DescribeLogStreams",
                        "logs:DescribeLogGroups",
                        "xray:PutTraceSegments",
                        "xray:PutTelemetryRecords",
                        "xray:GetSamplingRules",
                        "xray:GetSamplingTargets",
                        "xray:GetSamplingStatisticSummaries"),
                "*")));
    }

    private static Map<String, Object> allow(List<String> actions, Object resource) {
        return statement("Allow", actions, resource);
    }

    private static Map<String, Object> statement(String effect, List<String> actions, Object resource) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", effect);
        statement.put("Action", actions);
        statement.put("Resource", resource);
        return statement;
    }

    private static Map<String, Object> where(Map<String, Object> statement, Map<String, Object> equal) {
        statement.put("Condition", Map.of("StringEquals", equal));
        return statement;
    }
}
