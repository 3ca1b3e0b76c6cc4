package dev.slipway.resource;

import java.util.Optional;

/** By which name a service is reached through its Network Load Balancer. */
final class NetworkRouting {
    private NetworkRouting() {}

    /** The alias, or Copilot's default name where the environment has a domain. */
    static Optional<String> endpoint(Service service) {
        return service.manifest().nlb().flatMap(nlb -> nlb.aliases().stream()
                .findFirst()
                .or(() -> Routing.defaultHost(service)
                        .map(host -> host.replaceFirst(
                                "^" + service.id().service(), service.id().service() + "-nlb")))
                .map(host -> host + ":" + nlb.listeners().get(0).port()));
    }
}
