package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.Project;
import dev.slipway.local.gateway.Call;
import dev.slipway.local.policy.Access;
import dev.slipway.local.policy.Accesses;
import dev.slipway.local.policy.PipelineTemplate;
import dev.slipway.local.policy.Policy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.Tag;

/**
 * Everything that can happen to a service, watched: every call of a function is one that its role in template.yaml allows,
 * and a secret's value is nowhere but where it belongs.
 */
@org.junit.jupiter.api.Tag("policies")
@Execution(ExecutionMode.CONCURRENT)
class PoliciesIT {
    private static final String CANARY = "canary-3f9c1e7a5b2d4860";
    private static final String ACCOUNT = "123456789012";

    /** Allowed and not called here, each with its reason. */
    private static final Map<String, String> UNCALLED = uncalled();

    private final Account account = Account.get();
    private final TestedService service = new TestedService(account, "watched");

    private static Map<String, String> uncalled() {
        Map<String, String> reasons = new TreeMap<>();
        for (String action : List.of(
                "application-autoscaling:TagResource",
                "cloudwatch:TagResource",
                "ec2:CreateTags",
                "ecs:TagResource",
                "elasticfilesystem:TagResource",
                "elasticloadbalancing:AddTags",
                "iam:TagRole",
                "logs:TagResource",
                "servicediscovery:TagResource",
                "sns:TagResource",
                "ssm:AddTagsToResource")) {
            reasons.put(action, "AWS asks for it when something is made with tags");
        }
        for (String action : List.of(
                "iam:CreateServiceLinkedRole", "ec2:DescribeAccountAttributes", "ec2:DescribeInternetGateways")) {
            reasons.put(action, "AWS asks for it in an account's first deployment");
        }
        reasons.put("dynamodb:ConditionCheckItem", "a part of TransactWriteItems");
        reasons.put("ecs:UpdateService", "Application Auto Scaling asks for it");
        reasons.put("ecs:DescribeServices", "Application Auto Scaling asks for it");
        reasons.put("cloudwatch:PutMetricAlarm", "Application Auto Scaling asks for it");
        return reasons;
    }

    @Test
    void everyCallIsAllowedAndNoSecretIsAnywhereElse() throws IOException {
        String canary = "/copilot/demo/test/secrets/CANARY";
        account.ssm.putParameter(r -> r.name(canary)
                .type(ParameterType.SECURE_STRING)
                .value(CANARY)
                .tags(
                        Tag.builder().key("copilot-application").value("demo").build(),
                        Tag.builder().key("copilot-environment").value("test").build()));
        Object mark = service.mark();

        List<String> deployments = liveThroughEverything("  CANARY: " + canary + "\n");

        List<Call> calls = service.callsSince(mark).stream()
                .filter(call -> !call.service().equals("lambda")) // the state machine's
                .toList();
        Map<String, Policy> policies = policies();
        assertThat(notAllowed(calls, policies)).isEmpty();
        Map<String, Map<String, Integer>> called = called(calls, policies);
        // What is not called here is called in the code all the same: TemplateTest demands it.
        called.forEach((function, actions) -> actions.forEach((action, times) -> System.out.printf(
                "%-22s %-56s %5d %s%n", function, action, times, times > 0 ? "" : UNCALLED.getOrDefault(action, ""))));
        called.remove("TriggerFunction"); // its calls are before a deployment, and of none
        assertThat(called.values()).hasSizeGreaterThanOrEqualTo(12);
        called.forEach(
                (function, actions) -> assertThat(actions.values()).as(function).anyMatch(times -> times > 0));
        List<String> generated = account
                .ssm
                .getParameters(r -> r.names("/copilot/demo/test/secrets/" + Manifests.secret(service.name))
                        .withDecryption(true))
                .parameters()
                .stream()
                .map(parameter -> parameter.value())
                .toList();
        assertThat(generated).hasSize(1);
        Map<String, String> everything = everythingThatIsKept(deployments);
        assertThat(everything).hasSizeGreaterThan(50);
        assertThat(String.join("", everything.values())).contains("CANARY", "COLOUR");
        for (String value : List.of(CANARY, generated.get(0))) {
            assertThat(everything).allSatisfy((place, text) -> assertThat(text.contains(value))
                    .as("a secret's value in %s", place)
                    .isFalse());
        }
    }

    /** Creation, dry run, failures, update, replacement, redeployment, a stop, removal. */
    private List<String> liveThroughEverything(String secret) {
        List<String> deployments = new ArrayList<>();
        String first = with(secret, Manifests.first(service.name));
        String second = with(secret, Manifests.second(service.name));
        deployments.add(ended("PLANNED", service.uploaded(service.upload(first, Map.of("slipway-dry-run", "true")))));
        deployments.add(ended("REJECTED", service.deploy(first + "http2: {\n")));
        account.fault(service.fault("Alarms", "application-autoscaling:PutScalingPolicy")
                .refused(400, "ValidationException", "refused by a test"));
        deployments.add(ended("ROLLED_BACK", service.deploy(first)));
        deployments.add(ended("SUCCEEDED", service.deploy(first)));
        deployments.add(ended("ROLLED_BACK", service.deploy(second.replace("nginx:1.28", "broken:2"))));
        deployments.add(ended("SUCCEEDED", service.deploy(second)));
        deployments.add(ended("UNCHANGED", service.deploy(second)));
        deployments.add(ended("SUCCEEDED", service.deploy(with(secret, Manifests.moved(service.name)))));
        deployments.add(ended("SUCCEEDED", service.redeploy(true)));
        deployments.add(ended("REMOVED", service.remove()));
        return deployments;
    }

    private static String with(String secret, String manifest) {
        return manifest.replace("secrets:\n", "secrets:\n" + secret)
                + "exec: true\npublish: {topics: [{name: orders}]}\nobservability: {tracing: awsxray}\n"
                + "nlb: {port: 8443/tcp}\n";
    }

    private static String ended(String outcome, Deployed deployed) {
        assertThat(deployed.outcome()).as(deployed.toString()).isEqualTo(outcome);
        return deployed.id();
    }

    private Map<String, Policy> policies() throws IOException {
        Map<String, String> values = PipelineTemplate.values(
                "aws", account.aws.details().region(), ACCOUNT, "slipway", account.bucket(), account.table);
        values.put("ServiceBoundary", boundary());
        return PipelineTemplate.read(Project.find().template(), values).functions();
    }

    private String boundary() {
        return account.iam.listPolicies(r -> r.scope(PolicyScopeType.LOCAL)).policies().stream()
                .map(policy -> policy.arn())
                .filter(arn -> arn.contains("/slipway-ServiceBoundary"))
                .findFirst()
                .orElseThrow();
    }

    /** What is the service's own bears its tags; what is not seen in the call's record is asked about by its action. */
    private List<String> notAllowed(List<Call> calls, Map<String, Policy> policies) {
        Accesses accesses = new Accesses(account.aws.details().region(), ACCOUNT);
        Set<String> denied = new TreeSet<>();
        for (Call call : calls) {
            Policy policy = policies.get(function(call));
            for (Access access : policy == null ? List.<Access>of() : accesses.of(call)) {
                Access own = access.with("aws:ResourceTag/copilot-application", "demo")
                        .with("aws:ResourceTag/copilot-service", service.name);
                boolean bounded = own.context().containsKey("iam:PermissionsBoundary");
                Access asked = bounded || !own.action().startsWith("iam:")
                        ? own
                        : own.with("iam:PermissionsBoundary", boundary());
                boolean allowed = access.resource().equals(Accesses.UNSEEN)
                        ? policy.actions().contains(access.action())
                        : policy.allows(asked);
                if (!allowed) {
                    denied.add(function(call) + " may not " + asked);
                }
            }
        }
        return List.copyOf(denied);
    }

    /** Function × action: how often it was called; an action that was not has its reason. */
    private Map<String, Map<String, Integer>> called(List<Call> calls, Map<String, Policy> policies) {
        Accesses accesses = new Accesses(account.aws.details().region(), ACCOUNT);
        Map<String, Map<String, Integer>> table = new TreeMap<>();
        policies.forEach((function, policy) -> {
            table.put(function, new TreeMap<>());
            policy.actions().forEach(action -> table.get(function).put(action, 0));
        });
        for (Call call : calls) {
            Map<String, Integer> row = table.get(function(call));
            if (row != null) {
                accesses.of(call).forEach(access -> row.merge(access.action(), 1, Integer::sum));
            }
        }
        return table;
    }

    private String function(Call call) {
        return account.functions.entrySet().stream()
                .filter(one ->
                        one.getValue().equals(call.caller()) || one.getKey().equals(call.caller()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(call.caller());
    }

    /** By its place: execution histories, the table, the bucket with all its versions, the logs. */
    private Map<String, String> everythingThatIsKept(List<String> deployments) throws IOException {
        Map<String, String> kept = new TreeMap<>();
        for (String deployment : deployments) {
            account.stepFunctions
                    .getExecutionHistoryPaginator(
                            r -> r.executionArn(service.arn(deployment)).includeExecutionData(true))
                    .events()
                    .forEach(event -> kept.put(deployment + " event " + event.id(), event.toString()));
        }
        account.dynamoDb
                .scanPaginator(r -> r.tableName(account.table))
                .items()
                .forEach(item -> item.forEach((name, value) ->
                        kept.put("item " + item.get("pk") + item.get("sk") + " " + name, text(value))));
        account.s3
                .listObjectVersionsPaginator(r -> r.bucket(account.bucket()))
                .versions()
                .forEach(version -> kept.put(
                        version.key() + " " + version.versionId(),
                        account.s3
                                .getObjectAsBytes(r -> r.bucket(account.bucket())
                                        .key(version.key())
                                        .versionId(version.versionId()))
                                .asUtf8String()));
        kept.put(
                "calls",
                new ObjectMapper()
                        .valueToTree(account.aws.gateway().calls().all())
                        .toString());
        try (Stream<Path> files = Files.walk(Project.find().home().resolve(".slipway"))) {
            for (Path file :
                    files.filter(one -> one.getParent().endsWith("logs")).toList()) {
                kept.put(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return kept;
    }

    private static String text(AttributeValue value) {
        SdkBytes bytes = value.b();
        if (bytes == null) {
            return value.toString();
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes.asByteArray()))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return bytes.asString(StandardCharsets.ISO_8859_1);
        }
    }
}
