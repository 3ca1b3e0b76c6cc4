package dev.slipway.deployment;

import dev.slipway.aws.ServiceId;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How the deployments of a service ended: items {@code pk = service#<environment>/<service>}, {@code sk =
 * deployment#<startedAt>#<id>}, each with its status document, for a year.
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

    static String service(ServiceId id) {
        return "service#" + id.environment() + "/" + id.service();
    }
}
