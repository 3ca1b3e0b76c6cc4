package dev.slipway.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.gateway.Invocation.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invocations that nobody waits for: tried again when the function fails, and in the end told to the queue that its
 * configuration names for failures.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">error handling</a>
 */
final class EventInvocations {
    private static final Logger LOG = LoggerFactory.getLogger(EventInvocations.class);
    private static final int RETRIES = 2;

    private final ObjectMapper json = new ObjectMapper();
    private final Functions functions;
    private final Forwarding emulator;

    EventInvocations(Functions functions, Forwarding emulator) {
        this.functions = functions;
        this.emulator = emulator;
    }

    /** @param first the outcome of the first attempt */
    void handle(FunctionConfiguration function, Invocation invocation, Outcome first)
            throws IOException, InterruptedException {
        Outcome outcome = first;
        int attempts = 1;
        while (outcome.failed() && attempts <= retries(function)) {
            LOG.info("{} failed as event: {}", function.name(), text(outcome.payload()));
            // On AWS one minute, then two.
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(attempts, TimeUnit.SECONDS))
                    .join();
            outcome = functions.run(function, Invocation.of(invocation.payload()));
            attempts++;
        }
        if (outcome.failed()) {
            LOG.warn("{} gave up an event: {}", function.name(), text(outcome.payload()));
            tell(function, invocation, outcome, attempts);
        }
    }

    private int retries(FunctionConfiguration function) throws IOException, InterruptedException {
        return configuration(function).path("MaximumRetryAttempts").asInt(RETRIES);
    }

    private void tell(FunctionConfiguration function, Invocation invocation, Outcome outcome, int attempts)
            throws IOException, InterruptedException {
        String destination = configuration(function)
                .path("DestinationConfig")
                .path("OnFailure")
                .path("Destination")
                .asText();
        if (!destination.startsWith("arn:aws:sqs:")) {
            return;
        }
        ObjectNode told = json.createObjectNode();
        told.put("version", "1.0").put("timestamp", Instant.now().toString());
        told.putObject("requestContext")
                .put("requestId", invocation.requestId())
                .put("functionArn", function.arn())
                .put("condition", "RetriesExhausted")
                .put("approximateInvokeCount", attempts);
        told.set("requestPayload", json.readTree(invocation.payload()));
        told.putObject("responseContext").put("statusCode", 200).put("functionError", "Unhandled");
        told.set("responsePayload", json.readTree(outcome.payload()));
        String[] arn = destination.split(":");
        ObjectNode message = json.createObjectNode()
                .put("QueueUrl", "http://sqs/" + arn[4] + "/" + arn[5])
                .put("MessageBody", told.toString());
        call(function, "sqs", "POST", "/", "AmazonSQS.SendMessage", message.toString());
    }

    private JsonNode configuration(FunctionConfiguration function) throws IOException, InterruptedException {
        String path = "/2019-09-25/functions/" + function.name() + "/event-invoke-config";
        Answer answer = call(function, "lambda", "GET", path, "", "");
        return answer.status() == 200 ? json.readTree(answer.body()) : json.createObjectNode();
    }

    private Answer call(
            FunctionConfiguration function, String service, String method, String path, String target, String body)
            throws IOException, InterruptedException {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("Authorization", List.of(Functions.credential(function.region(), service)));
        if (!target.isEmpty()) {
            headers.put("X-Amz-Target", List.of(target));
            headers.put("Content-Type", List.of("application/x-amz-json-1.0"));
        }
        return emulator.forward(new Request(method, path, "", headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
