package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.ContainerPort;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The port table of a task: every port belongs to the first container that claims it. */
final class Ports {
    private Ports() {}

    static Map<Integer, ContainerPort> of(Manifest manifest) {
        SortedMap<Integer, ContainerPort> ports = new TreeMap<>();
        manifest.sidecars().forEach((name, sidecar) -> sidecar.port()
                .ifPresent(port -> ports.putIfAbsent(port.port(), new ContainerPort(name, port.protocol()))));
        manifest.http().ifPresent(http -> http.rules()
                .forEach(rule -> ports.putIfAbsent(
                        rule.target().port(), new ContainerPort(rule.target().container(), "tcp"))));
        manifest.nlb().ifPresent(nlb -> nlb.listeners()
                .forEach(listener -> ports.putIfAbsent(
                        listener.target().port(),
                        new ContainerPort(
                                listener.target().container(),
                                listener.protocol().equals("UDP") ? "udp" : "tcp"))));
        manifest.image().port().ifPresent(port -> ports.putIfAbsent(port, new ContainerPort(manifest.name(), "tcp")));
        return ports;
    }
}
