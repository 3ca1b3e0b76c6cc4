package dev.slipway.local.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The executions of the state machine, for when status.json does not tell what became of an upload. */
final class Executions {
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(1);
    private static final int RECENT = 100;

    private final SfnClient stepFunctions;
    private final String stateMachineArn;
    private final Map<String, String> inputs = new HashMap<>();

    Executions(SfnClient stepFunctions, String stateMachineArn) {
        this.stepFunctions = stepFunctions;
        this.stateMachineArn = stateMachineArn;
    }

    /**
     * @param output what it returned, if it succeeded
     * @param error as what it ended otherwise; {@code cause}: why
     */
    record Execution(
            String arn,
            ExecutionStatus status,
            Optional<String> output,
            Optional<String> error,
            Optional<String> cause) {

        boolean hasEnded() {
            return status != ExecutionStatus.RUNNING && status != ExecutionStatus.PENDING_REDRIVE;
        }
    }

    /** Empty where Step Functions does not know it. */
    Optional<Execution> describe(String arn) {
        try {
            DescribeExecutionResponse execution = stepFunctions.describeExecution(r -> r.executionArn(arn));
            return Optional.of(new Execution(
                    arn,
                    execution.status(),
                    Optional.ofNullable(execution.output()),
                    Optional.ofNullable(execution.error()),
                    Optional.ofNullable(execution.cause())));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }

    /** The latest execution that was started for an object version; empty where none was, or not yet. */
    Optional<Execution> of(String versionId, Instant uploaded) {
        Instant earliest = uploaded.minus(CLOCKS_DIFFER_BY);
        return stepFunctions
                .listExecutions(r -> r.stateMachineArn(stateMachineArn).maxResults(RECENT))
                .executions()
                .stream()
                .filter(execution -> execution.startDate().isAfter(earliest))
                .map(ExecutionListItem::executionArn)
                .filter(arn -> input(arn).contains(versionId))
                .findFirst()
                .flatMap(this::describe);
    }

    private String input(String arn) {
        return inputs.computeIfAbsent(arn, key -> {
            String input =
                    stepFunctions.describeExecution(r -> r.executionArn(key)).input();
            return input == null ? "" : input;
        });
    }
}
