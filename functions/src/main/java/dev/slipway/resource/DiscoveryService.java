package dev.slipway.resource;

import java.util.Map;

/**
 * A service of Cloud Map: the private DNS name under which the tasks of a service are found.
 *
 * @param namespace id of the namespace
 * @param recordTtls seconds, by type of DNS record
 */
public record DiscoveryService(String namespace, String name, String description, Map<String, Long> recordTtls)
        implements Resource {
    @Override
    public String key() {
        return name;
    }
}
