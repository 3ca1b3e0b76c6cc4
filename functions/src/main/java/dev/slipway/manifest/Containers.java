package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.ContainerHealthCheck;
import dev.slipway.manifest.Manifest.Image;
import dev.slipway.manifest.Manifest.MountPoint;
import dev.slipway.manifest.Manifest.PortMapping;
import dev.slipway.manifest.Manifest.Sidecar;
import dev.slipway.manifest.Manifest.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the main container's image and the sidecars. */
final class Containers {
    /** Names of containers: <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html">ECS</a>. */
    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,255}");

    static final String NAME_RULE = "may only have letters, digits, - and _, and 255 of them at most";

    private static final Set<String> CONDITIONS = Set.of("START", "COMPLETE", "SUCCESS", "HEALTHY");
    private static final List<String> DEFAULT_CHECK = List.of("CMD-SHELL", "curl -f http://localhost/ || exit 1");
    private static final Pattern MOUNT_PATH = Pattern.compile("[a-zA-Z0-9\\-._/]+");

    private Containers() {}

    static Image image(Place image) {
        boolean build = image.at("build").isSet();
        if (build == image.at("location").isSet()) {
            String hint = "location names an image; build means the one that was pushed to the service's repository";
            if (build) {
                image.error("conflict", "must have one of build and location, not both", hint);
            } else {
                image.error("missing", "must have one of build and location", hint);
            }
        }
        return new Image(
                location(image.at("location")),
                port(image.at("port")),
                image.at("credentials").text(),
                image.at("labels").textMap(),
                dependsOn(image.at("depends_on")),
                healthCheck(image.at("healthcheck")));
    }

    static Map<String, Sidecar> sidecars(Place place, Set<String> volumes) {
        Map<String, Sidecar> sidecars = new TreeMap<>();
        place.entries().forEach((name, sidecar) -> {
            if (!NAME.matcher(name).matches()) {
                sidecar.error("invalid-value", "is no name for a container: it " + NAME_RULE);
            }
            sidecars.put(name, sidecar(sidecar, volumes));
        });
        return sidecars;
    }

    private static Sidecar sidecar(Place place, Set<String> volumes) {
        Map<String, Value> variables = Variables.variables(place.at("variables"));
        return new Sidecar(
                sidecarImage(place.at("image")),
                sidecarPort(place.at("port")),
                place.at("essential").truth(),
                place.at("credentialsParameter").text(),
                variables,
                Variables.secrets(place.at("secrets"), variables),
                Variables.envFile(place.at("env_file")),
                place.at("labels").textMap(),
                dependsOn(place.at("depends_on")),
                healthCheck(place.at("healthcheck")),
                words(place.at("entrypoint")),
                words(place.at("command")),
                mountPoints(place.at("mount_points"), volumes));
    }

    /** A command as a list, or as a line that is split as a shell does. */
    static List<String> words(Place place) {
        if (place.isList() || place.text().isEmpty()) {
            return place.texts();
        }
        Optional<List<String>> words = ShellWords.split(place.text().get());
        if (words.isEmpty()) {
            place.error("invalid-value", "has a quote or a backslash that is left open", "write it as a list of words");
        }
        return words.orElse(List.of());
    }

    /** Checks the path of a mount: present, and of characters that Copilot allows. */
    static String mountPath(Place place) {
        Optional<String> path = place.text();
        if (!place.isSet() || path.filter(String::isEmpty).isPresent()) {
            place.missing("where the container sees the volume, such as /data");
        } else if (path.isPresent() && !MOUNT_PATH.matcher(path.get()).matches()) {
            place.error("invalid-value", "may only have letters, digits and -._/");
        }
        return path.orElse("");
    }

    private static Optional<String> location(Place place) {
        if (place.text().filter(String::isBlank).isPresent()) {
            place.error("invalid-value", "must be an image reference, not an empty text");
        }
        return place.text();
    }

    private static OptionalInt port(Place place) {
        OptionalInt port = place.integer();
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > PortText.HIGHEST)) {
            place.error("invalid-value", "must be a port from 1 to 65535");
        }
        return port;
    }

    private static Optional<String> sidecarImage(Place image) {
        if (!image.isMap()) {
            Optional<String> text = image.text();
            if (!image.isSet() || text.filter(String::isBlank).isPresent()) {
                image.missing("an image reference, or a map with location or build");
            }
            return text;
        }
        boolean build = image.at("build").isSet();
        if (build == image.at("location").isSet()) {
            image.error(
                    build ? "conflict" : "missing",
                    "must have one of build and location" + (build ? ", not both" : ""));
        }
        return location(image.at("location"));
    }

    private static Optional<PortMapping> sidecarPort(Place place) {
        return PortText.parse(place, Set.of("tcp", "udp"))
                .map(port -> new PortMapping(port.port(), port.protocol().orElse("tcp")));
    }

    private static Map<String, String> dependsOn(Place place) {
        Map<String, String> conditions = new TreeMap<>();
        place.entries().forEach((container, condition) -> {
            String upper = condition.text().orElse("").toUpperCase(Locale.ROOT);
            if (!condition.isUndefined() && !CONDITIONS.contains(upper)) {
                condition.error("invalid-value", "must be one of start, healthy, complete and success");
            }
            conditions.put(container, upper);
        });
        return conditions;
    }

    private static Optional<ContainerHealthCheck> healthCheck(Place place) {
        List<String> keys = List.of("command", "interval", "retries", "timeout", "start_period");
        if (keys.stream().noneMatch(key -> place.at(key).isSet())) {
            return Optional.empty();
        }
        HealthChecks.ofContainer(place);
        List<String> command = place.at("command").texts();
        return Optional.of(new ContainerHealthCheck(
                command.isEmpty() ? DEFAULT_CHECK : command,
                place.at("interval").seconds().orElse(10),
                place.at("retries").integer().orElse(2),
                place.at("timeout").seconds().orElse(5),
                place.at("start_period").seconds().orElse(0)));
    }

    private static List<MountPoint> mountPoints(Place place, Set<String> volumes) {
        List<MountPoint> mounts = new ArrayList<>();
        for (Place mount : place.items()) {
            Place source = mount.at("source_volume");
            Optional<String> volume = source.text().filter(name -> !name.isEmpty());
            if (volume.isEmpty() && !source.isUndefined()) {
                source.missing("the name of a volume in storage.volumes");
            } else if (volume.isPresent() && !volumes.contains(volume.get())) {
                source.error(
                        "invalid-value",
                        "names a volume that is not in storage.volumes: " + Scalars.shortened(volume.get()),
                        "add it there; a volume with nothing but a path is scratch space");
            }
            mounts.add(new MountPoint(
                    volume.orElse(""),
                    mountPath(mount.at("path")),
                    mount.at("read_only").truth().orElse(true)));
        }
        return mounts;
    }
}
