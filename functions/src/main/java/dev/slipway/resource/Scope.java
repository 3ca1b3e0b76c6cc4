package dev.slipway.resource;

import dev.slipway.aws.ServiceId;
import dev.slipway.environment.Environment;
import java.util.List;
import java.util.Map;

/**
 * Whose resources, and where: all that reading and writing need to know beside the resources themselves. Stands in the
 * journal, so that a deployment can be undone without its manifest and its environment.
 *
 * @param tags what everything of the service is tagged with
 * @param certificates ARNs of the certificates that this deployment wants on the HTTPS listener; they are shared, so
 *     only these are its concern
 */
public record Scope(ServiceId id, Environment environment, Map<String, String> tags, List<String> certificates) {}
