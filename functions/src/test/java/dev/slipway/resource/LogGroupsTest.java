package dev.slipway.resource;

import static dev.slipway.aws.Mocks.client;
import static dev.slipway.aws.Mocks.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;

class LogGroupsTest {
    private static final String NAME = "/copilot/my-app-test-fe";
    private static final String ARN = "arn:aws:logs:us-west-2:123456789123:log-group:" + NAME;

    private final CloudWatchLogsClient logs = client(CloudWatchLogsClient.class);
    private final LogGroups groups = new LogGroups(logs);
    private final Service service = TestService.of(TestService.BASE, "logging: {retention: 14}\n");
    private final Scope scope = TestService.scope(service);
    private final Arns arns = new Arns(Map.of());
    private final LogGroup wanted = groups.desired(service, new Existing()).get(0);

    @BeforeEach
    void everyCallIsTaken() {
        doReturn(DescribeLogGroupsResponse.builder().build())
                .when(logs)
                .describeLogGroups(any(DescribeLogGroupsRequest.class));
        doReturn(null).when(logs).createLogGroup(any(CreateLogGroupRequest.class));
        doReturn(null).when(logs).putRetentionPolicy(any(PutRetentionPolicyRequest.class));
        doReturn(null).when(logs).deleteRetentionPolicy(any(DeleteRetentionPolicyRequest.class));
    }

    private void there(Integer retention, Map<String, String> tags) {
        doReturn(DescribeLogGroupsResponse.builder()
                        .logGroups(named(NAME + "-other", 1), named(NAME, retention))
                        .build())
                .when(logs)
                .describeLogGroups(any(DescribeLogGroupsRequest.class));
        doReturn(ListTagsForResourceResponse.builder().tags(tags).build())
                .when(logs)
                .listTagsForResource(any(ListTagsForResourceRequest.class));
    }

    private static software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup named(String name, Integer retention) {
        return software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup.builder()
                .logGroupName(name)
                .retentionInDays(retention)
                .build();
    }

    @Test
    void theGroupHasCopilotsNameAndTheManifestsRetention() {
        assertThat(wanted).isEqualTo(new LogGroup(NAME, OptionalInt.of(14), service.tags()));
        assertThat(groups.desired(TestService.of(TestService.BASE, ""), new Existing())
                        .get(0)
                        .retention())
                .hasValue(30);
    }

    @Test
    void whatIsReadBackEqualsWhatIsWantedWhateverElseItIsTaggedWith() {
        Map<String, String> tags = new TreeMap<>(service.tags());
        tags.put("aws:cloudformation:stack-name", "my-app-test-fe");
        tags.put("cost-centre", "7");
        there(14, tags);

        assertThat(groups.read(scope, arns)).containsExactly(new Found<>(wanted, ARN));
    }

    @Test
    void aGroupThatIsNotOursIsRefused() {
        there(14, Map.of());

        assertThatThrownBy(() -> groups.read(scope, arns)).isInstanceOf(NotOursException.class);
    }

    @Test
    void aNewGroupIsTaggedAndKeepsItsEventsSoLong() {
        assertThat(groups.create(wanted, scope, arns)).isEqualTo(ARN);

        verify(logs)
                .createLogGroup(CreateLogGroupRequest.builder()
                        .logGroupName(NAME)
                        .tags(service.tags())
                        .build());
        verify(logs)
                .putRetentionPolicy(PutRetentionPolicyRequest.builder()
                        .logGroupName(NAME)
                        .retentionInDays(14)
                        .build());
    }

    @Test
    void aGroupThatIsThereAlreadyIsBroughtToWhatIsWanted() {
        doThrow(error(
                        CloudWatchLogsException.builder(),
                        "ResourceAlreadyExistsException",
                        CloudWatchLogsException.class))
                .when(logs)
                .createLogGroup(any(CreateLogGroupRequest.class));
        there(14, service.tags());

        groups.create(wanted, scope, arns);

        verify(logs, never()).putRetentionPolicy(any(PutRetentionPolicyRequest.class));
    }

    @Test
    void keepingForEverIsAStateToGoBackTo() {
        LogGroup forEver = new LogGroup(NAME, OptionalInt.empty(), service.tags());

        groups.update(new Found<>(wanted, ARN), forEver, scope, arns);

        verify(logs)
                .deleteRetentionPolicy(DeleteRetentionPolicyRequest.builder()
                        .logGroupName(NAME)
                        .build());
    }

    @Test
    void aGroupThatIsGoneAlreadyIsFine() {
        doThrow(error(CloudWatchLogsException.builder(), "ResourceNotFoundException", CloudWatchLogsException.class))
                .when(logs)
                .deleteLogGroup(any(DeleteLogGroupRequest.class));

        groups.remove(new Found<>(wanted, ARN), scope, arns);

        verify(logs).deleteLogGroup(any(DeleteLogGroupRequest.class));
    }
}
