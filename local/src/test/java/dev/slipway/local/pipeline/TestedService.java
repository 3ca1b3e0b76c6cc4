package dev.slipway.local.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.aws.Names;
import dev.slipway.local.Eventually;
import dev.slipway.local.gateway.Call;
import dev.slipway.local.gateway.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** One service of one test, used as its owner does: by uploads, and by what the bucket says afterwards. */
final class TestedService {
    static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    final Account account;
    final String environment;
    final String name;
    private int checks;

    /** @param wanted which no other test uses; a test that is repeated gets another one */
    TestedService(Account account, String wanted) {
        this(account, Account.ENVIRONMENT, wanted);
    }

    TestedService(Account account, String environment, String wanted) {
        String free = wanted;
        for (int i = 2; !NAMES.add(free); i++) {
            free = wanted + i;
        }
        this.account = account;
        this.environment = environment;
        this.name = free;
    }

    String key() {
        return environment + "/" + name + "/manifest.yml";
    }

    /** The name of its ECS service. */
    String ecsService() {
        return Account.APPLICATION + "-" + environment + "-" + name;
    }

    /** Uploads a manifest, and returns the object's version. */
    String upload(String manifest) {
        return upload(manifest, Map.of());
    }

    String upload(String manifest, Map<String, String> metadata) {
        return account.s3
                .putObject(
                        put -> put.bucket(account.bucket()).key(key()).metadata(metadata),
                        RequestBody.fromString(manifest))
                .versionId();
    }

    /** Deletes the manifest, and returns the delete marker's version. */
    String delete() {
        return account.s3
                .deleteObject(r -> r.bucket(account.bucket()).key(key()))
                .versionId();
    }

    Deployed deploy(String manifest) {
        return uploaded(upload(manifest));
    }

    Deployed remove() {
        return removed(delete());
    }

    /** Asks for the service to be deployed again as it is, and waits for that. */
    Deployed redeploy(boolean force) {
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .source("slipway.request")
                .detailType("Redeploy Requested")
                .detail("{\"environment\": \"%s\", \"service\": \"%s\", \"force\": %s}"
                        .formatted(environment, name, force))
                .build();
        String event = account.eventBridge
                .putEvents(r -> r.entries(entry))
                .entries()
                .get(0)
                .eventId();
        return ended(id("redeploy " + event));
    }

    /** What the schedule starts for this service: a look at what was changed by hand, which is put right or not. */
    Deployed check(boolean repair) {
        String id = environment + "-" + name + "-" + Names.hash(16, "check", String.valueOf(checks++));
        account.stepFunctions.startExecution(
                r -> r.stateMachineArn(account.aws.details().stateMachineArn())
                        .name(id)
                        .input("""
                        {"deployment": "%s", "application": "demo", "environment": "%s", "service": "%s",
                         "startedAt": "2026-11-22T18:00:%02dZ", "trigger": {"type": "schedule", "repair": %s}}""".formatted(id, environment, name, checks, repair)));
        return ended(id);
    }

    /** Outcomes of all deployments that this type of event has caused. */
    List<JsonNode> history(String type) {
        List<JsonNode> found = new ArrayList<>();
        account
                .dynamoDb
                .query(r -> r.tableName(account.table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(
                                Map.of(":pk", AttributeValue.fromS("service#" + environment + "/" + name)))
                        .consistentRead(true))
                .items()
                .stream()
                .filter(item -> item.get("sk").s().startsWith("deployment#"))
                .map(item -> Account.json(item.get("document").s()))
                .filter(document ->
                        document.path("trigger").path("type").asText().equals(type))
                .forEach(found::add);
        return found;
    }

    /** Waits for the deployment of an upload. */
    Deployed uploaded(String version) {
        return ended(idOfUpload(version));
    }

    /** Waits for the removal that a delete marker has caused. */
    Deployed removed(String version) {
        return ended(id("removal " + version));
    }

    String idOfUpload(String version) {
        return id("upload " + version);
    }

    /** The id that a deployment gets from its cause. */
    String id(String cause) {
        return environment + "-" + name + "-" + Names.hash(16, Account.APPLICATION, environment, name, cause);
    }

    Deployed ended(String deployment) {
        DescribeExecutionResponse execution = Eventually.get(deployment + " ends", LIMIT, () -> execution(deployment)
                .filter(found -> found.status() != ExecutionStatus.RUNNING));
        // A Fail state has no output; what it had is in status.json.
        JsonNode document = execution.status() == ExecutionStatus.SUCCEEDED
                ? Account.json(execution.output())
                : status().orElseThrow(() -> new AssertionError("no status.json after " + execution));
        return new Deployed(deployment, execution.status(), document);
    }

    /** Returns when an execution has come to a state of the state machine. */
    void awaitState(String deployment, String state) {
        Eventually.get(deployment + " comes to " + state, LIMIT, () -> execution(deployment)
                .map(found -> account.stepFunctions.getExecutionHistory(
                        r -> r.executionArn(found.executionArn()).maxResults(1000)))
                .filter(history -> history.events().stream()
                        .anyMatch(event -> event.stateEnteredEventDetails() != null
                                && state.equals(event.stateEnteredEventDetails().name()))));
    }

    /** Stops the deployment, and returns the id of the recovery that follows. */
    String stop(String deployment, int attempt) {
        account.stepFunctions.stopExecution(r -> r.executionArn(arn(deployment)));
        return id("recovery " + attempt + " of " + arn(deployment));
    }

    Optional<DescribeExecutionResponse> execution(String deployment) {
        try {
            return Optional.of(account.stepFunctions.describeExecution(r -> r.executionArn(arn(deployment))));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }

    String arn(String deployment) {
        return account.execution(deployment);
    }

    /** What status.json says now. */
    Optional<JsonNode> status() {
        try {
            return Optional.of(Account.json(account.s3
                    .getObjectAsBytes(r -> r.bucket(account.bucket()).key(statusKey()))
                    .asUtf8String()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** What status.json said at every point of a deployment, from the first to the last. */
    List<JsonNode> statuses(String deployment) {
        List<ObjectVersion> versions = new ArrayList<>(account.s3
                .listObjectVersions(r -> r.bucket(account.bucket()).prefix(statusKey()))
                .versions());
        Collections.reverse(versions); // S3 lists the newest first
        return versions.stream()
                .map(version -> account.s3.getObjectAsBytes(
                        r -> r.bucket(account.bucket()).key(statusKey()).versionId(version.versionId())))
                .map(bytes -> Account.json(bytes.asUtf8String()))
                .filter(status -> status.path("deployment").asText().equals(deployment))
                .toList();
    }

    private String statusKey() {
        return environment + "/" + name + "/status.json";
    }

    boolean isLocked() {
        Map<String, AttributeValue> lock = Map.of(
                "pk", AttributeValue.fromS("service#" + environment + "/" + name),
                "sk", AttributeValue.fromS("lock"));
        return account.dynamoDb
                .getItem(r -> r.tableName(account.table).key(lock).consistentRead(true))
                .hasItem();
    }

    Snapshot snapshot() {
        return Snapshot.of(account, name);
    }

    /** What the ids of all its deployments begin with, as faults want it. */
    String deployments() {
        return environment + "-" + name + "-";
    }

    /** A call of one of the functions, in a deployment of this service. */
    Fault fault(String function, String call) {
        return Fault.of(function + "Function", call).during(deployments());
    }

    /** A point in time for {@link #changesSince}. */
    Object mark() {
        List<Call> calls = account.aws.gateway().calls().all();
        return calls.isEmpty() ? this : calls.get(calls.size() - 1);
    }

    /** All calls of the pipeline in deployments of the service since the mark. */
    List<Call> callsSince(Object mark) {
        List<Call> since = new ArrayList<>();
        List<Call> calls = account.aws.gateway().calls().all();
        for (int i = calls.size() - 1; i >= 0 && calls.get(i) != mark; i--) {
            if (calls.get(i).deployment().startsWith(deployments())) {
                since.add(0, calls.get(i));
            }
        }
        return since;
    }

    /** Calls for the service's resources; not those for the pipeline's own records, and not invocations. */
    List<Call> resourceCallsSince(Object mark) {
        return callsSince(mark).stream()
                .filter(call ->
                        !Set.of("dynamodb", "s3", "events", "states", "lambda").contains(call.service()))
                .toList();
    }

    /**
     * Those that changed something. Its own records of the deployment (the table, status.json, events) are not counted.
     */
    List<Call> changesSince(Object mark) {
        return callsSince(mark).stream()
                .filter(Call::mutating)
                .filter(call ->
                        !Set.of("dynamodb", "s3", "events", "states", "lambda").contains(call.service()))
                .toList();
    }
}
