package dev.slipway.resource;

import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Optional;

/** By which names a service is reached through its Network Load Balancer. */
public final class NetworkRouting {
    private NetworkRouting() {}

    /** The aliases, or Copilot's default name where the environment has a domain; none otherwise. */
    static List<String> hosts(Service service) {
        if (service.manifest().nlb().isEmpty()) {
            return List.of();
        }
        List<String> aliases = service.manifest().nlb().get().aliases();
        return aliases.isEmpty()
                ? Routing.subdomain(service).map(domain -> service.id().service() + "-nlb." + domain).stream()
                        .toList()
                : aliases.stream().distinct().toList();
    }

    /** The names that the TLS listeners need a certificate for; none without TLS. */
    public static List<String> certificateHosts(Service service) {
        return usesTls(service) ? hosts(service) : List.of();
    }

    /** Whether a listener ends TLS, which cannot be without a name. */
    public static boolean usesTls(Service service) {
        return service.manifest().nlb().stream()
                .flatMap(nlb -> nlb.listeners().stream())
                .map(Manifest.NetworkListener::protocol)
                .anyMatch("TLS"::equals);
    }

    /**
     * The service's first name, or the load balancer's where it has none, with the port of the main listener.
     *
     * @param balancer DNS name of the load balancer, if it is known
     */
    static Optional<String> endpoint(Service service, Optional<String> balancer) {
        return service.manifest().nlb().flatMap(nlb -> hosts(service).stream()
                .findFirst()
                .or(() -> balancer)
                .map(name -> name + ":" + nlb.listeners().get(0).port()));
    }
}
