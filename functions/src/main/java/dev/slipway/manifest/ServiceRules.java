package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Count;
import dev.slipway.manifest.Manifest.ScalingMetric;
import dev.slipway.manifest.Manifest.Storage;
import dev.slipway.manifest.Manifest.Type;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What must hold between the parts of a manifest. */
final class ServiceRules {
    private final Manifest manifest;
    private final Place root;

    private ServiceRules(Manifest manifest, Place root) {
        this.manifest = manifest;
        this.root = root;
    }

    static void check(Manifest manifest, Place root) {
        ServiceRules rules = new ServiceRules(manifest, root);
        rules.checkSize();
        rules.checkContainerNames();
        rules.checkGracePeriods();
        rules.checkRequestMetrics();
        rules.checkWindows();
        rules.checkArm();
        rules.checkConnect();
        Dependencies.check(manifest, root);
    }

    /** The volumes that can be mounted: those in storage, and whatever an override of Volumes may add. */
    static Set<String> volumes(Place root, Storage storage) {
        Set<String> names = new TreeSet<>(storage.volumes().keySet());
        if (overrides(root, "Volumes")) {
            root.at("sidecars").entries().values().forEach(sidecar -> sidecar.at("mount_points")
                    .items()
                    .forEach(mount -> mount.at("source_volume").text().ifPresent(names::add)));
        }
        return names;
    }

    private void checkSize() {
        boolean known = isKnown(root.at("cpu")) && isKnown(root.at("memory"));
        if (known && !overrides(root, "Cpu") && !overrides(root, "Memory")) {
            TaskSizes.check(manifest.cpu(), manifest.memory(), manifest.platform(), root);
        }
    }

    private static boolean isKnown(Place number) {
        return !number.isSet() || number.integer().isPresent();
    }

    private void checkContainerNames() {
        Set<String> taken = new TreeSet<>(Set.of(manifest.name()));
        manifest.logging().fireLens().ifPresent(router -> taken.add(Logs.ROUTER));
        if (manifest.tracing()) {
            taken.add(ServiceReader.TRACING_CONTAINER);
        }
        for (String name : manifest.sidecars().keySet()) {
            if (taken.contains(name)) {
                root.at("sidecars")
                        .at(name)
                        .error(
                                "conflict",
                                "has the name of another container of the task: " + name,
                                "rename the sidecar");
            }
        }
    }

    private void checkGracePeriods() {
        for (String loadBalancer : List.of("http", "nlb")) {
            HealthChecks.gracePeriod(
                    root.at(loadBalancer).at("healthcheck").at("grace_period"),
                    manifest.deployment().timeout());
        }
        boolean http = root.at("http").at("healthcheck").at("grace_period").isSet();
        boolean nlb = manifest.nlb().isPresent()
                && root.at("nlb").at("healthcheck").at("grace_period").isSet();
        if (http && nlb) {
            root.at("nlb")
                    .at("healthcheck")
                    .at("grace_period")
                    .error(
                            "conflict",
                            "stands beside http.healthcheck.grace_period, and a service has one grace period",
                            "keep one of the two");
        }
    }

    private void checkRequestMetrics() {
        if (manifest.http().isPresent() || !root.at("count").isMap()) {
            return;
        }
        for (ScalingMetric metric : List.of(ScalingMetric.REQUESTS, ScalingMetric.RESPONSE_TIME)) {
            Place place = root.at("count").at(metric.key);
            if (place.isSet() && manifest.type() == Type.BACKEND_SERVICE) {
                place.error("missing", "needs http: without a load balancer nobody counts requests");
            } else if (place.isSet() && root.at("http").isSet()) {
                place.error("unsupported", "is not known of a Network Load Balancer", "scale by cpu_percentage");
            }
        }
    }

    private void checkWindows() {
        if (!manifest.platform().isWindows()) {
            return;
        }
        if (manifest.storage().readonlyFs().orElse(false)) {
            root.at("storage").at("readonly_fs").error("unsupported", "cannot be true on Windows");
        }
        manifest.storage().volumes().forEach((name, volume) -> {
            if (volume.efs().isPresent()) {
                root.at("storage").at("volumes").at(name).at("efs").error("unsupported", "does not exist on Windows");
            }
        });
        if (manifest.network().connect().isPresent()) {
            root.at("network").at("connect").error("unsupported", "does not exist on Windows");
        }
    }

    private void checkArm() {
        if (!manifest.platform().architecture().equals("ARM64")) {
            return;
        }
        if (manifest.count() instanceof Count.Spot) {
            root.at("count")
                    .at("spot")
                    .error("unsupported", "does not go with ARM, as with Copilot", "use linux/x86_64");
        } else if (manifest.count() instanceof Count.Range range
                && range.spotFrom().isPresent()) {
            root.at("count")
                    .at("range")
                    .at("spot_from")
                    .error("unsupported", "does not go with ARM, as with Copilot", "use linux/x86_64");
        }
    }

    private void checkConnect() {
        Place alias = root.at("network").at("connect").at("alias");
        boolean target = manifest.image().port().isPresent()
                || root.at("image").at("port").isUndefined()
                || root.at("http").at("target_container").isSet()
                || root.at("http").at("targetContainer").isSet();
        if (alias.isSet() && manifest.type() == Type.BACKEND_SERVICE && !target) {
            alias.error("missing", "needs a port that others can reach", "set image.port");
        }
    }

    private static boolean overrides(Place root, String property) {
        return root.at("taskdef_overrides").items().stream()
                .map(override -> override.at("path").text().orElse(""))
                .anyMatch(path ->
                        path.equals(property) || path.startsWith(property + "[") || path.startsWith(property + "."));
    }
}
