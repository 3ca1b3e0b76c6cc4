package dev.slipway.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.aws.ServiceId;
import dev.slipway.deployment.Reasons.Reason;
import dev.slipway.environment.EcrImage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns events into deployments of services whose manifests have not changed. What happens to a service within a few
 * seconds becomes one deployment: every event notes its reason (see {@link Reasons}), and starts an execution that is named
 * after the oldest reason that waits. All but the first find that execution started already; it waits for a moment, and
 * takes all reasons once it has the service's lock.
 */
public final class Redeploys {
    /** A name of the pipeline's own: what it writes there is told by an event like any other. */
    private static final List<String> OWN_PARAMETERS = List.of("/slipway/", "/copilot/applications/");

    /** An execution that ended without taking its reasons was stopped; this many in a row are no accident. */
    private static final int ATTEMPTS = 10;

    /** Between the first looks of two services at what has drifted: descriptions of load balancers are rationed. */
    private static final Duration APART = Duration.ofSeconds(2);

    /** In place of a service's name. */
    static final String EVERY = "*";

    private final String application;
    private final Executions executions;
    private final Reasons reasons;
    private final Uses uses;
    private final Bucket bucket;
    private final Duration window;
    private final Clock clock;

    /** @param window how long the first event of several waits for the others */
    public Redeploys(
            String application,
            Executions executions,
            Reasons reasons,
            Uses uses,
            Bucket bucket,
            Duration window,
            Clock clock) {
        this.application = application;
        this.executions = executions;
        this.reasons = reasons;
        this.uses = uses;
        this.bucket = bucket;
        this.window = window;
        this.clock = clock;
    }

    /** What an event led to: the deployments it started, and why it started none where that is so. */
    public record Started(List<String> deployments, String reason) {
        static Started none(String reason) {
            return new Started(List.of(), reason);
        }
    }

    /** @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html">ECR's events</a> */
    Started image(JsonNode event) {
        JsonNode detail = event.path("detail");
        boolean pushed = detail.path("action-type").asText().equals("PUSH")
                && detail.path("result").asText().equals("SUCCESS");
        String tag = detail.path("image-tag").asText();
        if (!pushed || tag.isEmpty()) {
            return Started.none("it tells of no image that was pushed with a tag");
        }
        String registry = EcrImage.registry(
                event.path("account").asText(), event.path("region").asText());
        EcrImage image = new EcrImage(registry, detail.path("repository-name").asText(), tag);
        Map<String, Object> trigger = new TreeMap<>(Map.of(
                "type",
                "image",
                "repository",
                image.uri(),
                "tag",
                tag,
                "digest",
                detail.path("image-digest").asText()));
        return users(event, Use.image(image), trigger);
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html">Parameter
     *     Store's events</a>
     */
    Started parameter(JsonNode event) {
        JsonNode detail = event.path("detail");
        String name = detail.path("name").asText();
        if (!detail.path("operation").asText().equals("Update")) {
            return Started.none("it tells of no new value");
        }
        if (OWN_PARAMETERS.stream().anyMatch(name::startsWith)) {
            return Started.none("the parameter is the pipeline's own");
        }
        return users(event, Use.parameter(name), new TreeMap<>(Map.of("type", "secret", "parameter", name)));
    }

    /**
     * The rotation of a secret ends with {@code RotationSucceeded}; {@code PutSecretValue} of the stage AWSPENDING is a part
     * of it, and the value is not yet the one that tasks get.
     *
     * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html">Secrets
     *     Manager's events</a>
     */
    Started secret(JsonNode event) {
        JsonNode detail = event.path("detail");
        JsonNode stages = detail.path("requestParameters").path("versionStages");
        boolean failed = detail.hasNonNull("errorCode");
        boolean pending = stages.isArray() && !stages.toString().contains("\"AWSCURRENT\"");
        // Which of these an event has, and how it spells it, differs from action to action.
        String id = Optional.of(detail.path("additionalEventData").path("SecretId"))
                .filter(JsonNode::isTextual)
                .or(() -> List.of("arn", "aRN", "ARN").stream()
                        .map(detail.path("responseElements")::path)
                        .filter(JsonNode::isTextual)
                        .findFirst())
                .orElseGet(() -> detail.path("requestParameters").path("secretId"))
                .asText();
        if (failed || pending || id.isEmpty()) {
            return Started.none("it tells of no new value that is current");
        }
        return users(event, Use.secret(id), new TreeMap<>(Map.of("type", "secret", "secret", id)));
    }

    /** One service or, with {@code *}, all that have a manifest in the environment. */
    Started request(JsonNode event) {
        JsonNode detail = event.path("detail");
        String environment = detail.path("environment").asText();
        String service = detail.path("service").asText();
        Map<String, Object> trigger = new TreeMap<>(Map.of("type", "request"));
        if (detail.path("force").asBoolean(false)) {
            trigger.put("force", true);
        }
        List<ServiceId> services;
        if (service.equals(EVERY)) {
            trigger.put("service", EVERY);
            services = bucket.services(application, environment);
        } else {
            services = Bucket.service(application, Bucket.manifestKey(environment, service)).stream()
                    .toList();
            if (services.isEmpty()) {
                return Started.none("\"" + environment + "\" and \"" + service
                        + "\" are not names of an environment and a service");
            }
        }
        List<String> started = new ArrayList<>();
        for (ServiceId id : services) {
            started.addAll(redeploy(event, id, trigger, Duration.ZERO));
        }
        return new Started(started, started.isEmpty() ? "there is no service to redeploy, or it is under way" : "");
    }

    /**
     * Looks at every service that has a manifest for what is no longer as it was deployed.
     *
     * @param repair whether it is to be put right
     */
    Started schedule(JsonNode event, boolean repair) {
        List<String> started = new ArrayList<>();
        Instant next = clock.instant();
        for (ServiceId id : bucket.allServices(application)) {
            Deployment check = Deployment.of(id);
            check.trigger.putAll(Map.of("type", "schedule", "repair", repair));
            check.notBefore = next.toString();
            executions.start(check, "schedule " + event.path("id").asText()).ifPresent(started::add);
            next = next.plus(APART);
        }
        return new Started(started, started.isEmpty() ? "there is no service, or its check is under way" : "");
    }

    private Started users(JsonNode event, String use, Map<String, Object> trigger) {
        List<String> services = uses.services(use);
        List<String> started = new ArrayList<>();
        for (String service : services) {
            String[] names = service.split("/", 2);
            started.addAll(redeploy(event, new ServiceId(application, names[0], names[1]), trigger, window));
        }
        return new Started(started, services.isEmpty() ? "no service uses it" : started.isEmpty() ? "under way" : "");
    }

    /** @return the deployment's id, if it is this event that started it */
    private List<String> redeploy(JsonNode event, ServiceId id, Map<String, Object> trigger, Duration wait) {
        if (!reasons.note(id, event.path("id").asText(), trigger)) {
            return List.of();
        }
        Optional<Reason> oldest = reasons.waiting(id).stream().findFirst();
        if (oldest.isEmpty()) {
            return List.of();
        }
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Deployment deployment = Deployment.of(id);
            deployment.trigger.putAll(oldest.get().trigger());
            deployment.redeploy = true;
            deployment.notBefore = oldest.get().at().plus(wait).toString();
            String cause = "redeploy " + oldest.get().event() + (attempt == 1 ? "" : " " + attempt);
            Optional<String> started = executions.start(deployment, cause);
            if (started.isPresent()) {
                return List.of(started.get());
            }
            if (executions.isRunning(id, cause)) {
                return List.of();
            }
        }
        throw new IllegalStateException("the deployments of " + id.service() + " in " + id.environment()
                + " for the event " + oldest.get().event() + " were all stopped");
    }
}
