package dev.slipway.local.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * How a deployment ended.
 *
 * @param execution status of its execution
 * @param status the document of its last state
 */
record Deployed(String id, ExecutionStatus execution, JsonNode status) {

    String outcome() {
        return status.path("status").asText();
    }

    JsonNode step(String name) {
        return StreamSupport.stream(status.path("steps").spliterator(), false)
                .filter(step -> step.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no step " + name + " in " + status.toPrettyString()));
    }

    Optional<JsonNode> problem(String code) {
        return StreamSupport.stream(status.path("problems").spliterator(), false)
                .filter(problem -> problem.path("code").asText().equals(code))
                .findFirst();
    }

    @Override
    public String toString() {
        return id + " " + execution + " " + status.toPrettyString();
    }
}
