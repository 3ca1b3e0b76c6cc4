package dev.slipway.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A revision of the service's task family. A revision never changes, so every other content is another resource.
 *
 * @param key {@code family:revision}, or {@code family:+fingerprint} of one that is still to be registered
 * @param content what RegisterTaskDefinition is given, in its own names and without the tags; an access point as its
 *     {@linkplain AccessPoints#idPlaceholder placeholder}
 */
public record TaskDefinition(String key, JsonNode content, Map<String, String> tags) implements Resource {

    /** By what the content means to ECS: what it fills in where nothing is said, and in which order it lists, is no difference. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TaskDefinition that
                && key.equals(that.key)
                && tags.equals(that.tags)
                && sameContent(that.content);
    }

    @Override
    public TaskDefinition shown() {
        return new TaskDefinition(key, TaskDefinitionContent.meaning(content), tags);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    boolean sameContent(JsonNode other) {
        return TaskDefinitionContent.meaning(content).equals(TaskDefinitionContent.meaning(other));
    }
}
