package dev.slipway.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.MountPoint;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Manifest.Value;
import dev.slipway.manifest.Manifest.Volume;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the containers of a service find in their environment: Copilot's variables, the user's own, and secrets. */
final class ContainerEnvironment {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Service service;

    ContainerEnvironment(Service service) {
        this.service = service;
    }

    /** Of the main container and the log router. */
    ArrayNode variables(Map<String, Value> own, Map<String, Volume> volumes) {
        Map<String, String> mounts = new TreeMap<>();
        volumes.forEach((name, volume) -> mounts.put(name, volume.path()));
        return withMounts(own, mounts);
    }

    ArrayNode sidecarVariables(Map<String, Value> own, List<MountPoint> mountPoints) {
        Map<String, String> mounts = new TreeMap<>();
        mountPoints.forEach(point -> mounts.put(point.volume(), point.path()));
        return withMounts(own, mounts);
    }

    /** In Copilot's order; a user's variable with a name of Copilot's stands beside it, as it does there. */
    private ArrayNode withMounts(Map<String, Value> own, Map<String, String> mounts) {
        Manifest manifest = service.manifest();
        Environment environment = service.environment();
        ArrayNode variables = NODES.arrayNode();
        add(variables, "COPILOT_APPLICATION_NAME", environment.application());
        add(variables, "COPILOT_SERVICE_DISCOVERY_ENDPOINT", environment.discoveryEndpoint());
        add(variables, "COPILOT_ENVIRONMENT_NAME", environment.name());
        add(variables, "COPILOT_SERVICE_NAME", manifest.name());
        if (!manifest.topics().isEmpty()) {
            add(variables, "COPILOT_SNS_TOPIC_ARNS", json(topics(manifest.topics())));
        }
        if (manifest.http().isPresent()) {
            service.loadBalancer().map(LoadBalancer::dnsName).ifPresent(name -> add(variables, "COPILOT_LB_DNS", name));
        }
        new TreeMap<>(own).forEach((name, value) -> add(variables, name, service.resolve(value)));
        if (!mounts.isEmpty()) {
            add(variables, "COPILOT_MOUNT_POINTS", json(mounts));
        }
        return variables;
    }

    private static void add(ArrayNode variables, String name, String value) {
        variables.addObject().put("Name", name).put("Value", value);
    }

    private Map<String, String> topics(List<Manifest.Topic> topics) {
        Map<String, String> arns = new TreeMap<>();
        topics.forEach(topic -> arns.put(topic.fullName(), Topics.arn(service.id(), service.environment(), topic)));
        return arns;
    }

    private static String json(Map<String, String> values) {
        ObjectNode object = NODES.objectNode();
        values.forEach(object::put);
        return object.toString();
    }

    /** Names and where ECS takes the values from; never a value. */
    ArrayNode secrets(Map<String, Secret> secrets) {
        ArrayNode list = NODES.arrayNode();
        new TreeMap<>(secrets)
                .forEach((name, secret) ->
                        list.addObject().put("Name", name).put("ValueFrom", service.valueFrom(name, secret)));
        return list;
    }

    JsonNode files(String container) {
        ArrayNode files = NODES.arrayNode();
        String arn = service.envFiles().get(container);
        if (arn != null) {
            files.addObject().put("Type", "s3").put("Value", arn);
        }
        return files;
    }
}
