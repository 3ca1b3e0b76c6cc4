package dev.slipway.deployment;

import dev.slipway.aws.ServiceId;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How the deployments of a service ended: items {@code pk = service#<environment>/<service>}, {@code sk =
 * deployment#<startedAt>#<id>}, each with its status document, for a year; and {@code sk = live}, the version of the
 * manifest that the service runs.
 */
public final class History {
    private static final Duration KEPT = Duration.ofDays(365);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public History(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    void record(Deployment deployment) {
        Map<String, AttributeValue> item = Map.of(
                "pk", AttributeValue.fromS(service(deployment.id())),
                "sk", AttributeValue.fromS("deployment#" + deployment.startedAt + "#" + deployment.deployment),
                "status", AttributeValue.fromS(deployment.status.name()),
                "document", AttributeValue.fromS(deployment.statusJson()),
                "ttl",
                        AttributeValue.fromN(
                                Long.toString(clock.instant().plus(KEPT).getEpochSecond())));
        dynamoDb.putItem(request -> request.tableName(table).item(item));
    }

    /** Notes which version of its manifest a service runs: what an event deploys again, even if a newer one was refused. */
    void setLive(Deployment deployment) {
        Map<String, AttributeValue> item = new HashMap<>(live(deployment.id()));
        item.put("versionId", AttributeValue.fromS(deployment.manifest.versionId()));
        dynamoDb.putItem(request -> request.tableName(table).item(item));
    }

    /** Notes that a service is no more. */
    void unsetLive(ServiceId id) {
        dynamoDb.deleteItem(request -> request.tableName(table).key(live(id)));
    }

    /** The version of its manifest that a service runs; empty where it runs none, or the table was lost. */
    Optional<String> liveVersion(ServiceId id) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).key(live(id)).consistentRead(true))
                .item();
        return Optional.ofNullable(item).map(found -> found.get("versionId")).map(AttributeValue::s);
    }

    private static Map<String, AttributeValue> live(ServiceId id) {
        return Map.of("pk", AttributeValue.fromS(service(id)), "sk", AttributeValue.fromS("live"));
    }

    static String service(ServiceId id) {
        return "service#" + id.environment() + "/" + id.service();
    }
}
