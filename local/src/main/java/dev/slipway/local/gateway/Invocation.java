package dev.slipway.local.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One event for one function, and what became of it. */
record Invocation(String requestId, byte[] payload, CompletableFuture<Outcome> outcome) {
    private static final Pattern DEPLOYMENT = Pattern.compile("\"deployment\"\\s*:\\s*\"([^\"]+)\"");

    /**
     * What the function returned, or how it failed.
     *
     * @param failed whether payload is an error ({@code errorType}, {@code errorMessage})
     * @param log the end of what the process wrote meanwhile
     */
    record Outcome(byte[] payload, boolean failed, String log) {

        static Outcome failed(String errorType, String errorMessage) {
            String error = JsonNodeFactory.instance
                    .objectNode()
                    .put("errorType", errorType)
                    .put("errorMessage", errorMessage)
                    .toString();
            return new Outcome(error.getBytes(StandardCharsets.UTF_8), true, "");
        }

        Outcome withLog(String written) {
            return new Outcome(payload, failed, written);
        }
    }

    static Invocation of(byte[] payload) {
        return new Invocation(UUID.randomUUID().toString(), payload, new CompletableFuture<>());
    }

    /** The deployment that the pipeline's functions get with their event; empty where it is about none. */
    String deployment() {
        Matcher id = DEPLOYMENT.matcher(new String(payload, StandardCharsets.UTF_8));
        return id.find() ? id.group(1) : "";
    }

    /** As Lambda words it when the process ended by itself or by a signal. */
    void died(int exitValue) {
        String how = exitValue > 128
                ? "signal: " + (exitValue == 137 ? "killed" : exitValue - 128)
                : "exit status " + exitValue;
        outcome.complete(Outcome.failed(
                "Runtime.ExitError", "RequestId: %s Error: Runtime exited with error: %s".formatted(requestId, how)));
    }
}
