package dev.slipway.local.cli;

import dev.slipway.local.cli.Status.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The history that the pipeline keeps in its table, see {@link dev.slipway.deployment.History}. */
final class PastDeployments {
    private final DynamoDbClient dynamoDb;
    private final String table;

    PastDeployments(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** The newest first; read as far as they are taken. */
    Stream<Document> of(String environment, String service) {
        Map<String, AttributeValue> key = Map.of(
                ":pk", AttributeValue.fromS("service#" + environment + "/" + service),
                ":sk", AttributeValue.fromS("deployment#"));
        return dynamoDb
                .queryPaginator(r -> r.tableName(table)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :sk)")
                        .expressionAttributeValues(key)
                        .scanIndexForward(false))
                .items()
                .stream()
                .map(item -> Document.of(item.get("document").s()));
    }

    /** One of them by its id, or by the version of its manifest; empty if there is none. */
    Optional<Status> named(String environment, String service, String idOrVersion) {
        return of(environment, service)
                .map(Document::status)
                .filter(status ->
                        status.deployment().filter(idOrVersion::equals).isPresent() || status.isFor(idOrVersion))
                .findFirst();
    }

    /**
     * The one to go back to: the latest that succeeded, of those before the one that is in place now, and with another
     * version of the manifest.
     */
    Optional<Status> before(String environment, String service) {
        Optional<Status> current = of(environment, service)
                .map(Document::status)
                .filter(PastDeployments::isInPlace)
                .findFirst();
        Optional<String> version = current.flatMap(Status::manifest).flatMap(Status.Version::versionId);
        return of(environment, service)
                .map(Document::status)
                .dropWhile(status -> !isInPlace(status))
                .filter(status -> status.status() == Outcome.SUCCEEDED)
                .filter(status -> version.filter(status::isFor).isEmpty())
                .findFirst();
    }

    /** Whether it decided what is there now, unless another has since. */
    private static boolean isInPlace(Status status) {
        return switch (status.status()) {
            case SUCCEEDED, UNCHANGED, REMOVED -> true;
            default -> false;
        };
    }
}
