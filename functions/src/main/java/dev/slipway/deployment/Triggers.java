package dev.slipway.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.aws.ServiceId;
import dev.slipway.deployment.Deployment.ManifestVersion;
import dev.slipway.deployment.Locks.Holder;
import dev.slipway.deployment.Redeploys.Started;
import java.util.List;
import java.util.Optional;

/** Turns events into executions. A repeated event starts nothing new, since its execution has the same name. */
public final class Triggers {
    /** A recovery that keeps failing must not go on for ever; whatever makes it fail is nothing that time heals. */
    private static final int RECOVERIES = 3;

    private final String application;
    private final Executions executions;
    private final Locks locks;
    private final Bucket bucket;
    private final Redeploys redeploys;
    private final boolean repair;

    /** @param repair whether the schedule puts right what it finds changed */
    public Triggers(
            String application,
            Executions executions,
            Locks locks,
            Bucket bucket,
            Redeploys redeploys,
            boolean repair) {
        this.application = application;
        this.executions = executions;
        this.locks = locks;
        this.bucket = bucket;
        this.redeploys = redeploys;
        this.repair = repair;
    }

    public Started on(JsonNode event) {
        String type = event.path("detail-type").asText();
        return switch (type) {
            case "Object Created" -> upload(event);
            case "Object Deleted" -> removal(event);
            case "Redeploy Requested" -> redeploys.request(event);
            case "ECR Image Action" -> redeploys.image(event);
            case "Parameter Store Change" -> redeploys.parameter(event);
            case "AWS API Call via CloudTrail", "AWS Service Event via CloudTrail" -> redeploys.secret(event);
            case "Scheduled Event" -> redeploys.schedule(event, repair);
            case "Step Functions Execution Status Change" -> recovery(event);
            default -> Started.none("an event of type \"" + type + "\" is none of the pipeline's");
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
            return Started.none("the key is not <environment>/<service>/manifest.yml");
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
            return Started.none("the key is not <environment>/<service>/manifest.yml");
        }
        if (isPurge(event.path("detail"))) {
            return Started.none("a version was purged that was not the current one");
        }
        deployment.get().trigger.put("type", "removal");
        deployment.get().removal = true;
        return start(
                deployment.get(),
                "removal " + object.path("version-id").asText(event.path("id").asText()));
    }

    /**
     * Whether a version went of which nobody took notice. What S3 purges by a lifecycle rule is never current: of a versioned
     * object it replaces that by a delete marker.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">Events of S3</a>
     */
    private boolean isPurge(JsonNode detail) {
        return detail.path("deletion-type").asText().equals("Permanently Deleted")
                && (detail.path("reason").asText().equals("Lifecycle Expiration")
                        || bucket.stands(detail.path("object").path("key").asText()));
    }

    /** An execution that ended without its own undo still holds its service's lock. */
    private Started recovery(JsonNode event) {
        JsonNode detail = event.path("detail");
        Deployment ended = Json.read(detail.path("input").asText("{}"), Deployment.class);
        if (ended.service == null) {
            return Started.none("the execution was not started by the pipeline");
        }
        ServiceId id = ended.id();
        String execution = detail.path("executionArn").asText();
        Optional<Holder> holder = locks.holder(id).filter(h -> h.execution().equals(execution));
        if (holder.isEmpty()) {
            return Started.none("the execution has left nothing to recover");
        }
        int attempt = 1 + ended.attempt();
        if (attempt > RECOVERIES) {
            return Started.none("the recovery of " + holder.get().deployment() + " has failed " + RECOVERIES
                    + " times; the next upload of the service tries again");
        }
        executions.recover(id, holder.get(), ended.manifest, attempt);
        return new Started(List.of("recovery of " + holder.get().deployment()), "");
    }

    private Optional<Deployment> deployment(String key) {
        return Bucket.service(application, key).map(Deployment::of);
    }

    private Started start(Deployment deployment, String cause) {
        return executions
                .start(deployment, cause)
                .map(id -> new Started(List.of(id), ""))
                .orElseGet(() -> Started.none("this event has started its deployment already"));
    }
}
