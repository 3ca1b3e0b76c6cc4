package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;

class ExecutionsTest {
    private static final Instant UPLOADED = Instant.parse("2026-11-22T18:00:00Z");

    private final SfnClient stepFunctions = mock();
    private final Executions executions = new Executions(stepFunctions, "arn:machine");

    @Test
    void theExecutionOfAnUploadIsTheOneWhoseInputNamesItsVersion() {
        executionsAre(Map.of("arn:theirs", "{\"versionId\": \"other\"}", "arn:ours", "{\"versionId\": \"v1\"}"));

        assertThat(executions.of("v1", UPLOADED)).hasValueSatisfying(execution -> {
            assertThat(execution.arn()).isEqualTo("arn:ours");
            assertThat(execution.hasEnded()).isTrue();
            assertThat(execution.cause()).hasValue("too late");
        });
    }

    @Test
    void anInputIsReadOnce() {
        executionsAre(Map.of("arn:theirs", "{\"versionId\": \"other\"}"));

        assertThat(executions.of("v1", UPLOADED)).isEmpty();
        assertThat(executions.of("v1", UPLOADED)).isEmpty();

        verify(stepFunctions, times(1)).describeExecution(anyDescription());
    }

    @Test
    void anExecutionFromLongBeforeTheUploadIsNotLookedAt() {
        executionsAre(Map.of("arn:ours", "{\"versionId\": \"v1\"}"));

        assertThat(executions.of("v1", UPLOADED.plusSeconds(3600))).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private void executionsAre(Map<String, String> inputs) {
        when(stepFunctions.listExecutions(any(Consumer.class)))
                .thenReturn(ListExecutionsResponse.builder()
                        .executions(inputs.keySet().stream()
                                .map(arn -> ExecutionListItem.builder()
                                        .executionArn(arn)
                                        .startDate(UPLOADED.plusSeconds(1))
                                        .build())
                                .toList())
                        .build());
        when(stepFunctions.describeExecution(anyDescription())).thenAnswer(call -> {
            Consumer<DescribeExecutionRequest.Builder> request = call.getArgument(0);
            String arn = DescribeExecutionRequest.builder()
                    .applyMutation(request)
                    .build()
                    .executionArn();
            return DescribeExecutionResponse.builder()
                    .executionArn(arn)
                    .input(inputs.get(arn))
                    .status(ExecutionStatus.TIMED_OUT)
                    .error("States.Timeout")
                    .cause("too late")
                    .build();
        });
    }

    @SuppressWarnings("unchecked")
    private static Consumer<DescribeExecutionRequest.Builder> anyDescription() {
        return any(Consumer.class);
    }
}
