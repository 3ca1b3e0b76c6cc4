package dev.slipway.deployment;

import dev.slipway.resource.ResourceKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What each step of a deployment found and is to leave, written down before anything is changed. An undo needs nothing
 * else: not the execution that failed, not its functions' answers, not the manifest.
 *
 * <p>Items of the table: {@code pk = deployment#<id>}, {@code sk = journal#<step>}; compressed, since an item holds at
 * most 400 KB and a manifest may be large.
 */
public final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final Duration KEPT = Duration.ofDays(30);

    /** The functions' timeout in the template: after it, whatever a function was about is over. */
    private static final Duration LONGEST = Duration.ofSeconds(120);

    /** So many items one transaction takes (DynamoDB, TransactWriteItems). */
    private static final int TRANSACTION = 100;

    private static final String AT_WORK = "atWork";
    private static final String ARNS = "arns";
    private static final String COMMITTED = "committed";
    private static final String REMOVAL = "removal";

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public Journal(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /**
     * Writes the steps that will change something, all or none; none where the deployment has lost its lock, because its
     * execution was stopped while it planned.
     *
     * @param with further items for the same transaction; those that do not fit into it are written before it
     */
    void write(Deployment deployment, Map<Step, StepPlan> plans, List<TransactWriteItem> with) {
        List<TransactWriteItem> items = new ArrayList<>();
        String id = deployment.journal();
        plans.forEach((step, plan) -> items.add(put(item(id, step.label, plan.toJson()))));
        if (deployment.removal) {
            items.add(put(item(id, REMOVAL, "")));
        }
        items.add(Locks.isHeld(table, deployment.id(), deployment.execution));
        int room = Math.min(TRANSACTION - items.size(), with.size());
        for (int i = room; i < with.size(); i += TRANSACTION) {
            transact(with.subList(i, Math.min(with.size(), i + TRANSACTION)));
        }
        items.addAll(with.subList(0, room));
        transact(items);
    }

    private void transact(List<TransactWriteItem> items) {
        dynamoDb.transactWriteItems(request -> request.transactItems(items));
    }

    /**
     * What the step is to do; empty where it has nothing to change. From here on it counts as at work, until
     * {@link #end}, or until its function can no longer run.
     */
    Optional<StepPlan> begin(String deployment, Step step, List<ResourceKind<?>> kinds) {
        long until = clock.instant().plus(LONGEST).toEpochMilli();
        try {
            Map<String, AttributeValue> item = dynamoDb.updateItem(request -> request.tableName(table)
                            .key(key(deployment, step.label))
                            .conditionExpression("attribute_exists(pk)")
                            .updateExpression("SET " + AT_WORK + " = :until")
                            .expressionAttributeValues(Map.of(":until", AttributeValue.fromN(Long.toString(until))))
                            .returnValues(ReturnValue.ALL_NEW))
                    .attributes();
            return Optional.of(StepPlan.fromJson(unzip(item), kinds));
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        }
    }

    /** @param arns what the deployment knows by now, for a recovery, which gets nothing from the execution that died */
    void end(String deployment, Step step, Map<String, String> arns) {
        Map<String, AttributeValue> known = new HashMap<>();
        arns.forEach((key, arn) -> known.put(key, AttributeValue.fromS(arn)));
        try {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(key(deployment, step.label))
                    .conditionExpression("attribute_exists(pk)")
                    .updateExpression("SET " + ARNS + " = :arns REMOVE " + AT_WORK)
                    .expressionAttributeValues(Map.of(":arns", AttributeValue.fromM(known))));
        } catch (SdkException e) {
            // The mark expires by itself; until then it keeps nothing but a recovery waiting.
            LOG.warn("The step {} could not be marked as ended", step.label, e);
        }
    }

    /** What the deployment's steps have come to know, see {@link Deployment#arns}. */
    Map<String, String> arns(String deployment) {
        Map<String, String> arns = new TreeMap<>();
        query(deployment, ARNS).stream()
                .filter(item -> item.containsKey(ARNS))
                .forEach(item -> item.get(ARNS).m().forEach((key, arn) -> arns.put(key, arn.s())));
        return arns;
    }

    /**
     * Whether a function may still be changing something. To stop an execution does not stop the function that it has
     * invoked: what that function does after a recovery has passed would stay.
     */
    boolean isAtWork(String deployment) {
        long now = clock.instant().toEpochMilli();
        return query(deployment, AT_WORK).stream()
                .map(item -> item.get(AT_WORK))
                .anyMatch(until -> until != null && Long.parseLong(until.n()) > now);
    }

    /** From here on the deployment is completed, not undone. */
    void commit(String deployment) {
        dynamoDb.putItem(request -> request.tableName(table).item(item(deployment, COMMITTED, "")));
    }

    boolean isCommitted(String deployment) {
        return item(deployment, COMMITTED).isPresent();
    }

    /** Whether the deployment was to leave nothing of its service. */
    boolean isRemoval(String deployment) {
        return item(deployment, REMOVAL).isPresent();
    }

    /** Whether the deployment came as far as to change anything. */
    boolean exists(String deployment) {
        return !query(deployment, "pk").isEmpty();
    }

    private List<Map<String, AttributeValue>> query(String deployment, String attribute) {
        return dynamoDb
                .queryPaginator(request -> request.tableName(table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(pk(deployment))))
                        .projectionExpression(attribute)
                        .consistentRead(true))
                .items()
                .stream()
                .toList();
    }

    private Optional<Map<String, AttributeValue>> item(String deployment, String part) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request ->
                        request.tableName(table).key(key(deployment, part)).consistentRead(true))
                .item();
        return item == null || item.isEmpty() ? Optional.empty() : Optional.of(item);
    }

    private static Map<String, AttributeValue> key(String deployment, String part) {
        return Map.of("pk", AttributeValue.fromS(pk(deployment)), "sk", AttributeValue.fromS("journal#" + part));
    }

    private Map<String, AttributeValue> item(String deployment, String part, String json) {
        return Map.of(
                "pk", AttributeValue.fromS(pk(deployment)),
                "sk", AttributeValue.fromS("journal#" + part),
                "data", AttributeValue.fromB(zip(json)),
                "ttl",
                        AttributeValue.fromN(
                                Long.toString(clock.instant().plus(KEPT).getEpochSecond())));
    }

    private TransactWriteItem put(Map<String, AttributeValue> item) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(item))
                .build();
    }

    private static String pk(String deployment) {
        return "deployment#" + deployment;
    }

    private static SdkBytes zip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }

    private static String unzip(Map<String, AttributeValue> item) {
        try (GZIPInputStream gzip = new GZIPInputStream(
                new ByteArrayInputStream(item.get("data").b().asByteArray()))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
