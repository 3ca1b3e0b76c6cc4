package dev.slipway.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.ContainerHealthCheck;
import dev.slipway.manifest.Manifest.FireLens;
import dev.slipway.manifest.Manifest.MountPoint;
import dev.slipway.manifest.Manifest.Sidecar;
import dev.slipway.manifest.Manifest.Target;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The containers of a task in CloudFormation's names, which the paths of {@code taskdef_overrides} are written in: the main
 * one, the log router, the X-Ray collector, the sidecars by name.
 */
final class Containers {
    /** The name of the container that routes logs. */
    static final String LOG_ROUTER = "firelens_log_router";

    /** The name that Service Connect knows the service's port by. */
    static final String TARGET_PORT_NAME = "target";

    private static final String COLLECTOR = "aws-otel-collector";
    private static final String COLLECTOR_IMAGE = "public.ecr.aws/aws-observability/aws-otel-collector:v0.17.0";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Service service;
    private final Manifest manifest;
    private final ContainerEnvironment environment;

    private Containers(Service service) {
        this.service = service;
        this.manifest = service.manifest();
        this.environment = new ContainerEnvironment(service);
    }

    static ArrayNode of(Service service) {
        Containers containers = new Containers(service);
        ArrayNode list = NODES.arrayNode().add(containers.main());
        containers.manifest.logging().fireLens().ifPresent(router -> list.add(containers.logRouter(router)));
        if (containers.manifest.tracing()) {
            list.add(containers.collector());
        }
        containers.manifest.sidecars().forEach((name, sidecar) -> list.add(containers.sidecar(name, sidecar)));
        return list;
    }

    /** Where Service Connect and Cloud Map find the service: the container and port of the main rule, or of the image. */
    static Optional<Target> target(Manifest manifest) {
        if (manifest.http().isPresent()) {
            return Optional.of(manifest.http().get().rules().get(0).target());
        }
        OptionalInt port = manifest.image().port();
        return port.isPresent() ? Optional.of(new Target(manifest.name(), port.getAsInt())) : Optional.empty();
    }

    /** Likewise, if it speaks TCP: Service Connect knows no UDP. */
    static Optional<Target> tcpTarget(Manifest manifest) {
        return target(manifest)
                .filter(target -> !manifest.ports().containsKey(target.port())
                        || manifest.ports().get(target.port()).protocol().equals("tcp"));
    }

    /** The options of awslogs, for containers and for Service Connect's proxy. */
    static Map<String, String> logOptions(Service service) {
        Map<String, String> options = new TreeMap<>();
        options.put("awslogs-region", service.environment().region());
        options.put("awslogs-group", LogGroups.nameOf(service.id()));
        options.put("awslogs-stream-prefix", "copilot");
        return options;
    }

    private ObjectNode main() {
        Manifest.Image image = manifest.image();
        ObjectNode container = container(manifest.name(), image.location().orElse(""));
        set(
                container,
                "Environment",
                environment.variables(manifest.variables(), manifest.storage().volumes()));
        set(container, "Secrets", environment.secrets(manifest.secrets()));
        set(container, "EnvironmentFiles", environment.files(manifest.name()));
        container.set(
                "LogConfiguration",
                manifest.logging().fireLens().map(this::fireLens).orElseGet(this::cloudWatch));
        set(container, "EntryPoint", strings(manifest.entrypoint()));
        set(container, "Command", strings(manifest.command()));
        ArrayNode mounts = NODES.arrayNode();
        manifest.storage()
                .volumes()
                .forEach((name, volume) -> mounts.add(mount(name, volume.path(), volume.readOnly())));
        set(container, "MountPoints", mounts);
        set(container, "DockerLabels", map(image.labels()));
        set(container, "DependsOn", dependencies(image.dependsOn()));
        set(container, "PortMappings", ports(manifest.name()));
        image.healthcheck().ifPresent(check -> container.set("HealthCheck", healthCheck(check)));
        manifest.storage()
                .readonlyFs()
                .ifPresent(readonly -> container.put("ReadonlyRootFilesystem", readonly.booleanValue()));
        image.credentials().ifPresent(arn -> credentials(container, arn));
        return container;
    }

    private ObjectNode logRouter(FireLens router) {
        ObjectNode container = container(LOG_ROUTER, router.image());
        set(container, "Environment", environment.variables(router.variables(), Map.of()));
        set(container, "Secrets", environment.secrets(router.secrets()));
        set(container, "EnvironmentFiles", environment.files(LOG_ROUTER));
        container.set("LogConfiguration", cloudWatch());
        ObjectNode configuration = container.putObject("FirelensConfiguration").put("Type", "fluentbit");
        ObjectNode options = configuration
                .putObject("Options")
                .put("enable-ecs-log-metadata", String.valueOf(router.enableMetadata()));
        router.configFilePath()
                .ifPresent(path -> options.put("config-file-type", "file").put("config-file-value", path));
        return container;
    }

    private ObjectNode collector() {
        ObjectNode container = container(COLLECTOR, COLLECTOR_IMAGE);
        container.set("Command", strings(List.of("--config=/etc/ecs/ecs-xray.yaml")));
        container.set("LogConfiguration", cloudWatch());
        return container;
    }

    private ObjectNode sidecar(String name, Sidecar sidecar) {
        ObjectNode container = container(name, sidecar.image().orElse(""));
        sidecar.essential().ifPresent(essential -> container.put("Essential", essential.booleanValue()));
        set(container, "Environment", environment.sidecarVariables(sidecar.variables(), sidecar.mountPoints()));
        set(container, "Secrets", environment.secrets(sidecar.secrets()));
        set(container, "EnvironmentFiles", environment.files(name));
        container.set("LogConfiguration", cloudWatch());
        set(container, "EntryPoint", strings(sidecar.entrypoint()));
        set(container, "Command", strings(sidecar.command()));
        ArrayNode mounts = NODES.arrayNode();
        for (MountPoint point : sidecar.mountPoints()) {
            mounts.add(mount(point.volume(), point.path(), point.readOnly()));
        }
        set(container, "MountPoints", mounts);
        set(container, "DockerLabels", map(sidecar.labels()));
        set(container, "DependsOn", dependencies(sidecar.dependsOn()));
        set(container, "PortMappings", ports(name));
        sidecar.healthcheck().ifPresent(check -> container.set("HealthCheck", healthCheck(check)));
        sidecar.credentials().ifPresent(arn -> credentials(container, arn));
        return container;
    }

    private ObjectNode container(String name, String image) {
        return NODES.objectNode()
                .put("Name", name)
                .put("Image", service.images().getOrDefault(name, image));
    }

    private ObjectNode cloudWatch() {
        ObjectNode configuration = NODES.objectNode().put("LogDriver", "awslogs");
        return configuration.set("Options", map(logOptions(service)));
    }

    private ObjectNode fireLens(FireLens router) {
        ObjectNode configuration = NODES.objectNode().put("LogDriver", "awsfirelens");
        set(configuration, "Options", map(router.destination()));
        set(configuration, "SecretOptions", environment.secrets(router.secretOptions()));
        return configuration;
    }

    /** The ports that this container owns; Service Connect's has its name even while Service Connect is off. */
    private ArrayNode ports(String container) {
        ArrayNode mappings = NODES.arrayNode();
        Optional<Target> target = tcpTarget(manifest);
        manifest.ports().forEach((port, owner) -> {
            if (owner.container().equals(container)) {
                ObjectNode mapping =
                        mappings.addObject().put("ContainerPort", port).put("Protocol", owner.protocol());
                if (target.isPresent() && target.get().port() == port) {
                    mapping.put("Name", TARGET_PORT_NAME);
                }
            }
        });
        return mappings;
    }

    private static ObjectNode mount(String volume, String path, boolean readOnly) {
        return NODES.objectNode()
                .put("ContainerPath", path)
                .put("ReadOnly", readOnly)
                .put("SourceVolume", volume);
    }

    private static ArrayNode dependencies(Map<String, String> conditions) {
        ArrayNode list = NODES.arrayNode();
        new TreeMap<>(conditions).forEach((container, condition) -> list.addObject()
                .put("Condition", condition.toUpperCase(Locale.ROOT))
                .put("ContainerName", container));
        return list;
    }

    private static ObjectNode healthCheck(ContainerHealthCheck check) {
        ObjectNode node = NODES.objectNode();
        node.set("Command", strings(check.command()));
        return node.put("Interval", check.interval())
                .put("Retries", check.retries())
                .put("StartPeriod", check.startPeriod())
                .put("Timeout", check.timeout());
    }

    private static void credentials(ObjectNode container, String arn) {
        container.putObject("RepositoryCredentials").put("CredentialsParameter", arn);
    }

    private static ArrayNode strings(List<String> values) {
        ArrayNode list = NODES.arrayNode();
        values.forEach(list::add);
        return list;
    }

    private static ObjectNode map(Map<String, String> values) {
        ObjectNode map = NODES.objectNode();
        values.forEach(map::put);
        return map;
    }

    private static void set(ObjectNode container, String property, JsonNode value) {
        if (!value.isEmpty()) {
            container.set(property, value);
        }
    }
}
