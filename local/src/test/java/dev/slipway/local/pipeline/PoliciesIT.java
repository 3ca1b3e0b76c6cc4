package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.Project;
import dev.slipway.local.gateway.Call;
import dev.slipway.local.policy.Access;
import dev.slipway.local.policy.Accesses;
import dev.slipway.local.policy.Demanded;
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
import org.junit.jupiter.api.parallel.Isolated;
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
@Isolated("it changes the records of the environment for a while")
class PoliciesIT {
    private static final String CANARY = "canary-3f9c1e7a5b2d4860";
    private static final String ACCOUNT = "123456789012";

    private final Account account = Account.get();

    @Test
    void everyFunctionMayDoWhatItDoesAndNothingElseAndNoSecretIsAnywhereElse() throws IOException {
        TestedService service = new TestedService(account, "watched");
        String canary = "/copilot/demo/test/secrets/CANARY";
        account.ssm.putParameter(r -> r.name(canary)
                .type(ParameterType.SECURE_STRING)
                .value(CANARY)
                .tags(
                        Tag.builder().key("copilot-application").value("demo").build(),
                        Tag.builder().key("copilot-environment").value("test").build()));
        Object mark = service.mark();

        Lives lives = new Lives(account);
        Neighbourhood.environment(account, Lives.NAMED, "slipway.test");
        assertAll(
                () -> lives.furnished(new TestedService(account, Lives.NAMED, "furnished")),
                () -> lives.adopted(new TestedService(account, "adopted")),
                () -> lives.ordinary(service, "  CANARY: " + canary + "\n"),
                () -> lives.behindAnother(new TestedService(account, "behind-another")),
                () -> lives.leftByCopilot(new TestedService(account, "left")),
                () -> lives.certified(new TestedService(account, "certified")),
                () -> lives.stopped(new TestedService(account, "stopped")),
                () -> assertPoliciesEqualCalls(ofFunctions(mark)),
                () -> assertNoSecretIsKept(service, lives.deployments()));
    }

    private void assertPoliciesEqualCalls(List<Call> calls) throws IOException {
        Map<String, Policy> policies = policies();
        Map<String, Map<String, Integer>> called = called(calls, policies);
        print(called);
        assertAll(
                () -> assertThat(notAllowed(calls, policies))
                        .as("called and not allowed")
                        .isEmpty(),
                () -> assertThat(notCalled(called)).as("allowed and not called").isEmpty(),
                () -> assertThat(calledAfterAll(called))
                        .as("said to be demanded only, and called after all")
                        .isEmpty());
    }

    private void assertNoSecretIsKept(TestedService service, List<String> deployments) throws IOException {
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

    private List<Call> ofFunctions(Object mark) {
        List<Call> all = account.aws.gateway().calls().all();
        return all.subList(all.indexOf(mark) + 1, all.size()).stream()
                .filter(call -> account.functions.containsKey(function(call)))
                .filter(call -> !call.service().equals("lambda")) // the state machine's
                .toList();
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

    /**
     * What is the service's own bears its tags, unless it is just given them; what is not seen in the call's record is
     * asked about by its action.
     */
    private List<String> notAllowed(List<Call> calls, Map<String, Policy> policies) {
        Accesses accesses = new Accesses(account.aws.details().region(), ACCOUNT);
        Set<String> denied = new TreeSet<>();
        for (Call call : calls) {
            Policy policy = policies.get(function(call));
            for (Access access : accesses.of(call)) {
                Access own = call.name().equals("elasticloadbalancing:AddTags")
                        ? access
                        : access.with("aws:ResourceTag/copilot-application", "demo")
                                .with("aws:ResourceTag/copilot-service", "the service");
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

    /** Function × action: how often it was called. */
    private Map<String, Map<String, Integer>> called(List<Call> calls, Map<String, Policy> policies) {
        Accesses accesses = new Accesses(account.aws.details().region(), ACCOUNT);
        Map<String, Map<String, Integer>> table = new TreeMap<>();
        policies.forEach((function, policy) -> {
            table.put(function, new TreeMap<>());
            policy.actions().forEach(action -> table.get(function).put(action, 0));
        });
        for (Call call : calls) {
            Map<String, Integer> row = table.get(function(call));
            accesses.of(call).forEach(access -> row.merge(access.action(), 1, Integer::sum));
        }
        return table;
    }

    private static void print(Map<String, Map<String, Integer>> called) {
        Map<String, String> demanded = Demanded.reasons();
        called.forEach((function, actions) -> actions.forEach((action, times) -> System.out.printf(
                "%-22s %-56s %5d %s%n",
                function,
                action,
                times,
                demanded.getOrDefault(function + " " + action, times > 0 ? "" : "NEVER CALLED"))));
    }

    private static List<String> notCalled(Map<String, Map<String, Integer>> called) {
        Map<String, String> demanded = Demanded.reasons();
        List<String> not = new ArrayList<>();
        called.forEach((function, actions) -> actions.forEach((action, times) -> {
            if (times == 0 && !demanded.containsKey(function + " " + action)) {
                not.add(function + " " + action);
            }
        }));
        return not;
    }

    /** What is no longer in the template has no place among the reasons, either. */
    private static List<String> calledAfterAll(Map<String, Map<String, Integer>> called) {
        return Demanded.reasons().keySet().stream()
                .filter(one -> called.get(one.split(" ")[0]).getOrDefault(one.split(" ")[1], 1) > 0)
                .toList();
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
                            r -> r.executionArn(account.execution(deployment)).includeExecutionData(true))
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
