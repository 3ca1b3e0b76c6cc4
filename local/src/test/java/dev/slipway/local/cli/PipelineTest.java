package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

class PipelineTest {
    private final CloudFormationClient cloudFormation = mock();

    @Test
    void aPipelineIsFoundByItsStack() {
        stackHas(Map.of("BucketName", "b", "StateMachineArn", "arn:machine", "TableName", "t"));

        assertThat(Pipeline.of(cloudFormation, "slipway"))
                .isEqualTo(new Pipeline("slipway", "demo", "b", "arn:machine", "t"));
    }

    @Test
    void aStackThatIsSomethingElseIsRefused() {
        stackHas(Map.of("Url", "https://example.com"));

        assertThatThrownBy(() -> Pipeline.of(cloudFormation, "blog"))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("The stack \"blog\" has no output BucketName: it is not Slipway's pipeline.");
    }

    @Test
    void aMissingStackIsExplained() {
        when(cloudFormation.describeStacks(anyRequest()))
                .thenThrow(CloudFormationException.builder()
                        .statusCode(400)
                        .message("Stack with id slipway does not exist")
                        .build());

        assertThatThrownBy(() -> Pipeline.of(cloudFormation, "slipway"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("--stack");
    }

    private void stackHas(Map<String, String> outputs) {
        Stack stack = Stack.builder()
                .outputs(outputs.entrySet().stream()
                        .map(output -> Output.builder()
                                .outputKey(output.getKey())
                                .outputValue(output.getValue())
                                .build())
                        .toList())
                .parameters(Parameter.builder()
                        .parameterKey("Application")
                        .parameterValue("demo")
                        .build())
                .build();
        when(cloudFormation.describeStacks(anyRequest()))
                .thenReturn(DescribeStacksResponse.builder().stacks(stack).build());
    }

    @SuppressWarnings("unchecked")
    private static Consumer<DescribeStacksRequest.Builder> anyRequest() {
        return any(Consumer.class);
    }
}
