package dev.slipway.deployment;

import dev.slipway.aws.ServiceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Why a service is to be deployed again: items {@code pk = service#<environment>/<service>}, {@code sk =
 * reason#<event>}. Events leave their reasons here; a deployment that has the lock takes all that are there. A reason that
 * was taken stays for a while, so that the same event does not count again.
 */
public final class Reasons {
    /** Longer than an event is repeated: by EventBridge 24 hours at most, by Lambda six; the template says one for each. */
    private static final Duration KEPT = Duration.ofDays(2);

    private static final String REASON = "reason#";
    private static final String TAKEN_BY = "takenBy";

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public Reasons(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /**
     * @param event id of the event
     * @param at when it was noted
     * @param trigger as status.json is to show it: the type, and what is known besides
     */
    public record Reason(String event, Instant at, Map<String, Object> trigger) {
        String type() {
            return trigger.get("type").toString();
        }
    }

    /** Notes why a service is to be deployed again; false where the event has led to a deployment already. */
    boolean note(ServiceId id, String event, Map<String, Object> trigger) {
        Map<String, AttributeValue> item = new HashMap<>(key(id, event));
        item.put("at", number(clock.instant().toEpochMilli()));
        item.put("trigger", AttributeValue.fromS(Json.write(trigger)));
        item.put("ttl", number(clock.instant().plus(KEPT).getEpochSecond()));
        try {
            dynamoDb.putItem(request -> request.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(pk)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return e.item() == null || !e.item().containsKey(TAKEN_BY);
        }
    }

    /** Those that no deployment has taken, the oldest first. */
    List<Reason> waiting(ServiceId id) {
        return query(id, "attribute_not_exists(" + TAKEN_BY + ")", Map.of());
    }

    /**
     * Takes all that wait, for a deployment that has the lock; those that it has taken before are among them, since the
     * answer may have been lost. An event that noted its reason while others were still waiting relies on their deployment,
     * so this looks again until there is nothing more to take.
     */
    List<Reason> take(ServiceId id, String deployment) {
        List<Reason> waiting = waiting(id);
        while (!waiting.isEmpty()) {
            waiting.forEach(reason -> take(id, reason, deployment));
            waiting = waiting(id);
        }
        return query(id, TAKEN_BY + " = :me", Map.of(":me", AttributeValue.fromS(deployment)));
    }

    private void take(ServiceId id, Reason reason, String deployment) {
        dynamoDb.updateItem(request -> request.tableName(table)
                .key(key(id, reason.event()))
                .updateExpression("SET " + TAKEN_BY + " = if_not_exists(" + TAKEN_BY + ", :me)")
                .expressionAttributeValues(Map.of(":me", AttributeValue.fromS(deployment))));
    }

    private List<Reason> query(ServiceId id, String filter, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.put(":pk", AttributeValue.fromS(History.service(id)));
        all.put(":sk", AttributeValue.fromS(REASON));
        List<Reason> reasons = new ArrayList<>();
        dynamoDb.queryPaginator(request -> request.tableName(table)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :sk)")
                        .filterExpression(filter)
                        .expressionAttributeValues(all)
                        .consistentRead(true))
                .items()
                .forEach(item -> reasons.add(reason(item)));
        reasons.sort(Comparator.comparing(Reason::at).thenComparing(Reason::event));
        return reasons;
    }

    @SuppressWarnings("unchecked")
    private static Reason reason(Map<String, AttributeValue> item) {
        return new Reason(
                item.get("sk").s().substring(REASON.length()),
                Instant.ofEpochMilli(Long.parseLong(item.get("at").n())),
                Json.read(item.get("trigger").s(), Map.class));
    }

    private static Map<String, AttributeValue> key(ServiceId id, String event) {
        return Map.of("pk", AttributeValue.fromS(History.service(id)), "sk", AttributeValue.fromS(REASON + event));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
