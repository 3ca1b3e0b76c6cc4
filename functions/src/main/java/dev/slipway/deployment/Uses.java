package dev.slipway.deployment;

import dev.slipway.aws.ServiceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Which services use what, see {@link Use}, so that an event finds them with one query, however many there are. Each use
 * is two items, written together: {@code pk = use#<what>}, {@code sk = <environment>/<service>} to find the services, and
 * {@code pk = service#<environment>/<service>}, {@code sk = use#<what>} to find what is no longer used.
 *
 * <p>It is an index, not a record: every deployment makes it good, one with nothing to change too.
 */
public final class Uses {
    private static final String USE = "use#";

    /** Pairs of a put and a put; a transaction takes 100 (DynamoDB, TransactWriteItems). */
    private static final int PAIRS = 50;

    private final DynamoDbClient dynamoDb;
    private final String table;

    public Uses(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** {@code <environment>/<service>} of those that use it. */
    List<String> services(String use) {
        return sortKeys(USE + use, "");
    }

    /**
     * Before a deployment changes anything, since what changes while it runs is not to be missed: part of the transaction
     * that writes its journal.
     */
    List<TransactWriteItem> additions(ServiceId id, Collection<String> uses) {
        return uses.stream()
                .flatMap(use -> keys(id, use).stream())
                .map(key -> TransactWriteItem.builder()
                        .put(put -> put.tableName(table).item(key))
                        .build())
                .toList();
    }

    void add(ServiceId id, Collection<String> uses) {
        write(additions(id, uses));
    }

    /** After a deployment: what the service uses is exactly this. */
    void set(ServiceId id, Collection<String> uses) {
        TreeSet<String> known = new TreeSet<>();
        sortKeys(History.service(id), USE).forEach(key -> known.add(key.substring(USE.length())));
        add(id, uses.stream().filter(use -> !known.contains(use)).toList());
        TreeSet<String> gone = new TreeSet<>(known);
        gone.removeAll(uses);
        write(gone.stream()
                .flatMap(use -> keys(id, use).stream())
                .map(key -> TransactWriteItem.builder()
                        .delete(delete -> delete.tableName(table).key(key))
                        .build())
                .toList());
    }

    private List<String> sortKeys(String pk, String prefix) {
        List<String> keys = new ArrayList<>();
        dynamoDb.queryPaginator(request -> {
                    request.tableName(table)
                            .keyConditionExpression("pk = :pk" + (prefix.isEmpty() ? "" : " AND begins_with(sk, :sk)"))
                            .projectionExpression("sk")
                            .consistentRead(true);
                    AttributeValue value = AttributeValue.fromS(pk);
                    request.expressionAttributeValues(
                            prefix.isEmpty()
                                    ? Map.of(":pk", value)
                                    : Map.of(":pk", value, ":sk", AttributeValue.fromS(prefix)));
                })
                .items()
                .forEach(item -> keys.add(item.get("sk").s()));
        return keys;
    }

    private void write(List<TransactWriteItem> items) {
        for (int i = 0; i < items.size(); i += 2 * PAIRS) {
            List<TransactWriteItem> some = items.subList(i, Math.min(items.size(), i + 2 * PAIRS));
            dynamoDb.transactWriteItems(request -> request.transactItems(some));
        }
    }

    private static List<Map<String, AttributeValue>> keys(ServiceId id, String use) {
        String service = id.environment() + "/" + id.service();
        return List.of(key(USE + use, service), key(History.service(id), USE + use));
    }

    private static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
    }
}
