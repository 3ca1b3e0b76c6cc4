package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** From the template to the last state, on one thread: bucket, rule, function, execution, function. */
class ThreadIT {
    private final Endpoint endpoint = TinyAws.aws().endpoint();
    private final SfnClient stepFunctions = endpoint.client(SfnClient.builder());
    private final S3Client s3 = endpoint.client(S3Client.builder());
    private final Details details = TinyAws.aws().details();

    @Test
    void anUploadRunsTheStateMachine() {
        String version = s3.putObject(
                        put -> put.bucket(details.bucket()).key("test/thread/manifest.yml"),
                        RequestBody.fromString("name: thread"))
                .versionId();

        DescribeExecutionResponse execution = Eventually.get("an execution ends", () -> ended(version));

        assertThat(execution.status()).as(execution.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(execution.output()).contains("\"application\": \"demo\"", "test/thread/manifest.yml");
    }

    private Optional<DescribeExecutionResponse> ended(String version) {
        return stepFunctions
                .listExecutions(list -> list.stateMachineArn(details.stateMachineArn()))
                .executions()
                .stream()
                .map(ExecutionListItem::executionArn)
                .map(arn -> stepFunctions.describeExecution(describe -> describe.executionArn(arn)))
                .filter(execution -> execution.input().contains(version))
                .filter(execution -> execution.status() != ExecutionStatus.RUNNING)
                .findFirst();
    }
}
