package dev.slipway.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.aws.ServiceId;

/** Copilot's record of a service, {@code {"app","name","type"}} in compact JSON, as its tools read it. */
final class CopilotComponent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CopilotComponent() {}

    static String json(ServiceId id, String type) {
        return JSON.createObjectNode()
                .put("app", id.application())
                .put("name", id.service())
                .put("type", type)
                .toString();
    }

    /** The description that Copilot gives a parameter with this record; something as plain for a record that is none. */
    static String description(String json) {
        try {
            JsonNode record = JSON.readTree(json);
            return "Copilot %s %s"
                    .formatted(record.path("type").asText(), record.path("name").asText());
        } catch (JsonProcessingException e) {
            return "Copilot service";
        }
    }
}
