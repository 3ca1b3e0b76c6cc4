package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Sidecar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Checks which containers wait for which. */
final class Dependencies {
    private final Map<String, Container> containers = new TreeMap<>();

    private record Container(
            Place dependsOn, Map<String, String> conditions, boolean essential, boolean hasHealthCheck) {}

    private Dependencies() {}

    static void check(Manifest manifest, Place root) {
        Dependencies dependencies = new Dependencies();
        Map<String, Container> containers = dependencies.containers;
        containers.put(
                manifest.name(),
                new Container(
                        root.at("image").at("depends_on"),
                        manifest.image().dependsOn(),
                        true,
                        manifest.image().healthcheck().isPresent()));
        manifest.sidecars().forEach((name, sidecar) -> {
            containers.put(name, container(sidecar, root.at("sidecars").at(name)));
        });
        if (manifest.logging().fireLens().isPresent()) {
            Place none = root.at("logging").at("depends_on");
            containers.putIfAbsent(Logs.ROUTER, new Container(none, Map.of(), false, false));
        }
        containers.forEach(dependencies::checkContainer);
        dependencies.refuseCircles();
    }

    private static Container container(Sidecar sidecar, Place place) {
        return new Container(
                place.at("depends_on"),
                sidecar.dependsOn(),
                sidecar.essential().orElse(true),
                sidecar.healthcheck().isPresent());
    }

    private void checkContainer(String name, Container container) {
        container.conditions().forEach((other, condition) -> {
            Place place = container.dependsOn().at(other);
            Container awaited = containers.get(other);
            if (other.equals(name)) {
                place.error("conflict", "makes container " + name + " wait for itself");
            } else if (awaited == null) {
                place.error(
                        "invalid-value",
                        "names a container that does not exist: " + Scalars.shortened(other),
                        "the containers are " + Scalars.shortened(String.join(", ", containers.keySet())));
            } else if (awaited.essential() && Set.of("COMPLETE", "SUCCESS").contains(condition)) {
                place.error(
                        "conflict",
                        "waits for the end of container " + other + ", with which the whole task ends",
                        "write essential: false for " + other + ", or wait for start or healthy");
            } else if (condition.equals("HEALTHY") && !awaited.hasHealthCheck()) {
                place.error(
                        "invalid-value",
                        "waits for container " + other + " to be healthy, and it has no health check",
                        "give it a healthcheck, or wait for start");
            }
        });
    }

    private void refuseCircles() {
        Map<String, Boolean> finished = new HashMap<>();
        for (String name : containers.keySet()) {
            Optional<List<String>> circle = circle(name, new ArrayList<>(), finished);
            if (circle.isPresent()) {
                Place place = containers.get(circle.get().get(0)).dependsOn();
                place.error(
                        "conflict",
                        "closes a circle of containers that wait for each other: "
                                + Scalars.shortened(String.join(", ", circle.get())));
                return;
            }
        }
    }

    /** Depth first; the containers of the first circle that is met, more than one of them. */
    private Optional<List<String>> circle(String name, List<String> path, Map<String, Boolean> finished) {
        int before = path.indexOf(name);
        if (before >= 0) {
            return Optional.of(path.subList(before, path.size()));
        }
        if (finished.containsKey(name) || !containers.containsKey(name)) {
            return Optional.empty();
        }
        path.add(name);
        for (String other : containers.get(name).conditions().keySet()) {
            Optional<List<String>> circle = other.equals(name) ? Optional.empty() : circle(other, path, finished);
            if (circle.isPresent()) {
                return circle;
            }
        }
        path.remove(path.size() - 1);
        finished.put(name, true);
        return Optional.empty();
    }
}
