package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.aws.ServiceId;
import dev.slipway.deployment.Reasons.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedeploysTest {
    private static final ServiceId WEB = new ServiceId("demo", "test", "web");
    private static final ServiceId API = new ServiceId("demo", "prod", "api");
    private static final String IMAGE = "image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/demo/web:latest";
    private static final String SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:demo/db-a1B2c3";

    private final FakeTable table = new FakeTable();
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T18:00:00Z"), ZoneOffset.UTC);
    private final Executions executions = mock(Executions.class);
    private final Bucket bucket = mock(Bucket.class);
    private final Reasons reasons = new Reasons(table.client, "table", clock);
    private final Uses uses = new Uses(table.client, "table");
    private final Redeploys redeploys =
            new Redeploys("demo", executions, reasons, uses, bucket, Duration.ofSeconds(20), clock);

    /** The executions that were started, by their cause. */
    private final Map<String, Deployment> started = new LinkedHashMap<>();

    private boolean running = true;

    @BeforeEach
    void stepFunctions() {
        doAnswer(call -> {
                    Deployment deployment = call.getArgument(0);
                    String cause = deployment.service + " " + call.getArgument(1);
                    return started.putIfAbsent(cause, deployment) == null ? Optional.of(cause) : Optional.empty();
                })
                .when(executions)
                .start(any(), anyString());
        when(executions.isRunning(any(), anyString())).thenAnswer(call -> running);
    }

    @Test
    void aPushedImageIsDeployedToEveryServiceThatRunsItsTag() {
        uses.add(WEB, List.of(IMAGE));
        uses.add(API, List.of(IMAGE));
        uses.add(new ServiceId("demo", "test", "other"), List.of(IMAGE.replace(":latest", ":v1")));

        redeploys.image(push("e1", "latest"));

        assertThat(started.keySet()).containsExactly("api redeploy e1", "web redeploy e1");
        Deployment web = started.get("web redeploy e1");
        assertThat(web.id()).isEqualTo(WEB);
        assertThat(web.redeploy).isTrue();
        assertThat(web.notBefore).isEqualTo("2026-11-22T18:00:20Z");
        assertThat(web.trigger)
                .isEqualTo(Map.of(
                        "type",
                        "image",
                        "repository",
                        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/demo/web",
                        "tag",
                        "latest",
                        "digest",
                        "sha256:abc"));
    }

    @Test
    void anImageThatWasPushedWithoutATagIsDeployedNowhere() {
        uses.add(WEB, List.of(IMAGE));

        redeploys.image(push("e1", ""));

        assertThat(started).isEmpty();
    }

    @Test
    void tenSecretsAtOnceStartOneDeploymentThatTakesAllOfThem() {
        List<String> names =
                IntStream.range(0, 10).mapToObj(i -> "/demo/secret" + i).toList();
        uses.add(WEB, names.stream().map(Use::parameter).toList());

        names.forEach(name -> redeploys.parameter(parameter("event of " + name, "Update", name)));

        assertThat(started).hasSize(1);
        assertThat(reasons.take(WEB, "d1"))
                .extracting(reason -> reason.trigger().get("parameter"))
                .hasSize(10)
                .containsAll(names);
        assertThat(reasons.waiting(WEB)).isEmpty();
    }

    @Test
    void theSameEventTwiceIsOneDeploymentBeforeAndAfterItsReasonWasTaken() {
        uses.add(WEB, List.of(IMAGE));
        redeploys.image(push("e1", "latest"));
        redeploys.image(push("e1", "latest"));
        reasons.take(WEB, "d1");
        running = false;

        redeploys.image(push("e1", "latest"));

        assertThat(started).hasSize(1);
    }

    @Test
    void anEventAfterTheReasonsWereTakenGetsADeploymentOfItsOwn() {
        uses.add(WEB, List.of(IMAGE));
        redeploys.image(push("e1", "latest"));
        reasons.take(WEB, "d1");

        redeploys.image(push("e2", "latest"));

        assertThat(started.keySet()).containsExactly("web redeploy e1", "web redeploy e2");
        assertThat(reasons.take(WEB, "d2")).extracting(Reason::event).containsExactly("e2");
    }

    /** The second event sees that the first still waits, and relies on its deployment, which is about to take it. */
    @Test
    void anEventWhileReasonsAreTakenIsTakenToo() {
        uses.add(WEB, List.of(IMAGE));
        redeploys.image(push("e1", "latest"));
        table.beforeUpdate = () -> redeploys.image(push("e2", "latest"));

        List<Reason> taken = reasons.take(WEB, "d1");

        assertThat(started).hasSize(1);
        assertThat(taken).extracting(Reason::event).containsExactly("e1", "e2");
    }

    @Test
    void aDeploymentThatAsksAgainForItsReasonsGetsThemAgain() {
        uses.add(WEB, List.of(IMAGE));
        redeploys.image(push("e1", "latest"));

        assertThat(reasons.take(WEB, "d1")).isEqualTo(reasons.take(WEB, "d1")).hasSize(1);
        assertThat(reasons.take(WEB, "d2")).isEmpty();
    }

    @Test
    void whereAnExecutionWasStoppedBeforeItTookItsReasonsTheNextEventStartsAnother() {
        uses.add(WEB, List.of(IMAGE));
        redeploys.image(push("e1", "latest"));
        running = false;

        redeploys.image(push("e2", "latest"));

        assertThat(started.keySet()).containsExactly("web redeploy e1", "web redeploy e1 2");
        assertThat(reasons.take(WEB, "d2")).extracting(Reason::event).containsExactly("e1", "e2");
    }

    @ParameterizedTest
    @CsvSource({
        "Update, /demo/key, true",
        "Create, /demo/key, false",
        "Delete, /demo/key, false",
        "LabelParameterVersion, /demo/key, false",
        "Update, /demo/other, false",
        "Update, /slipway/demo/test/web/image, false",
        "Update, /copilot/applications/demo/components/web, false"
    })
    void onlyANewValueOfAParameterThatIsUsedAndNotOurOwnCounts(String operation, String name, boolean counts) {
        uses.add(
                WEB,
                List.of(
                        "parameter /demo/key",
                        "parameter /slipway/demo/test/web/image",
                        "parameter /copilot/applications/demo/components/web"));

        redeploys.parameter(parameter("e1", operation, name));

        assertThat(started.isEmpty()).isEqualTo(!counts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'eventName': 'RotationSucceeded', 'additionalEventData': {'SecretId': '" + SECRET + "'}}",
                "{'eventName': 'PutSecretValue', 'requestParameters': {'secretId': 'demo/db'}}",
                "{'eventName': 'PutSecretValue', 'requestParameters': {'secretId': 'x'}, 'responseElements': {'arn': '"
                        + SECRET + "'}}",
                "{'eventName': 'PutSecretValue', 'requestParameters': {'secretId': 'x'}, 'responseElements': {'aRN': '"
                        + SECRET + "'}}",
                "{'eventName': 'PutSecretValue', 'requestParameters': {'secretId': 'demo/db', 'versionStages': ['AWSCURRENT']}}"
            })
    void aNewValueOfASecretCountsHoweverItsEventNamesIt(String detail) {
        uses.add(WEB, List.of("secret demo/db"));

        redeploys.secret(event("e1", detail));

        assertThat(started).containsOnlyKeys("web redeploy e1");
        assertThat(started.get("web redeploy e1").trigger).containsEntry("type", "secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'eventName': 'PutSecretValue', 'requestParameters': {'secretId': 'demo/db', 'versionStages': ['AWSPENDING']}}",
                "{'eventName': 'PutSecretValue', 'errorCode': 'AccessDenied', 'requestParameters': {'secretId': 'demo/db'}}",
                "{'eventName': 'PutSecretValue', 'requestParameters': null}"
            })
    void aValueThatIsNotCurrentYetDoesNot(String detail) {
        uses.add(WEB, List.of("secret demo/db"));

        redeploys.secret(event("e1", detail));

        assertThat(started).isEmpty();
    }

    @Test
    void aRequestForAllServicesStartsEachOfThemAtOnce() {
        when(bucket.services("demo", "test")).thenReturn(List.of(API, WEB));

        redeploys.request(event("e1", "{'environment': 'test', 'service': '*', 'force': true}"));

        assertThat(started.keySet()).containsExactly("api redeploy e1", "web redeploy e1");
        assertThat(started.values()).allMatch(d -> d.notBefore.equals("2026-11-22T18:00:00Z") && d.manifest == null);
        assertThat(started.get("web redeploy e1").trigger)
                .isEqualTo(Map.of("type", "request", "service", "*", "force", true));
    }

    @Test
    void theScheduleLooksAtOneServiceAfterTheOther() {
        when(bucket.allServices("demo")).thenReturn(List.of(API, WEB));

        redeploys.schedule(event("e1", "{}"), true);

        assertThat(started.keySet()).containsExactly("api schedule e1", "web schedule e1");
        assertThat(started.values())
                .extracting(d -> d.notBefore)
                .containsExactly("2026-11-22T18:00:00Z", "2026-11-22T18:00:02Z");
        assertThat(started.values()).allMatch(d -> d.checksForDrift() && !d.onlyTells());
    }

    private static JsonNode push(String id, String tag) {
        return event(
                id,
                "{'action-type': 'PUSH', 'result': 'SUCCESS', 'repository-name': 'demo/web', 'image-digest': 'sha256:abc',"
                        + " 'image-tag': '" + tag + "'}");
    }

    private static JsonNode parameter(String id, String operation, String name) {
        return event(id, "{'operation': '" + operation + "', 'name': '" + name + "'}");
    }

    private static JsonNode event(String id, String detail) {
        String json = "{'id': '%s', 'account': '123456789012', 'region': 'eu-west-1', 'detail': %s}"
                .formatted(id, detail)
                .replace('\'', '"');
        return Json.read(json, JsonNode.class);
    }
}
