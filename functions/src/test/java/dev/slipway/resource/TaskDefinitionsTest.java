package dev.slipway.resource;

import static dev.slipway.aws.Mocks.client;
import static dev.slipway.aws.Mocks.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.aws.ModelJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

class TaskDefinitionsTest {
    private static final String MANAGED =
            TestService.BASE + "storage:\n  volumes:\n    v: {path: /v, efs: true}\n" + "variables: {B: '1', A: '2'}\n";
    private static final String ACCESS_POINT =
            "arn:aws:elasticfilesystem:us-west-2:123456789123:access-point/fsap-0123";

    private final EcsClient ecs = client(EcsClient.class);
    private final TaskDefinitions definitions = new TaskDefinitions(ecs);
    private final Service service = TestService.service().of(MANAGED);
    private final Scope scope = TestService.scope(service);
    private final Arns arns = new Arns(Map.of());

    @BeforeEach
    void nothingIsThere() {
        arns.put("access-point", AccessPoints.of(service).orElseThrow().key(), ACCESS_POINT);
        doReturn(ListTaskDefinitionsResponse.builder().build())
                .when(ecs)
                .listTaskDefinitions(any(ListTaskDefinitionsRequest.class));
        doThrow(error(
                        EcsException.builder(),
                        "ClientException",
                        "Unable to describe task definition.",
                        EcsException.class))
                .when(ecs)
                .describeTaskDefinition(any(DescribeTaskDefinitionRequest.class));
    }

    private static String arn(int revision) {
        return "arn:aws:ecs:us-west-2:123456789123:task-definition/my-app-test-fe:" + revision;
    }

    /** What ECS answers for what was registered: with its own additions. */
    private static DescribeTaskDefinitionResponse described(RegisterTaskDefinitionRequest request, int revision) {
        ObjectNode tree = ModelJson.write(request);
        tree.remove("tags");
        ObjectNode container = (ObjectNode) tree.path("containerDefinitions").get(0);
        container.put("essential", true).put("cpu", 0);
        ((ObjectNode) container.path("portMappings").get(0)).put("hostPort", 80);
        tree.put("taskDefinitionArn", arn(revision))
                .put("revision", revision)
                .put("status", "ACTIVE")
                .put("registeredBy", "someone");
        return DescribeTaskDefinitionResponse.builder()
                .taskDefinition(ModelJson.read(tree, software.amazon.awssdk.services.ecs.model.TaskDefinition.builder())
                        .build())
                .tags(request.tags())
                .build();
    }

    private void active(DescribeTaskDefinitionResponse... responses) {
        doReturn(ListTaskDefinitionsResponse.builder()
                        .taskDefinitionArns(List.of(responses).stream()
                                .map(response -> response.taskDefinition().taskDefinitionArn())
                                .toList())
                        .build())
                .when(ecs)
                .listTaskDefinitions(any(ListTaskDefinitionsRequest.class));
        for (DescribeTaskDefinitionResponse response : responses) {
            stub(response.taskDefinition().taskDefinitionArn(), response);
        }
        if (responses.length > 0) {
            stub("my-app-test-fe", responses[0]);
        }
    }

    private void stub(String name, DescribeTaskDefinitionResponse response) {
        doReturn(response)
                .when(ecs)
                .describeTaskDefinition(argThat((DescribeTaskDefinitionRequest r) ->
                        r != null && r.taskDefinition().equals(name)));
    }

    private TaskDefinition wanted(Existing existing) {
        return definitions.desired(service, existing).get(0);
    }

    private Existing existing() {
        Existing existing = new Existing();
        existing.add(definitions, definitions.read(scope, arns));
        return existing;
    }

    @Test
    void aDefinitionThatIsReadBackEqualsTheOneThatWasRegistered() {
        TaskDefinition wanted = wanted(new Existing());
        assertThat(wanted.key()).startsWith("my-app-test-fe:+");

        RegisterTaskDefinitionRequest request = TaskDefinitions.request(wanted, arns);
        assertThat(request.volumes()
                        .get(0)
                        .efsVolumeConfiguration()
                        .authorizationConfig()
                        .accessPointId())
                .isEqualTo("fsap-0123");
        active(described(request, 7));
        arns.put("task-definition", wanted.key(), arn(7));

        assertThat(definitions.read(scope, arns)).containsExactly(new Found<>(wanted, arn(7)));
    }

    @Test
    void anEqualRevisionIsKeptSoThatNothingChanges() {
        active(described(TaskDefinitions.request(wanted(new Existing()), arns), 7));
        Existing existing = existing();

        assertThat(TaskDefinitions.keyOf(service, existing)).isEqualTo("my-app-test-fe:7");
        assertThat(wanted(existing))
                .isEqualTo(existing.of(TaskDefinition.class).get(0).state());
    }

    @Test
    void anotherContentIsAnotherDefinitionAndTheSameContentAlwaysTheSame() {
        active(described(TaskDefinitions.request(wanted(new Existing()), arns), 7));
        Existing existing = existing();
        Service other = TestService.service().of(MANAGED + "cpu: 512\nmemory: 1024\n");

        String key = TaskDefinitions.keyOf(other, existing);

        assertThat(key).startsWith("my-app-test-fe:+");
        assertThat(TaskDefinitions.keyOf(other, new Existing())).isEqualTo(key);
    }

    @Test
    void whatIsRegisteredBearsTheTagsAndComesBackByItsKey() {
        doReturn(RegisterTaskDefinitionResponse.builder()
                        .taskDefinition(d -> d.taskDefinitionArn(arn(1)))
                        .build())
                .when(ecs)
                .registerTaskDefinition(any(RegisterTaskDefinitionRequest.class));

        assertThat(definitions.create(wanted(new Existing()), scope, arns)).isEqualTo(arn(1));

        ArgumentCaptor<RegisterTaskDefinitionRequest> sent =
                ArgumentCaptor.forClass(RegisterTaskDefinitionRequest.class);
        verify(ecs).registerTaskDefinition(sent.capture());
        assertThat(sent.getValue().tags())
                .contains(Tag.builder().key("copilot-service").value("fe").build());
    }

    @Test
    void aRegistrationWhoseAnswerWasLostIsFoundInsteadOfRepeated() {
        TaskDefinition wanted = wanted(new Existing());
        active(described(TaskDefinitions.request(wanted, arns), 3));

        assertThat(definitions.create(wanted, scope, arns)).isEqualTo(arn(3));

        verify(ecs, never()).registerTaskDefinition(any(RegisterTaskDefinitionRequest.class));
    }

    @Test
    void aRevisionThatTheSdkRegisteredTwiceSinceAnAnswerWasLostIsTakenBack() {
        TaskDefinition wanted = wanted(new Existing());
        doReturn(described(TaskDefinitions.request(wanted, arns), 4))
                .when(ecs)
                .describeTaskDefinition(DescribeTaskDefinitionRequest.builder()
                        .taskDefinition(arn(4))
                        .include(TaskDefinitionField.TAGS)
                        .build());
        doReturn(RegisterTaskDefinitionResponse.builder()
                        .taskDefinition(d -> d.taskDefinitionArn(arn(5)))
                        .build())
                .when(ecs)
                .registerTaskDefinition(any(RegisterTaskDefinitionRequest.class));
        doReturn(DeregisterTaskDefinitionResponse.builder().build())
                .when(ecs)
                .deregisterTaskDefinition(any(DeregisterTaskDefinitionRequest.class));

        assertThat(definitions.create(wanted, scope, arns)).isEqualTo(arn(5));

        verify(ecs)
                .deregisterTaskDefinition(DeregisterTaskDefinitionRequest.builder()
                        .taskDefinition(arn(4))
                        .build());
    }

    @Test
    void revisionsOfOthersAndInactiveOnesAreNotTheServices() {
        RegisterTaskDefinitionRequest request = TaskDefinitions.request(wanted(new Existing()), arns);
        DescribeTaskDefinitionResponse untagged =
                described(request, 5).toBuilder().tags(List.of()).build();
        DescribeTaskDefinitionResponse one = described(request, 4);
        DescribeTaskDefinitionResponse inactive = one.toBuilder()
                .taskDefinition(one.taskDefinition().toBuilder()
                        .status(TaskDefinitionStatus.INACTIVE)
                        .build())
                .build();
        active(untagged, inactive);

        assertThat(definitions.read(scope, arns)).isEmpty();
    }

    @Test
    void aRevisionThatIsGoneAlreadyIsFine() {
        doThrow(error(
                        EcsException.builder(),
                        "ClientException",
                        "The specified task definition does not exist.",
                        EcsException.class))
                .when(ecs)
                .deregisterTaskDefinition(any(DeregisterTaskDefinitionRequest.class));

        definitions.remove(new Found<>(wanted(new Existing()), arn(1)), scope, arns);

        verify(ecs)
                .deregisterTaskDefinition(DeregisterTaskDefinitionRequest.builder()
                        .taskDefinition(arn(1))
                        .build());
    }
}
