package dev.slipway.resource;

import static dev.slipway.environment.ManifestBuilder.backend;
import static dev.slipway.environment.ManifestBuilder.web;
import static dev.slipway.resource.Samples.OTHER_TAGS;
import static dev.slipway.resource.Samples.SCOPE;
import static dev.slipway.resource.Samples.TAGS;
import static dev.slipway.resource.Samples.arns;
import static dev.slipway.resource.Samples.noArns;
import static dev.slipway.resource.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.slipway.aws.Mocks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.Tag;

class ParametersTest {
    private static final String COMPONENT = "/copilot/applications/demo/components/api";
    private static final String COMPONENT_JSON =
            "{\"app\":\"demo\",\"name\":\"api\",\"type\":\"Load Balanced Web Service\"}";
    private static final String TARGET_GROUP = "/slipway/demo/test/api/target-group";
    private static final String GROUP_ARN =
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/group/0123456789abcdef";
    private static final Map<String, String> COMPONENT_TAGS =
            Map.of("copilot-application", "demo", "copilot-service", "api");

    private final SsmClient ssm = Mocks.client(SsmClient.class);
    private final ResourceGroupsTaggingApiClient tagging = Mocks.client(ResourceGroupsTaggingApiClient.class);
    private final Parameters kind = new Parameters(ssm, tagging);
    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, Map<String, String>> tags = new HashMap<>();

    @BeforeEach
    void store() {
        doAnswer(call -> {
                    String path = ((GetParametersByPathRequest) call.getArgument(0)).path();
                    return GetParametersByPathResponse.builder()
                            .parameters(values.entrySet().stream()
                                    .filter(value -> value.getKey().startsWith(path))
                                    .map(ParametersTest::parameter)
                                    .toList())
                            .build();
                })
                .when(ssm)
                .getParametersByPath(any(GetParametersByPathRequest.class));
        doAnswer(call -> {
                    List<String> names = ((GetParametersRequest) call.getArgument(0)).names();
                    return GetParametersResponse.builder()
                            .parameters(values.entrySet().stream()
                                    .filter(value -> names.contains(value.getKey()))
                                    .map(ParametersTest::parameter)
                                    .toList())
                            .build();
                })
                .when(ssm)
                .getParameters(any(GetParametersRequest.class));
        Mocks.parametersWithTags(ssm, tags);
        doReturn(PutParameterResponse.builder().build()).when(ssm).putParameter(any(PutParameterRequest.class));
        doReturn(DeleteParameterResponse.builder().build())
                .when(ssm)
                .deleteParameter(any(DeleteParameterRequest.class));
    }

    @Test
    void aServiceIsRecordedAsCopilotRecordsItAndWithItsEndpointImageAndTargetGroup() {
        List<Parameter> wanted = kind.desired(service(web()), new Existing());

        assertThat(wanted)
                .extracting(Parameter::name)
                .containsExactlyInAnyOrder(
                        COMPONENT, "/slipway/demo/test/api/endpoint", "/slipway/demo/test/api/image", TARGET_GROUP);
        assertThat(wanted)
                .contains(
                        new Parameter(COMPONENT, COMPONENT_JSON),
                        new Parameter("/slipway/demo/test/api/image", "repo/demo/api@sha256:abc"));
    }

    @Test
    void aServiceBehindNoLoadBalancerHasNoTargetGroup() {
        assertThat(kind.desired(service(backend()), new Existing()))
                .extracting(Parameter::name)
                .doesNotContain(TARGET_GROUP);
    }

    @Test
    void theTargetGroupsArnIsKnownOnlyWhenTheCallIsMade() {
        kind.create(new Parameter(TARGET_GROUP, "group"), SCOPE, arns("target-group", "group", GROUP_ARN));

        PutParameterRequest request = lastPut(1);
        assertThat(request.value()).isEqualTo(GROUP_ARN);
        assertThat(request.type()).isEqualTo(ParameterType.STRING);
        assertThat(request.tags()).extracting(Tag::key).containsAll(TAGS.keySet());
    }

    @Test
    void whatIsReadIsWhatWasWanted() {
        exists(COMPONENT, COMPONENT_JSON, COMPONENT_TAGS);
        exists(TARGET_GROUP, GROUP_ARN, TAGS);

        assertThat(kind.read(SCOPE, arns("target-group", "group", GROUP_ARN)))
                .extracting(Found::state)
                .containsExactly(new Parameter(COMPONENT, COMPONENT_JSON), new Parameter(TARGET_GROUP, "group"));
    }

    @Test
    void aTargetGroupThatWasMadeAnewUnderItsOldNameIsAChange() {
        exists(TARGET_GROUP, GROUP_ARN, TAGS);
        Arns anew = arns("target-group", "group", GROUP_ARN + "0");

        assertThat(kind.read(SCOPE, anew))
                .extracting(found -> found.state().value())
                .containsExactly(GROUP_ARN);

        kind.create(new Parameter(TARGET_GROUP, GROUP_ARN), SCOPE, noArns());
        assertThat(lastPut(1).value()).isEqualTo(GROUP_ARN);
    }

    @Test
    void copilotsRecordBearsNoEnvironment() {
        kind.create(new Parameter(COMPONENT, COMPONENT_JSON), SCOPE, noArns());

        PutParameterRequest request = lastPut(1);
        assertThat(request.description()).isEqualTo("Copilot Load Balanced Web Service api");
        assertThat(request.tags())
                .extracting(Tag::key)
                .containsExactlyInAnyOrder("copilot-application", "copilot-service");
    }

    @Test
    void oneThatIsThereAlreadyIsOverwrittenIfItIsOurs() {
        doThrow(ParameterAlreadyExistsException.builder().build())
                .doReturn(PutParameterResponse.builder().build())
                .when(ssm)
                .putParameter(any(PutParameterRequest.class));
        exists(COMPONENT, "{}", COMPONENT_TAGS);

        kind.create(new Parameter(COMPONENT, COMPONENT_JSON), SCOPE, noArns());

        assertThat(lastPut(2).overwrite()).isTrue();
        assertThat(lastPut(2).tags()).isEmpty();
    }

    @Test
    void anothersParameterIsNeitherReadNorOverwritten() {
        doThrow(ParameterAlreadyExistsException.builder().build())
                .when(ssm)
                .putParameter(any(PutParameterRequest.class));
        exists(TARGET_GROUP, GROUP_ARN, OTHER_TAGS);

        assertThatThrownBy(() -> kind.read(SCOPE, noArns())).isInstanceOf(NotOursException.class);
        assertThatThrownBy(() -> kind.create(new Parameter(TARGET_GROUP, GROUP_ARN), SCOPE, noArns()))
                .isInstanceOf(NotOursException.class);
        verify(ssm, times(1)).putParameter(any(PutParameterRequest.class));
    }

    @Test
    void copilotsRecordStaysWhileAnotherEnvironmentHasTheService() {
        runsIn("prod", "test");
        kind.remove(new Found<>(new Parameter(COMPONENT, COMPONENT_JSON), "arn"), SCOPE, noArns());
        verify(ssm, never()).deleteParameter(any(DeleteParameterRequest.class));

        runsIn("test");
        kind.remove(new Found<>(new Parameter(COMPONENT, COMPONENT_JSON), "arn"), SCOPE, noArns());
        verify(ssm)
                .deleteParameter(
                        DeleteParameterRequest.builder().name(COMPONENT).build());
    }

    @Test
    void goneAlreadyIsFine() {
        doThrow(ParameterNotFoundException.builder().build())
                .when(ssm)
                .deleteParameter(any(DeleteParameterRequest.class));

        assertThatCode(() -> kind.remove(new Found<>(new Parameter(TARGET_GROUP, "group"), "arn"), SCOPE, noArns()))
                .doesNotThrowAnyException();
    }

    private void exists(String name, String value, Map<String, String> itsTags) {
        values.put(name, value);
        tags.put(name, itsTags);
    }

    private void runsIn(String... environments) {
        doReturn(GetResourcesResponse.builder()
                        .resourceTagMappingList(java.util.stream.Stream.of(environments)
                                .map(environment -> ResourceTagMapping.builder()
                                        .tags(
                                                software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag
                                                        .builder()
                                                        .key("copilot-environment")
                                                        .value(environment)
                                                        .build())
                                        .build())
                                .toList())
                        .build())
                .when(tagging)
                .getResources(any(GetResourcesRequest.class));
    }

    private PutParameterRequest lastPut(int count) {
        ArgumentCaptor<PutParameterRequest> requests = ArgumentCaptor.forClass(PutParameterRequest.class);
        verify(ssm, times(count)).putParameter(requests.capture());
        return requests.getAllValues().get(count - 1);
    }

    private static software.amazon.awssdk.services.ssm.model.Parameter parameter(Map.Entry<String, String> value) {
        return software.amazon.awssdk.services.ssm.model.Parameter.builder()
                .name(value.getKey())
                .value(value.getValue())
                .build();
    }
}
