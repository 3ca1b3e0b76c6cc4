package dev.slipway.resource;

import static dev.slipway.aws.Mocks.client;
import static dev.slipway.aws.Mocks.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;

import dev.slipway.resource.Rollout.FailedContainer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

class ContainerLogTest {
    private final CloudWatchLogsClient logs = client(CloudWatchLogsClient.class);
    private final ContainerLog log = new ContainerLog(logs);

    @Test
    void theLastLinesOfTheContainersOwnStreamAreTold() {
        doReturn(GetLogEventsResponse.builder()
                        .events(
                                OutputLogEvent.builder().message("starting\n").build(),
                                OutputLogEvent.builder().message("no database").build())
                        .build())
                .when(logs)
                .getLogEvents(GetLogEventsRequest.builder()
                        .logGroupName("/copilot/my-app-test-fe")
                        .logStreamName("copilot/fe/0123")
                        .startFromHead(false)
                        .limit(20)
                        .build());

        assertThat(log.last(TestService.ID, new FailedContainer("0123", "fe"), 20))
                .containsExactly("starting", "no database");
    }

    @Test
    void aContainerThatWroteNothingHasNoStream() {
        doThrow(error(CloudWatchLogsException.builder(), "ResourceNotFoundException", CloudWatchLogsException.class))
                .when(logs)
                .getLogEvents(any(GetLogEventsRequest.class));

        assertThat(log.last(TestService.ID, new FailedContainer("0123", "fe"), 20))
                .isEmpty();
    }
}
