package dev.slipway.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest;
import java.util.List;

/**
 * What {@code taskdef_overrides} may not reach: another service's roles, log group and files, and whose the task
 * definition is. Everything else of a task definition concerns the service's own tasks only. Pure.
 */
final class OverrideLimits {
    private static final String LOG_GROUPS = "/copilot/";

    private final Service service;

    private OverrideLimits(Service service) {
        this.service = service;
    }

    /**
     * @param properties in CloudFormation's names, overrides applied
     * @throws OverrideException for the first thing that is another's
     */
    static void check(Service service, ObjectNode properties) {
        OverrideLimits limits = new OverrideLimits(service);
        limits.role(
                properties,
                "ExecutionRoleArn",
                Roles.executionRole(service.id()),
                "it may read what the manifest names, and nothing can be added");
        limits.role(
                properties,
                "TaskRoleArn",
                Roles.taskRole(service.id()),
                "attach managed policies to it for what its code needs");
        properties.path("Tags").forEach(limits::tag);
        properties.path("ContainerDefinitions").forEach(limits::log);
        properties.path("Volumes").forEach(limits::files);
    }

    private void role(ObjectNode properties, String key, String own, String hint) {
        String arn = Roles.arn(service.environment(), own);
        if (!properties.path(key).asText().equals(arn)) {
            throw refused(key, "cannot be another role than the service's own, " + own + "; " + hint);
        }
    }

    private void tag(JsonNode tag) {
        String key = tag.path("Key").asText();
        if (key.startsWith("copilot-")) {
            throw refused("Tags", "cannot change the tag " + key + ", which says whose the task definition is");
        }
    }

    private void log(JsonNode container) {
        String group = container.at("/LogConfiguration/Options/awslogs-group").asText();
        if (group.startsWith(LOG_GROUPS) && !group.equals(LogGroups.nameOf(service.id()))) {
            throw refused(
                    "ContainerDefinitions", "cannot write into the log group %s of another service".formatted(group));
        }
    }

    /** The environment's file system holds a directory of each service, behind an access point. */
    private void files(JsonNode volume) {
        JsonNode efs = volume.path("EFSVolumeConfiguration");
        String managed = service.environment().outputs().getOrDefault("ManagedFileSystemID", "none");
        String own = AccessPoints.of(service)
                .map(accessPoint -> AccessPoints.idPlaceholder(accessPoint.key()))
                .orElse("");
        String accessPoint = efs.at("/AuthorizationConfig/AccessPointId").asText();
        if (efs.path("FilesystemId").asText().equals(managed) && !(accessPoint.equals(own) && !own.isEmpty())) {
            throw refused(
                    "Volumes",
                    "cannot mount the environment's file system %s but by efs: true, as other services"
                                    .formatted(managed)
                            + " have their files there");
        }
    }

    /** Blames the last rule that is about the property. */
    private OverrideException refused(String property, String problem) {
        List<Manifest.Override> rules = service.manifest().taskDefinitionOverrides();
        for (int i = rules.size() - 1; i >= 0; i--) {
            if (rules.get(i).path().matches(property + "([.\\[].*)?")) {
                return new OverrideException(i, rules.get(i).path(), problem);
            }
        }
        return new OverrideException(-1, property, problem);
    }
}
