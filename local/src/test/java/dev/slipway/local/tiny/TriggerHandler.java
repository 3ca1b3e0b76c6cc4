package dev.slipway.local.tiny;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Starts an execution for each event that it gets. */
public final class TriggerHandler implements RequestHandler<Map<String, Object>, String> {
    private final SfnClient stepFunctions = SfnClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        try {
            String input = new ObjectMapper().writeValueAsString(Map.of("event", event));
            return stepFunctions
                    .startExecution(start -> start.stateMachineArn(System.getenv("STATE_MACHINE_ARN"))
                            .name(String.valueOf(event.get("id")))
                            .input(input))
                    .executionArn();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
