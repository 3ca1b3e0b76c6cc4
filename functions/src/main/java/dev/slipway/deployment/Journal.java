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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What each step of a deployment found and is to leave, written down before anything is changed. An undo needs nothing
 * else: not the execution that failed, not its functions' answers, not the manifest.
 *
 * <p>Items of the table: {@code pk = deployment#<id>}, {@code sk = journal#<step>}; compressed, since an item holds at
 * most 400 KB and a manifest may be large.
 */
public final class Journal {
    private static final Duration KEPT = Duration.ofDays(30);
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

    /** Writes the steps that will change something, all or none. */
    void write(String deployment, Map<Step, StepPlan> plans, boolean removal) {
        List<TransactWriteItem> items = new ArrayList<>();
        plans.forEach((step, plan) -> items.add(put(item(deployment, step.label, plan.toJson()))));
        if (removal) {
            items.add(put(item(deployment, REMOVAL, "")));
        }
        if (!items.isEmpty()) {
            dynamoDb.transactWriteItems(request -> request.transactItems(items));
        }
    }

    /** Empty where the step had nothing to change. */
    Optional<StepPlan> read(String deployment, Step step, List<ResourceKind<?>> kinds) {
        return item(deployment, step.label).map(item -> StepPlan.fromJson(unzip(item), kinds));
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
        return dynamoDb.query(request -> request.tableName(table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(pk(deployment))))
                        .projectionExpression("pk")
                        .consistentRead(true)
                        .limit(1))
                .hasItems();
    }

    private Optional<Map<String, AttributeValue>> item(String deployment, String part) {
        Map<String, AttributeValue> key =
                Map.of("pk", AttributeValue.fromS(pk(deployment)), "sk", AttributeValue.fromS("journal#" + part));
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).key(key).consistentRead(true))
                .item();
        return item == null || item.isEmpty() ? Optional.empty() : Optional.of(item);
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
