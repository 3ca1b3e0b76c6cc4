package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

class PastDeploymentsTest {
    private final DynamoDbClient dynamoDb =
            mock(DynamoDbClient.class, withSettings().defaultAnswer(CALLS_REAL_METHODS));
    private final PastDeployments past = new PastDeployments(dynamoDb, "table");

    /** Deployments from the newest, each as status and version; the version to go back to. */
    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED 2;SUCCEEDED 1, 1",
        "SUCCEEDED 3;SUCCEEDED 2;SUCCEEDED 1, 2",
        "ROLLED_BACK 3;SUCCEEDED 2;SUCCEEDED 1, 1",
        "REJECTED 4;UNCHANGED 3;ROLLED_BACK 2;SUCCEEDED 1, 1",
        "SUCCEEDED 2;SUCCEEDED 2;SUCCEEDED 1, 1",
        "REMOVED 0;SUCCEEDED 2;SUCCEEDED 1, 2",
        "SUCCEEDED 1, none",
        "ROLLED_BACK 2;ROLLED_BACK 1, none"
    })
    void theOneToGoBackToIsTheLastThatSucceededBeforeWhatIsInPlace(String history, String version) {
        historyIs(history.split(";"));

        Optional<String> found =
                past.before("test", "web").flatMap(Status::manifest).flatMap(Status.Version::versionId);

        assertThat(found.orElse("none")).isEqualTo(version);
    }

    @Test
    void aDeploymentIsFoundByItsIdAndByItsVersion() {
        historyIs("SUCCEEDED 2", "ROLLED_BACK 1");

        assertThat(past.named("test", "web", "d1")).isPresent();
        assertThat(past.named("test", "web", "1")).isPresent();
        assertThat(past.named("test", "web", "3")).isEmpty();
    }

    private void historyIs(String... deployments) {
        doReturn(QueryResponse.builder()
                        .items(Stream.of(deployments)
                                .map(one -> one.split(" "))
                                .map(one -> """
                                        {"deployment": "d%2$s", "status": "%1$s", "manifest": {"versionId": "%2$s"}}""".formatted(one[0], one[1]))
                                .map(document -> Map.of("document", AttributeValue.fromS(document)))
                                .toList())
                        .build())
                .when(dynamoDb)
                .query(any(QueryRequest.class));
    }
}
