package dev.slipway.resource;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Where the containers write to.
 *
 * @param retention days that events are kept; empty: for ever
 */
public record LogGroup(String name, OptionalInt retention, Map<String, String> tags) implements Resource {
    @Override
    public String key() {
        return name;
    }
}
