package dev.slipway.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.aws.ServiceId;
import dev.slipway.manifest.Problem;
import dev.slipway.resource.Arns;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One deployment: the document that travels through the state machine, each step filling in its part. What users see of
 * it is status.json (see {@link #statusJson}); the few fields after {@link #kept} are the pipeline's own.
 *
 * <p>It holds identifiers and what changes, never a secret's value. Times are ISO 8601 in UTC.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public final class Deployment {
    private static final Set<String> INTERNAL = Set.of(
            "next",
            "arns",
            "error",
            "undoErrors",
            "leftovers",
            "dryRun",
            "removal",
            "pollSeconds",
            "rolloutPlan",
            "recovers",
            "retires",
            "force",
            "redeploy",
            "notBefore",
            "pushed",
            "uses",
            "addresses");

    /** The id, which is also the execution's name. */
    public String deployment;

    /** The execution's ARN. */
    public String execution;

    public String application;
    public String environment;
    public String service;
    public Status status = Status.IN_PROGRESS;

    /** {@code type} and what else is known of the event that caused it. */
    public Map<String, Object> trigger = new TreeMap<>();

    public ManifestVersion manifest;
    public String startedAt;
    public String finishedAt;
    public List<StepStatus> steps = new ArrayList<>();
    public List<ProblemStatus> problems = new ArrayList<>();
    public Failure failure;

    /** The service's URL. */
    public String endpoint;

    /** What the user has to set at their DNS provider. */
    public List<DnsRecord> dns = new ArrayList<>();

    public String image;
    public String taskDefinition;

    /** What the wait for the ECS service looks like now; absent when nothing is waited for. */
    public RolloutStatus rollout;

    /** What a removal left behind on purpose, because it is data or shared. */
    public List<String> kept = new ArrayList<>();

    /** Which way the state machine goes: the name that its next Choice looks for. */
    public String next;

    /** See {@link Arns}. */
    public Map<String, String> arns = new TreeMap<>();

    /** What a Catch of the state machine left. */
    public CaughtError error;

    /** Likewise of the undo of each step, by the step's name. */
    public Map<String, CaughtError> undoErrors = new TreeMap<>();

    /** Likewise of the retirement of what was replaced, by the step's name. */
    public Map<String, CaughtError> leftovers = new TreeMap<>();

    /** Whether to stop before the first write. */
    public boolean dryRun;

    /** Whether nothing of the service is to be left. */
    public boolean removal;

    /** Whether to roll out again although nothing has changed. */
    public boolean force;

    /** Whether events asked for it, whose reasons wait in the table; see {@link Reasons}. */
    public boolean redeploy;

    /** Until when it waits for more reasons, or for its turn. */
    public String notBefore;

    /** Digests that were pushed, by the tag that they were pushed under; see {@link Pinning}. */
    public Map<String, String> pushed = new TreeMap<>();

    /** What the service uses when the deployment has succeeded; see {@link Use}. */
    public List<String> uses = new ArrayList<>();

    /** Seconds between two looks at something that takes its time. */
    public int pollSeconds = 10;

    public RolloutPlan rolloutPlan;

    /** Absent once {@link #endpoint} and {@link #dns} say all of it; see {@link Addressing}. */
    public Addresses addresses;

    /** Whether something of the old is to be taken away at the end. */
    public boolean retires;

    /** The deployment that this one cleans up after. */
    public String recovers;

    /** How a deployment ended, or that it has not. */
    public enum Status {
        IN_PROGRESS,
        SUCCEEDED,
        UNCHANGED,
        REJECTED,
        ROLLED_BACK,
        ROLLBACK_FAILED,
        REMOVED,
        SUPERSEDED,
        PLANNED
    }

    /** Exactly one version of one object. */
    public record ManifestVersion(String bucket, String key, String versionId) {}

    /**
     * @param planned what is done to each resource, as decided before the first change
     * @param seconds how long the step took, once it has run
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StepStatus(
            Step name,
            Action action,
            State state,
            List<String> resources,
            List<Planned> planned,
            List<FieldChange> changes,
            Double seconds) {

        StepStatus restarting(List<Planned> restarted) {
            return new StepStatus(name, Action.update, state, resources, restarted, changes, seconds);
        }

        StepStatus in(State now) {
            return new StepStatus(name, action, now, resources, planned, changes, seconds);
        }

        StepStatus ended(State how, List<String> now, double took) {
            return new StepStatus(name, action, how, now, planned, changes, took);
        }
    }

    /**
     * What is to become of one resource.
     *
     * @param kind such as {@code target-group}, see {@link dev.slipway.resource.ResourceKind#name}
     * @param name what identifies it among its kind
     * @param because of a replacement: why it cannot be changed in place; absent for anything else
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Planned(String kind, String name, Action action, String because) {}

    /** What a step does to its resources. */
    public enum Action {
        none,
        create,
        update,
        replace,
        remove
    }

    /** How far a step is. */
    public enum State {
        pending,
        running,
        done,
        failed,
        undone,
        @com.fasterxml.jackson.annotation.JsonProperty("undo-failed")
        undo_failed
    }

    /**
     * One field of one resource; a side that is absent is left out.
     *
     * @param resource kind and name of what is {@link Planned}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FieldChange(String resource, String path, JsonNode before, JsonNode after) {}

    /** A {@link Problem} as status.json shows it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ProblemStatus(
            String severity, String code, String path, Integer line, Integer column, String message, String hint) {

        public static ProblemStatus of(Problem problem) {
            boolean placed = problem.line() > 0;
            return new ProblemStatus(
                    problem.severity().name().toLowerCase(java.util.Locale.ROOT),
                    problem.code(),
                    problem.path().isEmpty() ? null : problem.path(),
                    placed ? problem.line() : null,
                    placed ? problem.column() : null,
                    problem.message(),
                    problem.hint().orElse(null));
        }
    }

    /**
     * @param step where it failed; empty where that was before the first step
     * @param error the error code of AWS, where AWS refused something
     * @param message the first cause
     * @param reasons the evidence: what AWS said of tasks and targets, the last lines of a log
     * @param hint what to do next; empty where the problems say it
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Failure(String step, String error, String message, List<String> reasons, String hint) {}

    public record DnsRecord(String name, String type, String value) {}

    /**
     * How the service is reached.
     *
     * @param balancer name of the Network Load Balancer whose DNS name is still to be put in; absent without one
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Addresses(String balancer, String endpoint, List<DnsRecord> dns) {
        public Addresses {
            dns = dns == null ? List.of() : dns;
        }
    }

    /** The error and cause of a failed state, as Step Functions reports them. */
    public record CaughtError(
            @com.fasterxml.jackson.annotation.JsonProperty("Error")
            String error,

            @com.fasterxml.jackson.annotation.JsonProperty("Cause")
            String cause) {}

    /**
     * The rollout to wait for.
     *
     * @param taskDefinition key of the task definition among {@link #arns}
     * @param timeout seconds
     * @param startedAt when the wait began; null before
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RolloutPlan(String cluster, String service, String taskDefinition, int timeout, String startedAt) {

        RolloutPlan startingAt(Instant now) {
            return new RolloutPlan(cluster, service, taskDefinition, timeout, now.toString());
        }
    }

    /**
     * What ECS, its tasks and the load balancer say while the rollout is waited for.
     *
     * @param message all of it in one line
     * @param failed tasks that failed in a row
     * @param stopped why tasks stopped so far
     * @param targets why tasks get no requests yet
     * @param events the ECS service's own, the latest last
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record RolloutStatus(
            String message,
            int desired,
            int running,
            int pending,
            int failed,
            List<String> stopped,
            List<String> targets,
            List<RolloutEvent> events) {}

    public record RolloutEvent(String at, String message) {}

    static Deployment of(ServiceId id) {
        Deployment deployment = new Deployment();
        deployment.application = id.application();
        deployment.environment = id.environment();
        deployment.service = id.service();
        return deployment;
    }

    public ServiceId id() {
        return new ServiceId(application, environment, service);
    }

    /** The deployment whose journal counts: this one, or the one that it cleans up after. */
    String journal() {
        return recovers == null ? deployment : recovers;
    }

    /** Whether it looks for what has changed since the service was deployed; then nobody waits for its outcome. */
    public boolean checksForDrift() {
        return "schedule".equals(trigger.get("type"));
    }

    /** Whether it is to tell what it would do, and to do nothing. */
    boolean onlyTells() {
        return dryRun || checksForDrift() && !Boolean.TRUE.equals(trigger.get("repair"));
    }

    /** How often the deployment that this one cleans up after has been tried to recover; 0 where this is no recovery. */
    int attempt() {
        return trigger.get("attempt") instanceof Number attempt ? attempt.intValue() : 0;
    }

    public StepStatus step(Step step) {
        return steps.stream().filter(s -> s.name() == step).findFirst().orElse(null);
    }

    void set(StepStatus changed) {
        steps.replaceAll(s -> s.name() == changed.name() ? changed : s);
    }

    /** This document as status.json: the same without the pipeline's own fields, times in whole seconds. */
    public String statusJson() {
        ObjectNode json = Json.MAPPER.valueToTree(this);
        for (String time : List.of("startedAt", "finishedAt")) {
            if (json.hasNonNull(time)) {
                json.put(
                        time,
                        Instant.parse(json.get(time).asText())
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
            }
        }
        return json.remove(INTERNAL).toPrettyString();
    }
}
