package dev.slipway.deployment;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import dev.slipway.aws.Mocks;
import dev.slipway.aws.ServiceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** The table in memory, as far as reasons and uses want it: their few expressions, and nothing of any other. */
public final class FakeTable {
    /** Functions write what does not need each other at the same time. */
    final Map<String, Map<String, AttributeValue>> items = new ConcurrentSkipListMap<>();

    public final DynamoDbClient client = Mocks.client(DynamoDbClient.class);

    /** Runs once, before the next update is seen: what another function does in between. */
    Runnable beforeUpdate = () -> {};

    public FakeTable() {
        doAnswer(call -> put(call.getArgument(0))).when(client).putItem(any(PutItemRequest.class));
        doAnswer(call -> get(call.getArgument(0))).when(client).getItem(any(GetItemRequest.class));
        doAnswer(call -> delete(call.getArgument(0))).when(client).deleteItem(any(DeleteItemRequest.class));
        doAnswer(call -> update(call.getArgument(0))).when(client).updateItem(any(UpdateItemRequest.class));
        doAnswer(call -> query(call.getArgument(0))).when(client).query(any(QueryRequest.class));
        doAnswer(call -> transact(call.getArgument(0)))
                .when(client)
                .transactWriteItems(any(TransactWriteItemsRequest.class));
    }

    /** Lets a service use something. */
    public void use(ServiceId id, String use) {
        new Uses(client, "table").add(id, List.of(use));
    }

    private PutItemResponse put(PutItemRequest request) {
        Map<String, AttributeValue> old = items.get(key(request.item()));
        if (request.conditionExpression() != null && old != null) {
            known(request.conditionExpression(), "attribute_not_exists(pk)");
            throw ConditionalCheckFailedException.builder().item(old).build();
        }
        items.put(key(request.item()), request.item());
        return PutItemResponse.builder().build();
    }

    private GetItemResponse get(GetItemRequest request) {
        return GetItemResponse.builder().item(items.get(key(request.key()))).build();
    }

    private DeleteItemResponse delete(DeleteItemRequest request) {
        items.remove(key(request.key()));
        return DeleteItemResponse.builder().build();
    }

    private UpdateItemResponse update(UpdateItemRequest request) {
        Runnable before = beforeUpdate;
        beforeUpdate = () -> {};
        before.run();
        known(request.updateExpression(), "SET takenBy = if_not_exists(takenBy, :me)");
        Map<String, AttributeValue> item = new HashMap<>(items.get(key(request.key())));
        item.putIfAbsent("takenBy", request.expressionAttributeValues().get(":me"));
        items.put(key(request.key()), item);
        return UpdateItemResponse.builder().build();
    }

    private QueryResponse query(QueryRequest request) {
        Map<String, AttributeValue> values = request.expressionAttributeValues();
        String prefix = values.containsKey(":sk") ? values.get(":sk").s() : "";
        List<Map<String, AttributeValue>> found = items.values().stream()
                .filter(item -> item.get("pk").equals(values.get(":pk")))
                .filter(item -> item.get("sk").s().startsWith(prefix))
                .filter(item -> request.filterExpression() == null || passes(item, request.filterExpression(), values))
                .toList();
        return QueryResponse.builder().items(found).build();
    }

    private static boolean passes(Map<String, AttributeValue> item, String filter, Map<String, AttributeValue> values) {
        if (filter.equals("attribute_not_exists(takenBy)")) {
            return !item.containsKey("takenBy");
        }
        known(filter, "takenBy = :me");
        return values.get(":me").equals(item.get("takenBy"));
    }

    private TransactWriteItemsResponse transact(TransactWriteItemsRequest request) {
        request.transactItems().forEach(item -> {
            if (item.put() != null) {
                items.put(key(item.put().item()), item.put().item());
            } else {
                items.remove(key(item.delete().key()));
            }
        });
        return TransactWriteItemsResponse.builder().build();
    }

    private static String key(Map<String, AttributeValue> item) {
        return item.get("pk").s() + "|" + item.get("sk").s();
    }

    private static void known(String expression, String expected) {
        if (!expression.equals(expected)) {
            throw new IllegalArgumentException("this table does not know " + expression);
        }
    }
}
