package dev.slipway.deployment;

import dev.slipway.aws.ServiceId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * One deployment per service at a time: an item {@code pk = service#<environment>/<service>}, {@code sk = lock} that
 * names the execution that holds it. It does not expire: a holder that no longer runs is recognised by asking Step
 * Functions, not by waiting.
 */
public final class Locks {
    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public Locks(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** Who has a lock: a deployment's id and its execution's ARN. */
    public record Holder(String deployment, String execution) {}

    /** Takes the lock if it is free or ours already; otherwise says who has it. */
    Optional<Holder> acquire(ServiceId id, Holder me) {
        return put(id, me, "attribute_not_exists(pk) OR #execution = :me", Map.of(":me", s(me.execution())));
    }

    /** Takes the lock from a holder that no longer runs; empty if it was still that holder's (or is ours already). */
    Optional<Holder> takeOver(ServiceId id, Holder from, Holder me) {
        return put(
                id,
                me,
                "#execution = :from OR #execution = :me",
                Map.of(":from", s(from.execution()), ":me", s(me.execution())));
    }

    /** Frees the lock if it is this execution's. */
    void release(ServiceId id, String execution) {
        try {
            dynamoDb.deleteItem(request -> request.tableName(table)
                    .key(key(id))
                    .conditionExpression("#execution = :me")
                    .expressionAttributeNames(Map.of("#execution", "execution"))
                    .expressionAttributeValues(Map.of(":me", s(execution))));
        } catch (ConditionalCheckFailedException e) {
            // It is free already, or somebody else's: an answer that was lost and asked for again.
        }
    }

    /** Part of a transaction that is not to happen unless this execution has the lock. */
    static TransactWriteItem isHeld(String table, ServiceId id, String execution) {
        return TransactWriteItem.builder()
                .conditionCheck(check -> check.tableName(table)
                        .key(key(id))
                        .conditionExpression("#execution = :me")
                        .expressionAttributeNames(Map.of("#execution", "execution"))
                        .expressionAttributeValues(Map.of(":me", s(execution))))
                .build();
    }

    Optional<Holder> holder(ServiceId id) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).key(key(id)).consistentRead(true))
                .item();
        return holder(item);
    }

    private Optional<Holder> put(ServiceId id, Holder me, String condition, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> item = new java.util.HashMap<>(key(id));
        item.put("execution", s(me.execution()));
        item.put("deployment", s(me.deployment()));
        item.put("since", s(clock.instant().toString()));
        try {
            dynamoDb.putItem(request -> request.tableName(table)
                    .item(item)
                    .conditionExpression(condition)
                    .expressionAttributeNames(Map.of("#execution", "execution"))
                    .expressionAttributeValues(values)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            return holder(e.item()).or(() -> Optional.of(new Holder("", "")));
        }
    }

    private static Optional<Holder> holder(Map<String, AttributeValue> item) {
        return item == null || !item.containsKey("execution")
                ? Optional.empty()
                : Optional.of(new Holder(
                        item.get("deployment").s(), item.get("execution").s()));
    }

    private static Map<String, AttributeValue> key(ServiceId id) {
        return Map.of("pk", s(History.service(id)), "sk", s("lock"));
    }

    private static AttributeValue s(String value) {
        return AttributeValue.fromS(value);
    }
}
