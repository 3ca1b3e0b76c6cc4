package dev.slipway.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.aws.ModelJson;
import dev.slipway.aws.ModelJson.MismatchException;
import dev.slipway.environment.Environment;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.FileSystem;
import dev.slipway.manifest.Manifest.Volume;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/**
 * The task definition of a service: built in CloudFormation's names, as Copilot's is, so that the paths of
 * {@code taskdef_overrides} mean the same; then turned into the API's.
 */
final class TaskDefinitionTemplate {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEFAULT_STORAGE = 20;

    private TaskDefinitionTemplate() {}

    /**
     * What is to be registered, in the names of RegisterTaskDefinition.
     *
     * @throws OverrideException if the overrides ask for what does not exist
     */
    static ObjectNode content(Service service) {
        ObjectNode properties = properties(service);
        TaskDefinitionOverrides.apply(properties, service.manifest().taskDefinitionOverrides());
        OverrideLimits.check(service, properties);
        try {
            return ModelJson.write(ModelJson.readCloudFormation(properties, RegisterTaskDefinitionRequest.builder())
                    .build());
        } catch (MismatchException e) {
            throw new OverrideException(rule(service.manifest(), e.path), e.path, e.problem);
        }
    }

    /** The last rule that made, or is about, what is at this place. */
    private static int rule(Manifest manifest, String path) {
        List<Manifest.Override> rules = manifest.taskDefinitionOverrides();
        int found = -1;
        for (int i = 0; i < rules.size(); i++) {
            String rule = rules.get(i).path().replaceAll("\\[(\\d+|-)]", "");
            String place = path.replaceAll("\\[\\d+]", "");
            if (place.equals(rule) || place.startsWith(rule + ".") || rule.startsWith(place + ".")) {
                found = i;
            }
        }
        return found;
    }

    private static ObjectNode properties(Service service) {
        Manifest manifest = service.manifest();
        ObjectNode properties = NODES.objectNode();
        properties.put("Family", TaskDefinitions.familyOf(service.id()));
        if (!manifest.platform().isDefault()) {
            properties
                    .putObject("RuntimePlatform")
                    .put("OperatingSystemFamily", manifest.platform().osFamily())
                    .put("CpuArchitecture", manifest.platform().architecture());
        }
        properties.put("NetworkMode", "awsvpc");
        properties.putArray("RequiresCompatibilities").add("FARGATE");
        properties.put("Cpu", String.valueOf(manifest.cpu()));
        properties.put("Memory", String.valueOf(manifest.memory()));
        manifest.storage().ephemeral().ifPresent(size -> {
            if (size != DEFAULT_STORAGE) {
                properties.putObject("EphemeralStorage").put("SizeInGiB", size);
            }
        });
        Environment environment = service.environment();
        properties.put("ExecutionRoleArn", Roles.arn(environment, Roles.executionRole(service.id())));
        properties.put("TaskRoleArn", Roles.arn(environment, Roles.taskRole(service.id())));
        properties.set("ContainerDefinitions", Containers.of(service));
        ArrayNode volumes = volumes(service);
        if (!volumes.isEmpty()) {
            properties.set("Volumes", volumes);
        }
        return properties;
    }

    /** The managed one first, the others in the order of their names. */
    private static ArrayNode volumes(Service service) {
        Map<String, Volume> volumes = service.manifest().storage().volumes();
        ArrayNode list = NODES.arrayNode();
        volumes.forEach((name, volume) -> {
            if (isManaged(volume)) {
                list.add(managed(name, AccessPoints.of(service).orElseThrow()));
            }
        });
        volumes.forEach((name, volume) -> {
            if (!isManaged(volume)) {
                list.add(unmanaged(name, volume, service));
            }
        });
        return list;
    }

    private static boolean isManaged(Volume volume) {
        return volume.efs().filter(FileSystem.Managed.class::isInstance).isPresent();
    }

    private static JsonNode managed(String name, AccessPoint accessPoint) {
        ObjectNode volume = NODES.objectNode().put("Name", name);
        volume.putObject("EFSVolumeConfiguration")
                .put("FilesystemId", accessPoint.fileSystem())
                .put("RootDirectory", "/")
                .put("TransitEncryption", "ENABLED")
                .putObject("AuthorizationConfig")
                .put("AccessPointId", AccessPoints.idPlaceholder(accessPoint.key()))
                .put("IAM", "ENABLED");
        return volume;
    }

    private static JsonNode unmanaged(String name, Volume volume, Service service) {
        ObjectNode node = NODES.objectNode().put("Name", name);
        if (volume.efs().orElse(null) instanceof FileSystem.Own own) {
            ObjectNode authorization = node.putObject("EFSVolumeConfiguration")
                    .put("FilesystemId", service.resolve(own.id()))
                    .put("RootDirectory", own.rootDir())
                    .put("TransitEncryption", "ENABLED")
                    .putObject("AuthorizationConfig");
            own.accessPoint().ifPresent(accessPoint -> authorization.put("AccessPointId", accessPoint));
            authorization.put("IAM", own.iam() ? "ENABLED" : "DISABLED");
        }
        return node;
    }
}
