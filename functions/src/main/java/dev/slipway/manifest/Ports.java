package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.ContainerPort;
import dev.slipway.manifest.Manifest.Target;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The port table of a task: every port belongs to the first container that claims it. Sidecars come first, then http rules
 * with a target of their own, network listeners, and the main container's image last, as with Copilot.
 */
final class Ports {
    private Ports() {}

    static Map<Integer, ContainerPort> of(Manifest manifest) {
        SortedMap<Integer, ContainerPort> ports = new TreeMap<>();
        manifest.sidecars().forEach((name, sidecar) -> sidecar.port()
                .ifPresent(port -> ports.putIfAbsent(port.port(), new ContainerPort(name, port.protocol()))));
        manifest.http().ifPresent(http -> http.rules().stream()
                .map(Manifest.Rule::target)
                .filter(target -> !isMainPort(target, manifest))
                .forEach(target -> ports.putIfAbsent(target.port(), new ContainerPort(target.container(), "tcp"))));
        manifest.nlb().ifPresent(nlb -> nlb.listeners()
                .forEach(listener -> ports.putIfAbsent(
                        listener.exposedPort(),
                        new ContainerPort(
                                listener.target().container(),
                                listener.protocol().equals("UDP") ? "udp" : "tcp"))));
        OptionalInt mainPort = manifest.image().port();
        mainPort.ifPresent(port -> ports.putIfAbsent(port, new ContainerPort(manifest.name(), "tcp")));
        return ports;
    }

    private static boolean isMainPort(Target target, Manifest manifest) {
        return target.container().equals(manifest.name())
                && manifest.image().port().equals(OptionalInt.of(target.port()));
    }
}
