package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.verify;

import dev.slipway.aws.Mocks;
import dev.slipway.aws.ServiceId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

class JournalTest {
    private static final ServiceId WEB = new ServiceId("demo", "test", "web");

    private final DynamoDbClient dynamoDb = Mocks.client(DynamoDbClient.class);
    private final Journal journal = new Journal(dynamoDb, "table", Clock.systemUTC());
    private final Uses uses = new Uses(dynamoDb, "table");

    @Test
    void theIndexOfUsesIsWrittenWithTheJournalOrNotAtAll() {
        List<List<TransactWriteItem>> written = written(List.of("secret a"));

        assertThat(written).singleElement().satisfies(items -> {
            assertThat(items.stream().filter(item -> item.put() != null)).hasSize(3);
            assertThat(items.stream().filter(item -> item.conditionCheck() != null))
                    .singleElement()
                    .satisfies(lock -> assertThat(
                                    lock.conditionCheck().key().get("sk").s())
                            .isEqualTo("lock"));
        });
    }

    @Test
    void ofMoreUsesThanOneTransactionTakesAllAreWrittenAndTheJournalLast() {
        List<List<TransactWriteItem>> written =
                written(IntStream.range(0, 130).mapToObj(i -> "secret " + i).toList());

        assertThat(written).allMatch(items -> items.size() <= 100).hasSize(3);
        assertThat(written.stream().flatMap(List::stream).distinct()).hasSize(2 * 130 + 2);
        assertThat(written.get(2)).anyMatch(item -> item.conditionCheck() != null);
    }

    private List<List<TransactWriteItem>> written(List<String> used) {
        Deployment deployment = Deployment.of(WEB);
        deployment.deployment = "test-web-1";
        deployment.execution = "arn:execution";
        deployment.removal = true;
        doReturn(TransactWriteItemsResponse.builder().build())
                .when(dynamoDb)
                .transactWriteItems(any(TransactWriteItemsRequest.class));

        journal.write(deployment, Map.of(), uses.additions(WEB, used));

        ArgumentCaptor<TransactWriteItemsRequest> requests = ArgumentCaptor.forClass(TransactWriteItemsRequest.class);
        verify(dynamoDb, atLeastOnce()).transactWriteItems(requests.capture());
        return requests.getAllValues().stream()
                .map(TransactWriteItemsRequest::transactItems)
                .toList();
    }
}
