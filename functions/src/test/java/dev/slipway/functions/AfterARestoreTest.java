package dev.slipway.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.deployment.Json;
import dev.slipway.deployment.Rehearsed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What of its way a function has not rehearsed: the classes that its first invocation loads, but for the JDK's and the
 * runtime client's.
 */
class AfterARestoreTest {
    private static final String RUNNING = """
            {"services": [{"serviceName": "demo-test-rehearsal", "status": "ACTIVE", "desiredCount": 1,
              "deployments": [{"id": "ecs-svc/1", "status": "PRIMARY", "rolloutState": "IN_PROGRESS", "createdAt": 1767225600,
                "taskDefinition": "arn:aws:ecs:eu-west-1:123456789012:task-definition/rehearsal:1",
                "desiredCount": 1, "runningCount": 0, "pendingCount": 1, "failedTasks": 0}],
              "events": [{"id": "1", "createdAt": 1767225601, "message": "(service x) has started 1 tasks."}]}]}
            """;

    /** Ours, of the manifest and the events, of the log, and of the AWS SDK. */
    private static final Pattern REHEARSED = Pattern.compile(
            "(dev\\.slipway|org\\.yaml|ch\\.qos\\.logback|org\\.slf4j|software\\.amazon\\.lambda\\.powertools\\.logging"
                    + "|software\\.amazon\\.awssdk\\.(services|protocols|core|awscore|auth|identity|http|retries|utils))\\..*");

    @TempDir
    Path directory;

    private HttpServer aws;

    @BeforeEach
    void anAwsThatIsMostlySilent() throws IOException {
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Map<String, String> answers = new HashMap<>(Rehearsed.read().answers());
        answers.put(".DescribeServices", RUNNING);
        aws.createContext("/", exchange -> {
            String asked = exchange.getRequestHeaders().getFirst("X-Amz-Target") + exchange.getRequestURI();
            exchange.getRequestBody().readAllBytes();
            byte[] body = answers.entrySet().stream()
                    .filter(answer -> asked.contains(answer.getKey()))
                    .map(answer -> answer.getValue())
                    .findFirst()
                    .orElse(asked.startsWith("null") ? "" : "{}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        aws.start();
    }

    @AfterEach
    void noAws() {
        aws.stop(0);
    }

    @Test
    void theLookAtARolloutHasRehearsedALookAtOne() throws Exception {
        assertThat(loaded(RolloutHandler.class, event())).isEmpty();
    }

    @Test
    void theValidationHasRehearsedAManifest() throws Exception {
        assertThat(loaded(ValidateHandler.class, event())).isEmpty();
    }

    @Test
    void aStepWithNothingToDoHasRehearsedThat() throws Exception {
        ObjectNode event = event();
        event.withObject("/deployment").withArray("steps").forEach(step -> ((ObjectNode) step).put("action", "none"));
        assertThat(loaded(CertificateHandler.class, event)).isEmpty();
    }

    @Test
    void theTriggerHasRehearsedAnUpload() throws Exception {
        ObjectNode event = Json.MAPPER.createObjectNode().put("detail-type", "Object Created");
        event.withObject("/detail/object").put("key", "test/web/manifest.yml").put("version-id", "1");
        assertThat(loaded(TriggerHandler.class, event)).isEmpty();
    }

    private static ObjectNode event() {
        return Rehearsed.read().event().deepCopy();
    }

    private List<String> loaded(Class<?> handler, ObjectNode event) throws Exception {
        Path input = Files.write(directory.resolve("event.json"), Json.MAPPER.writeValueAsBytes(event));
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:stdout:none",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstInvocation.class.getName(),
                        handler.getName())
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL",
                                "http://127.0.0.1:" + aws.getAddress().getPort(),
                        "AWS_REGION", "eu-west-1",
                        "AWS_ACCESS_KEY_ID", "id",
                        "AWS_SECRET_ACCESS_KEY", "secret",
                        "AWS_SESSION_TOKEN", "token",
                        "BUCKET_NAME", "bucket",
                        "TABLE_NAME", "table"));
        builder.environment()
                .putAll(Map.of(
                        "APPLICATION", "demo",
                        "DRIFT_REPAIR", "false",
                        "REDEPLOY_WINDOW_SECONDS", "60",
                        "STATE_MACHINE_ARN", "arn:aws:states:eu-west-1:123456789012:stateMachine:slipway"));
        int code = builder.start().waitFor();
        List<String> lines = Files.readAllLines(output);
        assertThat(code).as(String.join("\n", lines)).isZero();
        return lines.subList(lines.indexOf(FirstInvocation.RESTORED), lines.indexOf(FirstInvocation.ANSWERED)).stream()
                .filter(line -> line.contains(" source: jar:")
                        || line.contains(" source: file:")
                        || line.contains(" source: jrt:"))
                .map(line -> line.replaceFirst(" source: .*", ""))
                .filter(name -> REHEARSED.matcher(name).matches())
                .toList();
    }
}
