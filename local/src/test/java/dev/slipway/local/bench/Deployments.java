package dev.slipway.local.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.aws.Names;
import dev.slipway.local.Eventually;
import dev.slipway.local.LocalAws;
import dev.slipway.local.gateway.Call;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** Deploys services to a local AWS as their owners do, and counts what that takes. */
final class Deployments {
    /** What the pipeline keeps for itself: lock (and whether its execution runs), journal, history, status.json, events. */
    private static final Set<String> RECORDS = Set.of("dynamodb", "s3", "events", "states");

    private static final Set<String> WAITING = Set.of("WaitForRollout", "WaitForLock");
    private static final Set<String> POLLING = Set.of("Rollout", "Steady");

    private final LocalAws aws;
    private final S3Client s3;
    private final SfnClient stepFunctions;
    private final ObjectMapper json = new ObjectMapper();

    Deployments(LocalAws aws) {
        this.aws = aws;
        s3 = aws.endpoint().client(S3Client.builder());
        stepFunctions = aws.endpoint().client(SfnClient.builder());
    }

    /**
     * What one deployment took.
     *
     * @param seconds from the execution's start to its end
     * @param working the same without the waits of the state machine
     * @param calls of AWS APIs for the service's resources
     * @param records of AWS APIs for the pipeline's own records
     * @param objects how many of {@code records} are S3's
     * @param changes how many of {@code calls} change something
     * @param transitions of the state machine, without waiting and looking again
     * @param largest bytes of the largest document that a state was given
     * @param events what each function was given first, by the function's name
     */
    record Deployed(
            String status,
            double seconds,
            double working,
            int calls,
            int records,
            int objects,
            int changes,
            int transitions,
            int invocations,
            int largest,
            Map<String, byte[]> events) {}

    Deployed deploy(String service, String manifest) {
        String version = s3.putObject(
                        r -> r.bucket(aws.details().bucket()).key(key(service)), RequestBody.fromString(manifest))
                .versionId();
        return ended(service, "upload " + version);
    }

    Deployed remove(String service) {
        String version = s3.deleteObject(r -> r.bucket(aws.details().bucket()).key(key(service)))
                .versionId();
        return ended(service, "removal " + version);
    }

    private static String key(String service) {
        return "test/" + service + "/manifest.yml";
    }

    private Deployed ended(String service, String cause) {
        String id = "test-" + service + "-" + Names.hash(16, aws.details().application(), "test", service, cause);
        String arn = aws.details().stateMachineArn().replace(":stateMachine:", ":execution:") + ":" + id;
        DescribeExecutionResponse execution = Eventually.get(id + " ends", Duration.ofMinutes(4), () -> execution(arn)
                .filter(one -> one.status() != ExecutionStatus.RUNNING));
        List<HistoryEvent> history = stepFunctions
                .getExecutionHistory(r -> r.executionArn(arn).maxResults(1000))
                .events();
        List<Call> calls = aws.gateway().calls().all().stream()
                .filter(call -> call.deployment().equals(id))
                .toList();
        List<Call> ofResources = calls.stream()
                .filter(call ->
                        !RECORDS.contains(call.service()) && !call.service().equals("lambda"))
                .toList();
        double seconds = seconds(execution.startDate(), execution.stopDate());
        return new Deployed(
                execution.status().toString(),
                seconds,
                seconds - waited(history),
                ofResources.size(),
                (int) calls.stream()
                        .filter(call -> RECORDS.contains(call.service()))
                        .count(),
                (int) calls.stream().filter(call -> call.service().equals("s3")).count(),
                (int) ofResources.stream().filter(Call::mutating).count(),
                transitions(history),
                (int) calls.stream()
                        .filter(call -> call.service().equals("lambda"))
                        .count(),
                history.stream()
                        .filter(event -> event.stateEnteredEventDetails() != null)
                        .mapToInt(event ->
                                event.stateEnteredEventDetails().input().length())
                        .max()
                        .orElse(0),
                events(history));
    }

    private Optional<DescribeExecutionResponse> execution(String arn) {
        try {
            return Optional.of(stepFunctions.describeExecution(r -> r.executionArn(arn)));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }

    private static double seconds(java.time.Instant from, java.time.Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static double waited(List<HistoryEvent> history) {
        double waited = 0;
        for (int i = 0; i < history.size() - 1; i++) {
            if (entered(history.get(i)).filter(WAITING::contains).isPresent()) {
                waited += seconds(history.get(i).timestamp(), history.get(i + 1).timestamp());
            }
        }
        return waited;
    }

    private static int transitions(List<HistoryEvent> history) {
        List<String> states =
                history.stream().flatMap(event -> entered(event).stream()).toList();
        long again = POLLING.stream()
                .mapToLong(state ->
                        Math.max(0, states.stream().filter(state::equals).count() - 1))
                .sum();
        return (int) (states.stream().filter(state -> !WAITING.contains(state)).count() - again);
    }

    private static Optional<String> entered(HistoryEvent event) {
        return Optional.ofNullable(event.stateEnteredEventDetails()).map(details -> details.name());
    }

    private Map<String, byte[]> events(List<HistoryEvent> history) {
        Map<String, byte[]> events = new LinkedHashMap<>();
        for (HistoryEvent event : history) {
            if (event.taskScheduledEventDetails() != null) {
                try {
                    JsonNode parameters =
                            json.readTree(event.taskScheduledEventDetails().parameters());
                    String function =
                            parameters.path("FunctionName").asText().replaceAll("^arn:.*:function:|:[^:]*$", "");
                    events.putIfAbsent(function, json.writeValueAsBytes(parameters.path("Payload")));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("parameters that are not JSON", e);
                }
            }
        }
        return events;
    }
}
