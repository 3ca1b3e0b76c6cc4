package dev.slipway.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A function, as Lambda's GetFunctionConfiguration describes it. */
record FunctionConfiguration(
        String name,
        String arn,
        String handler,
        String runtime,
        Duration timeout,
        int memory,
        boolean snapStart,
        Map<String, String> environment) {

    static FunctionConfiguration of(JsonNode json) {
        Map<String, String> environment = new TreeMap<>();
        json.path("Environment")
                .path("Variables")
                .fields()
                .forEachRemaining(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        return new FunctionConfiguration(
                json.path("FunctionName").asText(),
                json.path("FunctionArn").asText(),
                json.path("Handler").asText(),
                json.path("Runtime").asText("java17"),
                Duration.ofSeconds(json.path("Timeout").asInt(3)),
                json.path("MemorySize").asInt(128),
                json.path("SnapStart").path("ApplyOn").asText().equals("PublishedVersions"),
                environment);
    }

    /** The same function, initialised as if a snapshot of it were to be taken, or not. */
    FunctionConfiguration withSnapStart(boolean on) {
        return new FunctionConfiguration(name, arn, handler, runtime, timeout, memory, on, environment);
    }

    /** {@code arn:aws:lambda:<region>:...} */
    String region() {
        return arn.split(":")[3];
    }
}
