package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.HealthCheck;
import dev.slipway.manifest.Manifest.NetworkListener;
import dev.slipway.manifest.Manifest.NetworkLoadBalancer;
import dev.slipway.manifest.Manifest.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads a service's own Network Load Balancer. */
final class NetworkListeners {
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "tls");

    private NetworkListeners() {}

    /** A section that has nothing but a grace period is none. */
    static boolean isPresent(Place nlb) {
        return nlb.isMap()
                && nlb.entries().entrySet().stream()
                        .anyMatch(entry -> entry.getValue().isSet()
                                && !(entry.getKey().equals("healthcheck")
                                        && entry.getValue().entries().keySet().equals(Set.of("grace_period"))));
    }

    static List<Place> places(Place nlb) {
        List<Place> listeners = new ArrayList<>();
        if (isPresent(nlb)) {
            listeners.add(nlb);
            listeners.addAll(nlb.at("additional_listeners").items());
        }
        return listeners;
    }

    /** The listener's port and protocol (TCP, UDP or TLS); reports what is wrong with them. */
    static Optional<PortText> port(Place listener) {
        Place port = listener.at("port");
        if (!port.isSet() || port.text().filter(String::isEmpty).isPresent()) {
            port.missing("the port to listen on, such as 443/tls");
            return Optional.empty();
        }
        return PortText.parse(port, PROTOCOLS);
    }

    /** @param ports of the listeners, in their order; empty where one could not be read */
    static Optional<NetworkLoadBalancer> read(Place nlb, List<Optional<PortText>> ports, Targets targets) {
        List<NetworkListener> listeners = new ArrayList<>();
        Set<Integer> taken = new HashSet<>();
        List<Place> places = places(nlb);
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (i > 0 && place.at("healthcheck").at("grace_period").isSet()) {
                place.at("healthcheck").at("grace_period").error("unsupported", HttpRules.gracePeriodBelongsTo("nlb"));
            }
            PortText port = ports.get(i).orElse(new PortText(1, Optional.empty()));
            if (ports.get(i).isPresent() && !taken.add(port.port())) {
                place.at("port").error("conflict", "is a port that another listener has already: " + port.port());
            }
            listeners.add(listener(place, port, targets));
        }
        if (listeners.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new NetworkLoadBalancer(
                listeners,
                aliases(nlb.at("alias")),
                nlb.at("healthcheck").at("grace_period").seconds()));
    }

    private static NetworkListener listener(Place place, PortText port, Targets targets) {
        Target target = targets.resolve(place, OptionalInt.of(port.port()));
        HealthCheck health = HttpRules.healthCheck(place.at("healthcheck"), "");
        HealthChecks.ofLoadBalancer(place.at("healthcheck"), false, false);
        int exposed = place.at("target_port").integer().orElse(port.port());
        targets.checkHealthPort(HttpRules.portPlace(place), health.port().orElse(exposed));
        return new NetworkListener(
                port.port(),
                protocol(port),
                health,
                target,
                place.at("ssl_policy").text().filter(policy -> !policy.isEmpty()),
                place.at("stickiness").truth(),
                HttpRules.deregistrationDelay(place),
                exposed);
    }

    static String protocol(PortText port) {
        return port.protocol().orElse("tcp").toUpperCase(Locale.ROOT);
    }

    private static List<String> aliases(Place place) {
        List<String> aliases = new ArrayList<>();
        for (Place item : place.isList() ? place.items() : List.of(place)) {
            Place name = item.isMap() ? item.at("name") : item;
            if (item.at("hosted_zone").isSet()) {
                item.at("hosted_zone").error("unsupported", "is not supported for a Network Load Balancer");
            }
            if (!name.isSet() && (item != place || place.isSet())) {
                name.missing("a host name, such as api.example.com");
            }
            name.text().ifPresent(aliases::add);
        }
        return aliases;
    }
}
