package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DeadLetterConfig;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** One test for each mend of EventBridge and of S3's events. */
class EmulatedEventsIT {
    private static final String ACCOUNT = "123456789012";

    private final Endpoint endpoint = TinyAws.aws().endpoint();
    private final Http http = new Http(endpoint);
    private final S3Client s3 = endpoint.client(S3Client.builder());
    private final EventBridgeClient eventBridge = endpoint.client(EventBridgeClient.builder());
    private final String bucket = TinyAws.aws().details().bucket();
    private final String events = TinyAws.outputs().get("EventQueueUrl");
    private final String deadLetters = TinyAws.outputs().get("DeadLetterQueueUrl");

    @Test
    void eachUploadIsOneEventAndTheyAreInOrder() {
        String first = put("events/one");
        String second = put("events/one");

        JsonNode one = read(Queue.next(http, events, first));
        JsonNode other = read(Queue.next(http, events, second));

        assertThat(one.path("detail-type").asText()).isEqualTo("Object Created");
        assertThat(one.path("detail").path("reason").asText()).isEqualTo("PutObject");
        assertThat(one.at("/detail/object/etag").asText()).isNotEmpty();
        assertThat(one.path("id")).isNotEqualTo(other.path("id"));
        assertThat(one.at("/detail/object/sequencer").asText())
                .isLessThan(other.at("/detail/object/sequencer").asText());
    }

    @Test
    void aDeletedObjectOfAVersionedBucketIsAnEvent() {
        put("events/gone");
        String marker = s3.deleteObject(delete -> delete.bucket(bucket).key("events/gone"))
                .versionId();

        JsonNode event = read(Queue.next(http, events, marker));

        assertThat(event.path("detail-type").asText()).isEqualTo("Object Deleted");
        assertThat(event.at("/detail/deletion-type").asText()).isEqualTo("Delete Marker Created");
    }

    @Test
    void aTargetGetsTheInputThatItsRuleSays() {
        rule("with-input", target -> target.arn(queue("Events")).input("{\"said\":\"constant\"}"));
        rule("with-path", target -> target.arn(queue("Events")).inputPath("$.detail"));

        send("{\"said\":\"by the sender\"}");

        assertThat(Queue.next(http, events, "constant")).isEqualTo("{\"said\":\"constant\"}");
        assertThat(Queue.next(http, events, "by the sender")).isEqualTo("{\"said\": \"by the sender\"}");
    }

    @Test
    void aDisabledRuleDeliversNothing() {
        rule("disabled", target -> target.arn(queue("Events")).input("{\"from\":\"disabled\"}"));
        eventBridge.disableRule(rule -> rule.name("disabled"));
        rule("enabled", target -> target.arn(queue("Events")).input("{\"from\":\"enabled\"}"));

        send("{}");

        assertThat(Queue.next(http, events, "\"from\":")).contains("enabled");
    }

    @Test
    void whatCannotBeDeliveredLiesInTheDeadLetterQueue() {
        rule("to-nobody", target -> target.arn(
                        "arn:aws:lambda:%s:%s:function:nobody".formatted(endpoint.region(), ACCOUNT))
                .input("{\"to\":\"nobody\"}")
                .deadLetterConfig(
                        DeadLetterConfig.builder().arn(queue("DeadLetters")).build()));

        send("{}");

        assertThat(Queue.next(http, deadLetters, "\"to\":\"nobody\"")).isNotEmpty();
    }

    @Test
    void aParameterThatIsMadeAndOneThatIsChangedAreEvents() {
        try (SsmClient ssm = endpoint.client(SsmClient.builder())) {
            ssm.putParameter(put -> put.name("/events/key").value("1").type(ParameterType.STRING));
            ssm.putParameter(put -> put.name("/events/key").value("2").overwrite(true));
        }

        JsonNode made = read(Queue.next(http, events, "/events/key", "Create"));
        JsonNode changed = read(Queue.next(http, events, "/events/key", "Update"));

        assertThat(made.path("detail-type").asText()).isEqualTo("Parameter Store Change");
        assertThat(changed.at("/resources/0").asText()).endsWith(":parameter/events/key");
        assertThat(changed.at("/detail/type").asText()).isEqualTo("String");
    }

    @Test
    void aPushedImageIsAnEvent() {
        String digest;
        try (EcrClient ecr = endpoint.client(EcrClient.builder())) {
            ecr.createRepository(create -> create.repositoryName("events/image"));
            digest = ecr.putImage(put -> put.repositoryName("events/image")
                            .imageTag("v1")
                            .imageManifestMediaType("application/vnd.oci.image.manifest.v1+json")
                            .imageManifest("{\"schemaVersion\": 2}"))
                    .image()
                    .imageId()
                    .imageDigest();
        }

        JsonNode pushed = read(Queue.next(http, events, "events/image"));

        assertThat(pushed.path("detail-type").asText()).isEqualTo("ECR Image Action");
        assertThat(pushed.at("/detail/image-digest").asText()).isEqualTo(digest);
        assertThat(pushed.at("/detail/image-tag").asText()).isEqualTo("v1");
    }

    @Test
    void aNewValueOfASecretIsAnEvent() {
        String arn;
        try (SecretsManagerClient secretsManager = endpoint.client(SecretsManagerClient.builder())) {
            arn = secretsManager
                    .createSecret(create -> create.name("events/secret").secretString("1"))
                    .arn();
            secretsManager.putSecretValue(put -> put.secretId("events/secret").secretString("not to be seen"));
        }

        JsonNode changed = read(Queue.next(http, events, "PutSecretValue"));

        assertThat(changed.at("/detail/responseElements/arn").asText()).isEqualTo(arn);
        assertThat(changed.toString()).doesNotContain("not to be seen");
    }

    private String put(String key) {
        return s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(key))
                .versionId();
    }

    /** Each test has its own source, since all rules are on one bus. */
    private String source() {
        return "test." + System.identityHashCode(this);
    }

    private void rule(String name, java.util.function.Consumer<Target.Builder> target) {
        eventBridge.putRule(
                rule -> rule.name(name).state(RuleState.ENABLED).eventPattern("{\"source\":[\"" + source() + "\"]}"));
        eventBridge.putTargets(targets -> targets.rule(name)
                .targets(Target.builder().id("one").applyMutation(target).build()));
    }

    private void send(String detail) {
        PutEventsRequestEntry event = PutEventsRequestEntry.builder()
                .source(source())
                .detailType("Test")
                .detail(detail)
                .build();
        eventBridge.putEvents(put -> put.entries(event));
    }

    private String queue(String logicalId) {
        String url = logicalId.equals("Events") ? events : deadLetters;
        return "arn:aws:sqs:%s:%s:%s".formatted(endpoint.region(), ACCOUNT, url.substring(url.lastIndexOf('/') + 1));
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
