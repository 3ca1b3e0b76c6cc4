package dev.slipway.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.aws.ServiceId;
import dev.slipway.deployment.Deployment.ManifestVersion;
import dev.slipway.deployment.Locks.Holder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns events into executions. A repeated event starts nothing new, since its execution has the same name. */
public final class Triggers {
    /** {@code <environment>/<service>/manifest.yml}; nothing else in the bucket is ours. */
    private static final Pattern KEY =
            Pattern.compile("([a-zA-Z0-9][a-zA-Z0-9_-]{0,254})/([a-zA-Z0-9][a-zA-Z0-9_-]{0,254})/manifest\\.yml");

    /** A recovery that keeps failing must not go on for ever; whatever makes it fail is nothing that time heals. */
    private static final int RECOVERIES = 3;

    private final String application;
    private final Executions executions;
    private final Locks locks;
    private final Bucket bucket;

    public Triggers(String application, Executions executions, Locks locks, Bucket bucket) {
        this.application = application;
        this.executions = executions;
        this.locks = locks;
        this.bucket = bucket;
    }

    /** What an event led to: the deployments it started, and why it started none where that is so. */
    public record Started(List<String> deployments, String reason) {}

    public Started on(JsonNode event) {
        String type = event.path("detail-type").asText();
        return switch (type) {
            case "Object Created" -> upload(event);
            case "Object Deleted" -> removal(event);
            case "Redeploy Requested" -> request(event);
            case "Step Functions Execution Status Change" -> recovery(event);
            default -> none("an event of type \"" + type + "\" is none of the pipeline's");
        };
    }

    /** Goes through what an upload leads to, without any effect where calls have none; see {@code Clients.rehearse}. */
    public void rehearse() {
        upload(Json.read(
                "{\"detail\":{\"object\":{\"key\":\"test/rehearsal/manifest.yml\",\"version-id\":\"null\"}}}",
                JsonNode.class));
    }

    private Started upload(JsonNode event) {
        JsonNode object = event.path("detail").path("object");
        Optional<Deployment> deployment = deployment(object.path("key").asText());
        if (deployment.isEmpty()) {
            return none("the key is not <environment>/<service>/manifest.yml");
        }
        String version = object.path("version-id").asText("null");
        deployment.get().manifest =
                new ManifestVersion(bucket.name(), object.path("key").asText(), version);
        deployment.get().trigger.put("type", "upload");
        return start(deployment.get(), "upload " + version);
    }

    private Started removal(JsonNode event) {
        JsonNode object = event.path("detail").path("object");
        Optional<Deployment> deployment = deployment(object.path("key").asText());
        if (deployment.isEmpty()) {
            return none("the key is not <environment>/<service>/manifest.yml");
        }
        deployment.get().trigger.put("type", "removal");
        deployment.get().removal = true;
        return start(
                deployment.get(),
                "removal " + object.path("version-id").asText(event.path("id").asText()));
    }

    private Started request(JsonNode event) {
        JsonNode detail = event.path("detail");
        String environment = detail.path("environment").asText();
        String service = detail.path("service").asText();
        List<String> services = service.equals("*") ? bucket.services(environment) : List.of(service);
        List<String> started = new java.util.ArrayList<>();
        for (String name : services) {
            Optional<Deployment> deployment = deployment(Bucket.manifestKey(environment, name));
            if (deployment.isEmpty()) {
                return none(
                        "\"" + environment + "\" and \"" + name + "\" are not names of an environment and a service");
            }
            deployment.get().trigger.put("type", "request");
            deployment.get().force = detail.path("force").asBoolean(false);
            started.addAll(start(deployment.get(), "request " + event.path("id").asText())
                    .deployments());
        }
        return new Started(started, started.isEmpty() ? "there is no service to redeploy, or it is under way" : "");
    }

    /** An execution that ended without its own undo still holds its service's lock. */
    private Started recovery(JsonNode event) {
        JsonNode detail = event.path("detail");
        Deployment ended = Json.read(detail.path("input").asText("{}"), Deployment.class);
        if (ended.service == null) {
            return none("the execution was not started by the pipeline");
        }
        ServiceId id = ended.id();
        String execution = detail.path("executionArn").asText();
        Optional<Holder> holder = locks.holder(id).filter(h -> h.execution().equals(execution));
        if (holder.isEmpty()) {
            return none("the execution has left nothing to recover");
        }
        int attempt = 1 + ended.attempt();
        if (attempt > RECOVERIES) {
            return none("the recovery of " + holder.get().deployment() + " has failed " + RECOVERIES
                    + " times; the next upload of the service tries again");
        }
        executions.recover(id, holder.get(), attempt);
        return new Started(List.of("recovery of " + holder.get().deployment()), "");
    }

    private Optional<Deployment> deployment(String key) {
        Matcher matcher = KEY.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Deployment deployment = new Deployment();
        deployment.application = application;
        deployment.environment = matcher.group(1);
        deployment.service = matcher.group(2);
        deployment.trigger = new TreeMap<>(Map.of());
        return Optional.of(deployment);
    }

    private Started start(Deployment deployment, String cause) {
        return executions
                .start(deployment, cause)
                .map(id -> new Started(List.of(id), ""))
                .orElseGet(() -> none("this event has started its deployment already"));
    }

    private static Started none(String reason) {
        return new Started(List.of(), reason);
    }
}
