package dev.slipway.template;

import static dev.slipway.template.Template.at;
import static dev.slipway.template.Template.list;
import static dev.slipway.template.Template.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an auditor demands of the pipeline's template. Each rule reports where it is broken. */
final class PipelineRules {
    private static final Pattern FIXED_PLACE =
            Pattern.compile("arn:aws|\\b\\d{12}\\b|\\b[a-z]{2}(-gov)?-[a-z]+-\\d\\b");

    /** What gives a role rights. */
    private static final List<String> GRANTS =
            List.of("iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy");

    private static final List<String> OF_SERVICES_ONLY = List.of(
            "iam:AttachRolePolicy",
            "iam:CreateRole",
            "iam:DeleteRole",
            "iam:PassRole",
            "iam:PutRolePolicy",
            "iam:TagRole",
            "iam:UpdateAssumeRolePolicy");

    /** Services through which the pipeline could be reached: a part of each is above the ceiling. */
    private static final List<String> NOT_AS_A_WHOLE =
            List.of("cloudformation:*", "dynamodb:*", "lambda:*", "logs:*", "s3:*", "states:*", "sts:*");

    private final String text;
    private final Template template;
    private final List<String> violations = new ArrayList<>();

    private PipelineRules(String text) {
        this.text = text;
        this.template = Template.parse(text);
    }

    /** @return the broken rules, each with the resource that breaks it */
    static List<String> violations(String text) {
        PipelineRules rules = new PipelineRules(text);
        rules.functions();
        rules.policies();
        rules.boundaries();
        rules.bucket();
        rules.table();
        rules.queues();
        rules.logs();
        rules.stateMachine();
        rules.places();
        return rules.violations;
    }

    private void functions() {
        Map<String, Object> globals = map(at(template.content(), "Globals", "Function"));
        template.resources("AWS::Serverless::Function").forEach((id, function) -> {
            Map<String, Object> own = map(function.get("Properties"));
            demand(!own.containsKey("Role"), id, "shares a role");
            demand(own.get("Policies") instanceof List, id, "has no policy of its own");
            demand("java25".equals(property("Runtime", own, globals)), id, "is not on the newest Java runtime");
            demand(List.of("arm64").equals(property("Architectures", own, globals)), id, "is not on arm64");
            demand(
                    "PublishedVersions".equals(at(property("SnapStart", own, globals), "ApplyOn")),
                    id,
                    "starts without SnapStart");
            demand("live".equals(property("AutoPublishAlias", own, globals)), id, "has no published version");
            demand("Active".equals(property("Tracing", own, globals)), id, "is not traced");
            demand(
                    !map(at(property("LoggingConfig", own, globals), "LogGroup"))
                            .isEmpty(),
                    id,
                    "logs into a group that is kept for ever");
        });
    }

    private void policies() {
        template.resources("AWS::Serverless::Function").forEach(this::policies);
        template.resources("AWS::Serverless::StateMachine").forEach(this::policies);
    }

    private void policies(String id, Map<String, Object> resource) {
        for (Object policy : list(at(resource, "Properties", "Policies"))) {
            demand(map(policy).get("Statement") instanceof List, id, "has a policy that is not its own: " + policy);
            list(at(policy, "Statement")).forEach(statement -> statement(id, map(statement)));
        }
    }

    private void statement(String id, Map<String, Object> statement) {
        String where = id + "." + statement.get("Sid");
        demand(statement.containsKey("Sid"), id, "has a statement without a name");
        demand(!statement.containsKey("NotAction"), where, "allows what it does not name");
        demand(!statement.containsKey("NotResource"), where, "allows it on what it does not name");
        boolean everywhere = list(statement.get("Resource")).contains("*");
        for (Object one : list(statement.get("Action"))) {
            String action = one.toString();
            demand(!action.contains("*"), where, "allows " + action);
            demand(
                    !everywhere || Unscoped.ACTIONS.contains(action),
                    where,
                    "allows " + action + " on all resources, though AWS can narrow it");
        }
        conditioned(where, statement, "iam:PassRole", "iam:PassedToService");
        conditioned(where, statement, "iam:CreateServiceLinkedRole", "iam:AWSServiceName");
        conditioned(where, statement, "iam:AttachRolePolicy", "iam:PolicyARN");
        conditioned(where, statement, "events:PutEvents", "events:source");
        for (String action : GRANTS) {
            conditioned(where, statement, action, "iam:PermissionsBoundary");
        }
        for (String action : OF_SERVICES_ONLY) {
            demand(
                    !list(statement.get("Action")).contains(action)
                            || list(statement.get("Resource")).stream()
                                    .allMatch(role -> role.toString().matches(".*-(Task|Execution)Role}")),
                    where,
                    action + " reaches roles that are no service's");
        }
        demand(
                !list(statement.get("Action")).contains("iam:DeleteRolePermissionsBoundary"),
                where,
                "takes boundaries away");
    }

    /** A ceiling that lets a service change who may do what is none. */
    private void boundaries() {
        Map<String, Map<String, Object>> policies = template.resources("AWS::IAM::ManagedPolicy");
        demand(!policies.isEmpty(), "the template", "has no boundary for the roles of services");
        policies.forEach((id, policy) -> {
            for (Object statement : list(at(policy, "Properties", "PolicyDocument", "Statement"))) {
                String where = id + "." + at(statement, "Sid");
                List<Object> not = list(map(statement).get("NotAction"));
                List<Object> actions = list(map(statement).get("Action"));
                for (String climb : List.of("iam:*", "organizations:*", "account:*")) {
                    demand(
                            actions.isEmpty() ? not.contains(climb) : !actions.contains(climb),
                            where,
                            "allows " + climb);
                }
                for (String partly : actions.isEmpty() ? NOT_AS_A_WHOLE : List.<String>of()) {
                    demand(not.contains(partly), where, "allows all of " + partly);
                }
            }
        });
    }

    private void conditioned(String where, Map<String, Object> statement, String action, String key) {
        boolean given = map(statement.get("Condition")).values().stream()
                .anyMatch(condition -> map(condition).containsKey(key));
        demand(given || !list(statement.get("Action")).contains(action), where, action + " lacks " + key);
    }

    private void bucket() {
        template.resources("AWS::S3::Bucket").forEach((id, bucket) -> {
            Object properties = bucket.get("Properties");
            demand("Retain".equals(bucket.get("DeletionPolicy")), id, "goes with the stack, manifests and all");
            demand("Enabled".equals(at(properties, "VersioningConfiguration", "Status")), id, "is not versioned");
            demand(!map(at(properties, "BucketEncryption")).isEmpty(), id, "is not encrypted");
            for (String what :
                    Set.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")) {
                demand(
                        Boolean.TRUE.equals(at(properties, "PublicAccessBlockConfiguration", what)),
                        id,
                        "does not have " + what);
            }
            demand(
                    Boolean.TRUE.equals(at(
                            properties, "NotificationConfiguration", "EventBridgeConfiguration", "EventBridgeEnabled")),
                    id,
                    "tells nobody of uploads");
            demand(onlyOverTls("AWS::S3::BucketPolicy", id), id, "can be reached without TLS");
        });
    }

    private void table() {
        template.resources("AWS::DynamoDB::Table").forEach((id, table) -> {
            Object properties = table.get("Properties");
            demand(Boolean.TRUE.equals(at(properties, "SSESpecification", "SSEEnabled")), id, "is not encrypted");
            demand(
                    Boolean.TRUE.equals(
                            at(properties, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")),
                    id,
                    "cannot be restored");
            demand(Boolean.TRUE.equals(at(properties, "TimeToLiveSpecification", "Enabled")), id, "grows for ever");
        });
    }

    private void queues() {
        template.resources("AWS::SQS::Queue").forEach((id, queue) -> {
            demand(Boolean.TRUE.equals(at(queue, "Properties", "SqsManagedSseEnabled")), id, "is not encrypted");
            demand(onlyOverTls("AWS::SQS::QueuePolicy", id), id, "can be reached without TLS");
        });
        template.resources("AWS::Serverless::Function").forEach((id, function) -> map(at(
                        function, "Properties", "Events"))
                .forEach((name, event) -> {
                    demand(
                            !map(at(event, "Properties", "DeadLetterConfig")).isEmpty(),
                            id + "." + name,
                            "loses events");
                    demand(
                            !map(at(event, "Properties", "RetryPolicy")).isEmpty(),
                            id + "." + name,
                            "says nothing of retries");
                }));
    }

    private void logs() {
        template.resources("AWS::Logs::LogGroup")
                .forEach((id, group) ->
                        demand(map(group.get("Properties")).containsKey("RetentionInDays"), id, "is kept for ever"));
    }

    private void stateMachine() {
        template.resources("AWS::Serverless::StateMachine").forEach((id, machine) -> {
            Object properties = machine.get("Properties");
            demand("STANDARD".equals(at(properties, "Type")), id, "is not a Standard workflow");
            demand(Boolean.TRUE.equals(at(properties, "Tracing", "Enabled")), id, "is not traced");
            demand(at(properties, "Logging", "Destinations") instanceof List, id, "does not log");
        });
    }

    private void places() {
        text.lines().filter(line -> !line.strip().startsWith("#")).forEach(line -> {
            Matcher matcher = FIXED_PLACE.matcher(line);
            demand(!matcher.find(), "\"" + line.strip() + "\"", "names a partition, a region or an account");
        });
    }

    private boolean onlyOverTls(String type, String of) {
        return template.resources(type).values().stream()
                .filter(policy -> policy.toString().contains("{Ref=" + of + "}"))
                .flatMap(policy -> list(at(policy, "Properties", "PolicyDocument", "Statement")).stream())
                .anyMatch(statement -> "Deny".equals(at(statement, "Effect"))
                        && "false".equals(at(statement, "Condition", "Bool", "aws:SecureTransport")));
    }

    private static Object property(String name, Map<String, Object> own, Map<String, Object> globals) {
        return own.getOrDefault(name, globals.getOrDefault(name, Map.of()));
    }

    private void demand(boolean kept, String where, String what) {
        if (!kept) {
            violations.add(where + " " + what);
        }
    }
}
