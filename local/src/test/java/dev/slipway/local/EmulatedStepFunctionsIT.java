package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** One test for each mend of Step Functions. */
class EmulatedStepFunctionsIT {
    private final Endpoint endpoint = TinyAws.aws().endpoint();
    private final Http http = new Http(endpoint);
    private final SfnClient stepFunctions = endpoint.client(SfnClient.builder());
    private final String stateMachine = TinyAws.aws().details().stateMachineArn();
    private final String events = TinyAws.outputs().get("EventQueueUrl");

    @Test
    void executionsWithoutANameAreTwo() {
        String one = start("{}");
        String other = start("{}");

        assertThat(one).isNotEqualTo(other);
        assertThat(ended(one).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended(other).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void aStoppedExecutionIsAbortedAtOnceAndStaysSo() {
        String execution = start("{\"do\":\"sleep\",\"millis\":2000}");

        stepFunctions.stopExecution(
                stop -> stop.executionArn(execution).error("Cancelled").cause("by hand"));

        DescribeExecutionResponse stopped = describe(execution);
        assertThat(stopped.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(stopped.error()).isEqualTo("Cancelled");
        assertThat(stopped.cause()).isEqualTo("by hand");
        Eventually.isTrue(
                "the history ends",
                () -> stepFunctions.getExecutionHistory(history -> history.executionArn(execution)).events().stream()
                        .anyMatch(event -> event.typeAsString().equals("ExecutionAborted")));
        assertThat(describe(execution).status()).isEqualTo(ExecutionStatus.ABORTED);
    }

    @Test
    void theBusHearsHowAnExecutionEnds() {
        String execution = start("{\"heard\":1}");

        String event = Queue.next(http, events, execution, "\"SUCCEEDED\"");

        assertThat(event)
                .contains("\"source\": \"aws.states\"", "Step Functions Execution Status Change", stateMachine);
    }

    @Test
    void theBusHearsOfAStoppedExecution() {
        String execution = start("{\"do\":\"sleep\",\"millis\":1000}");

        stepFunctions.stopExecution(stop -> stop.executionArn(execution).error("Cancelled"));

        assertThat(Queue.next(http, events, execution, "\"ABORTED\"")).contains("\"error\": \"Cancelled\"");
    }

    private String start(String input) {
        return stepFunctions
                .startExecution(start -> start.stateMachineArn(stateMachine).input(input))
                .executionArn();
    }

    private DescribeExecutionResponse describe(String execution) {
        return stepFunctions.describeExecution(describe -> describe.executionArn(execution));
    }

    private DescribeExecutionResponse ended(String execution) {
        Eventually.isTrue("the execution ends", () -> describe(execution).status() != ExecutionStatus.RUNNING);
        return describe(execution);
    }
}
