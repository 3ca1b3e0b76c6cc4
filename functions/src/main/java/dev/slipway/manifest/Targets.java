package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.ContainerPort;
import dev.slipway.manifest.Manifest.PortMapping;
import dev.slipway.manifest.Manifest.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which container and port answer a listener rule or a network listener. Containers claim ports in this order: sidecars,
 * http rules, network listeners, the main container's image; whoever comes first keeps the port.
 */
final class Targets {
    private final String main;
    private final OptionalInt mainPort;
    private final Map<String, Optional<PortMapping>> sidecars;
    private final Map<Integer, ContainerPort> owners = new HashMap<>();

    /** @param sidecars the port of each sidecar */
    Targets(String main, OptionalInt mainPort, Map<String, Optional<PortMapping>> sidecars) {
        this.main = main;
        this.mainPort = mainPort;
        this.sidecars = sidecars;
    }

    void claimSidecars(Place places) {
        sidecars.forEach((name, port) ->
                port.ifPresent(p -> claim(places.at(name).at("port"), p.port(), Optional.of(name), p.protocol())));
    }

    /** What an http rule says about its target; also the old spelling of {@code target_container}. */
    void claimRule(Place rule) {
        OptionalInt port = rule.at("target_port").integer();
        if (port.isPresent()) {
            claim(rule.at("target_port"), port.getAsInt(), container(rule), "tcp");
        }
    }

    void claimListener(Place listener, int port, String protocol) {
        Place targetPort = listener.at("target_port");
        claim(
                targetPort.isSet() ? targetPort : listener.at("port"),
                targetPort.integer().orElse(port),
                container(listener),
                protocol.equals("UDP") ? "udp" : "tcp");
    }

    /** Last of all: where a network listener has opened it already it keeps that one's protocol. */
    void claimMainPort(Place place) {
        if (mainPort.isPresent() && mainPort.getAsInt() >= 1) {
            int port = mainPort.getAsInt();
            String protocol = owners.containsKey(port) ? owners.get(port).protocol() : "tcp";
            claim(place, port, Optional.of(main), protocol);
        }
    }

    /** @param defaultPort of the main container, where the manifest names no port */
    Target resolve(Place place, OptionalInt defaultPort) {
        Place containerPlace = containerPlace(place);
        Optional<String> container = container(place).filter(name -> !name.equals(main));
        OptionalInt port = place.at("target_port").integer();
        if (container.isPresent() && !sidecars.containsKey(container.get())) {
            containerPlace.error(
                    "invalid-value", "names a container that does not exist: " + Scalars.shortened(container.get()));
            return new Target(main, 1);
        }
        if (container.isPresent() && sidecars.get(container.get()).isEmpty()) {
            containerPlace.error(
                    "invalid-value",
                    "names a container that has no port: " + container.get(),
                    "give sidecars." + container.get() + " a port");
            return new Target(main, 1);
        }
        if (container.isPresent()) {
            return new Target(
                    container.get(),
                    port.orElse(sidecars.get(container.get()).get().port()));
        }
        if (port.isPresent() && container(place).isEmpty()) {
            ContainerPort owner = owners.getOrDefault(port.getAsInt(), new ContainerPort(main, "tcp"));
            return new Target(owner.container(), port.getAsInt());
        }
        return new Target(main, port.orElse(defaultPort.orElse(1)));
    }

    /** Load balancers check health by TCP: the port they ask cannot be one for UDP. */
    void checkHealthPort(Place at, int port) {
        ContainerPort owner = owners.get(port);
        if (owner != null && owner.protocol().equals("udp")) {
            at.error(
                    "invalid-value",
                    "leads to a health check at port %d, which container %s opens for udp"
                            .formatted(port, owner.container()),
                    "set healthcheck.port to a port that is open for tcp");
        }
    }

    private void claim(Place place, int port, Optional<String> container, String protocol) {
        if (port < 1 || port > PortText.HIGHEST) {
            place.error("invalid-value", "must be a port from 1 to 65535");
            return;
        }
        ContainerPort owner = owners.get(port);
        ContainerPort claimed = new ContainerPort(container.orElse(owner == null ? main : owner.container()), protocol);
        if (owner == null) {
            owners.put(port, claimed);
        } else if (!owner.container().equals(claimed.container())) {
            place.error(
                    "conflict",
                    "makes containers %s and %s open the same port %d"
                            .formatted(owner.container(), claimed.container(), port),
                    "the containers of a task share one network: each needs ports of its own");
        } else if (!owner.protocol().equals(protocol)) {
            place.error(
                    "conflict",
                    "opens port %d of container %s for %s, and it is open for %s already"
                            .formatted(port, owner.container(), protocol, owner.protocol()));
        }
    }

    private static Optional<String> container(Place place) {
        return containerPlace(place).text().filter(name -> !name.isEmpty());
    }

    private static Place containerPlace(Place place) {
        Place container = place.at("target_container");
        return container.isSet() ? container : place.at("targetContainer");
    }
}
