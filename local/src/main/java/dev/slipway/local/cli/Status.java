package dev.slipway.local.cli;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the pipeline says about a deployment: {@code status.json} or {@code plan.json}, as its reader sees it. What this
 * version does not know is ignored, so that an older command follows a newer pipeline.
 *
 * @param kept names or ARNs of what outlives the service: generated secrets, certificates
 */
record Status(
        Optional<String> deployment,
        Optional<String> execution,
        Optional<String> application,
        Optional<String> environment,
        Optional<String> service,
        Outcome status,
        Optional<Version> manifest,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        List<Step> steps,
        List<Said> problems,
        Optional<Failure> failure,
        Optional<String> endpoint,
        List<DnsRecord> dns,
        Optional<String> image,
        Optional<String> taskDefinition,
        Optional<Rollout> rollout,
        Trigger trigger,
        List<String> kept) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    Status {
        status = status == null ? Outcome.UNKNOWN : status;
        steps = orNone(steps);
        problems = orNone(problems);
        dns = orNone(dns);
        kept = orNone(kept);
        trigger = trigger == null ? new Trigger(Optional.empty()) : trigger;
    }

    /** @throws IllegalArgumentException if it is not the JSON of a status */
    static Status parse(String json) {
        try {
            return JSON.readValue(json, Status.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is not a status document: " + e.getOriginalMessage(), e);
        }
    }

    /** Whether nothing more happens under this deployment. */
    boolean isFinal() {
        return status != Outcome.IN_PROGRESS && status != Outcome.UNKNOWN;
    }

    boolean isFor(String versionId) {
        return manifest.flatMap(Version::versionId).filter(versionId::equals).isPresent();
    }

    boolean changesNothing() {
        return steps.stream().allMatch(step -> step.action() == Action.NONE);
    }

    /** What became of a deployment. */
    enum Outcome {
        IN_PROGRESS,
        SUCCEEDED,
        UNCHANGED,
        REJECTED,
        ROLLED_BACK,
        ROLLBACK_FAILED,
        REMOVED,
        SUPERSEDED,
        PLANNED,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    record Version(Optional<String> bucket, Optional<String> key, Optional<String> versionId) {}

    /** @param type of the event that caused it */
    record Trigger(Optional<String> type) {}

    /**
     * @param planned what is done to each resource; none from a pipeline that does not say
     * @param seconds how long it took, once it has ended
     */
    record Step(
            String name,
            Action action,
            Progress state,
            List<String> resources,
            List<Planned> planned,
            List<Change> changes,
            OptionalDouble seconds) {
        Step {
            action = action == null ? Action.NONE : action;
            state = state == null ? Progress.PENDING : state;
            resources = orNone(resources);
            planned = orNone(planned);
            changes = orNone(changes);
            // What did nothing has nothing to undo, though the undo passes through it.
            state = action == Action.NONE && state == Progress.UNDONE ? Progress.DONE : state;
        }
    }

    /** What a step does to its resources. */
    enum Action {
        @JsonEnumDefaultValue
        NONE,
        CREATE,
        UPDATE,
        REPLACE,
        REMOVE
    }

    /** How far a step is. */
    enum Progress {
        @JsonEnumDefaultValue
        PENDING,
        RUNNING,
        DONE,
        FAILED,
        UNDONE,
        @JsonProperty("undo-failed")
        UNDO_FAILED
    }

    /** @param because why it is replaced and not changed in place */
    record Planned(String kind, String name, Action action, Optional<String> because) {
        Planned {
            action = action == null ? Action.NONE : action;
        }

        /** As a {@link Change} names it. */
        String resource() {
            return kind + " " + name;
        }
    }

    /** @param before absent or null where it did not exist; {@code after} likewise where it no longer does */
    record Change(Optional<String> resource, String path, JsonNode before, JsonNode after) {}

    /**
     * What is waited for: tasks, and what AWS says of them.
     *
     * @param stopped why tasks stopped
     * @param targets why tasks get no requests yet
     */
    record Rollout(
            int desired,
            int running,
            int pending,
            int failed,
            List<String> stopped,
            List<String> targets,
            List<Event> events) {
        Rollout {
            stopped = orNone(stopped);
            targets = orNone(targets);
            events = orNone(events);
        }
    }

    /** One of the ECS service's own. */
    record Event(Optional<String> at, String message) {}

    /** A problem with the manifest. */
    record Said(
            String severity,
            Optional<String> code,
            Optional<String> path,
            OptionalInt line,
            OptionalInt column,
            String message,
            Optional<String> hint) {}

    /** @param hint what to do next */
    record Failure(
            Optional<String> step,
            Optional<String> error,
            Optional<String> message,
            List<String> reasons,
            Optional<String> hint) {
        Failure {
            reasons = orNone(reasons);
        }
    }

    record DnsRecord(String name, String type, String value) {}

    private static <T> List<T> orNone(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
