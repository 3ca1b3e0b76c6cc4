package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Http;
import dev.slipway.manifest.Manifest.Image;
import dev.slipway.manifest.Manifest.NetworkLoadBalancer;
import dev.slipway.manifest.Manifest.PortMapping;
import dev.slipway.manifest.Manifest.Sidecar;
import dev.slipway.manifest.Manifest.Storage;
import dev.slipway.manifest.Manifest.Type;
import dev.slipway.manifest.Manifest.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Turns the merged and interpolated tree into a {@link Manifest}. Every part reports what is wrong with it and goes on with
 * something harmless in its place; what comes out is worth something only if no problem is an error.
 */
final class ServiceReader {
    static final String TRACING_CONTAINER = "aws-otel-collector";

    private final Place root;
    private final Type type;

    private ServiceReader(Place root, Type type) {
        this.root = root;
        this.type = type;
    }

    static Manifest read(Place root, Type type) {
        return new ServiceReader(root, type).read();
    }

    private Manifest read() {
        String name = name();
        Image image = image();
        Storage storage = Volumes.storage(root.at("storage"));
        Map<String, Sidecar> sidecars = Containers.sidecars(root.at("sidecars"), ServiceRules.volumes(root, storage));
        List<Optional<PortText>> listenerPorts =
                listeners().stream().map(NetworkListeners::port).toList();
        Targets targets = targets(name, image.port(), sidecars, listenerPorts);
        Optional<Http> http = http(targets, image.port());
        Optional<NetworkLoadBalancer> nlb = type == Type.LOAD_BALANCED_WEB_SERVICE
                ? NetworkListeners.read(root.at("nlb"), listenerPorts, targets)
                : Optional.empty();
        Map<String, Value> variables = Variables.variables(root.at("variables"));
        Manifest manifest = new Manifest(
                name,
                type,
                image,
                http,
                nlb,
                root.at("cpu").integer().orElse(256),
                root.at("memory").integer().orElse(512),
                Platforms.platform(root.at("platform")),
                Counts.count(root.at("count")),
                exec(),
                Deployments.deployment(root.at("deployment")),
                Containers.words(root.at("entrypoint")),
                Containers.words(root.at("command")),
                Placements.network(root.at("network"), name),
                variables,
                Variables.envFile(root.at("env_file")),
                Variables.secrets(root.at("secrets"), variables),
                storage,
                Deployments.topics(root.at("publish")),
                Logs.logging(root.at("logging")),
                tracing(),
                sidecars,
                Deployments.overrides(root.at("taskdef_overrides")));
        ServiceRules.check(manifest, root);
        return manifest;
    }

    private String name() {
        Place name = root.at("name");
        Optional<String> text = name.text().filter(t -> !t.isEmpty());
        if (text.isEmpty() && !name.isUndefined()) {
            name.missing("the service's name");
        } else if (text.isPresent() && !Containers.NAME.matcher(text.get()).matches()) {
            name.error("invalid-value", Containers.NAME_RULE);
        }
        return text.orElse("");
    }

    private Image image() {
        Image image = Containers.image(root.at("image"));
        if (type == Type.LOAD_BALANCED_WEB_SERVICE
                && !root.at("image").at("port").isSet()) {
            root.at("image").at("port").missing("the port that the container listens on");
        }
        return image;
    }

    private List<Place> listeners() {
        return type == Type.LOAD_BALANCED_WEB_SERVICE ? NetworkListeners.places(root.at("nlb")) : List.of();
    }

    private Targets targets(
            String name, OptionalInt port, Map<String, Sidecar> sidecars, List<Optional<PortText>> listenerPorts) {
        Map<String, Optional<PortMapping>> ports = new TreeMap<>();
        sidecars.forEach((sidecar, definition) -> ports.put(sidecar, definition.port()));
        Targets targets = new Targets(name, port, ports);
        targets.claimSidecars(root.at("sidecars"));
        HttpRules.places(root.at("http")).forEach(targets::claimRule);
        List<Place> listeners = listeners();
        for (int i = 0; i < listeners.size(); i++) {
            Place listener = listeners.get(i);
            listenerPorts.get(i).ifPresent(listening -> {
                targets.claimListener(listener, listening.port(), NetworkListeners.protocol(listening));
            });
        }
        targets.claimMainPort(root.at("image").at("port"));
        return targets;
    }

    private Optional<Http> http(Targets targets, OptionalInt port) {
        Place http = root.at("http");
        boolean off = http.truth().equals(Optional.of(false));
        if (type == Type.BACKEND_SERVICE) {
            if (off) {
                http.error("wrong-type", "must be a map for a Backend Service, not false", "leave the key out");
            }
            for (String key : List.of("alb", "redirect_to_https")) {
                if (http.at(key).isSet()) {
                    http.at(key).warning("no-effect", "has no effect on a Backend Service", "");
                }
            }
            if (root.at("nlb").isSet()) {
                root.at("nlb").warning("unknown-key", "is no field of a Backend Service and has no effect", "");
            }
            for (Place rule : HttpRules.places(http)) {
                if (port.isEmpty() && !root.at("image").at("port").isUndefined() && !hasTarget(rule)) {
                    rule.error("missing", "needs a port to send requests to", "set image.port, or target_port here");
                }
            }
        } else if (!http.isSet()) {
            http.missing("how requests arrive, such as path: /; or http: false beside nlb");
        } else if (off && !NetworkListeners.isPresent(root.at("nlb"))) {
            http.error(
                    "missing",
                    "is false, so that nothing leads to this service",
                    "add nlb, or make it a Backend Service");
        }
        Optional<Http> read = HttpRules.http(http, targets, port);
        return type == Type.BACKEND_SERVICE
                ? read.map(h -> new Http(h.rules(), Optional.empty(), h.gracePeriod()))
                : read;
    }

    private static boolean hasTarget(Place rule) {
        return rule.at("target_port").isSet()
                || rule.at("target_container").isSet()
                || rule.at("targetContainer").isSet();
    }

    private boolean exec() {
        Place exec = root.at("exec");
        if (!exec.isMap()) {
            return exec.truth().orElse(false);
        }
        Place enable = exec.at("enable");
        if (!enable.isSet()) {
            enable.missing("true or false");
        } else if (enable.truth().equals(Optional.of(false))) {
            exec.warning("no-effect", "is off; with Copilot {enable: false} had turned it on", "write exec: false");
        }
        return enable.truth().orElse(false);
    }

    private boolean tracing() {
        Place tracing = root.at("observability").at("tracing");
        Optional<String> vendor = tracing.text().map(text -> text.toLowerCase(Locale.ROOT));
        boolean xray = vendor.equals(Optional.of("awsxray"));
        if (vendor.isPresent() && !xray) {
            tracing.warning("no-effect", "has no effect with this value", "the one that has is awsxray");
        }
        return xray;
    }
}
