package dev.slipway.resource;

import static dev.slipway.environment.ManifestBuilder.web;
import static dev.slipway.resource.Samples.OTHER_TAGS;
import static dev.slipway.resource.Samples.SCOPE;
import static dev.slipway.resource.Samples.TAGS;
import static dev.slipway.resource.Samples.arns;
import static dev.slipway.resource.Samples.noArns;
import static dev.slipway.resource.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.Mocks;
import dev.slipway.manifest.Manifest.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.Tag;

class GeneratedSecretsTest {
    private static final String NAME = "/copilot/demo/test/secrets/TOKEN";
    private static final String ARN = "arn:aws:ssm:eu-west-1:111122223333:parameter" + NAME;

    private final SsmClient ssm = Mocks.client(SsmClient.class);
    private final GeneratedSecrets kind = new GeneratedSecrets(ssm);

    @Test
    void oneForEachNameHoweverManyContainersUseIt() {
        var manifest = web().secret("TOKEN", new Secret.Generate(32))
                .secret("OTHER", new Secret.Reference("/a"))
                .sidecar(
                        "nginx",
                        Optional.of("nginx"),
                        Map.of(),
                        Map.of("TOKEN", new Secret.Generate(16), "KEY", new Secret.Generate(8)));

        assertThat(kind.desired(service(manifest), new Existing()))
                .containsExactlyInAnyOrder(
                        new GeneratedSecret(NAME, 32), new GeneratedSecret("/copilot/demo/test/secrets/KEY", 8));
    }

    @Test
    void twoOfTheSameLengthAreTwoSecrets() {
        Service service = service(web().secret("A", new Secret.Generate(32)).secret("B", new Secret.Generate(32)));

        assertThat(service.valueFrom("A", new Secret.Generate(32))).isEqualTo("/copilot/demo/test/secrets/A");
        assertThat(service.valueFrom("B", new Secret.Generate(32))).isEqualTo("/copilot/demo/test/secrets/B");
    }

    @Test
    void oneThatExistsIsNotWantedOtherwise() {
        Existing existing = new Existing();
        existing.add(kind, List.of(new Found<>(new GeneratedSecret(NAME, 20), ARN)));

        assertThat(kind.desired(service(web().secret("TOKEN", new Secret.Generate(32))), existing))
                .containsExactly(new GeneratedSecret(NAME, 20));
    }

    @Test
    void oneThatSomebodyElseMadeIsNotOurs() {
        Service service =
                service(web().secret("TOKEN", new Secret.Generate(32)), Map.of(new Secret.Reference(NAME), NAME));

        assertThat(kind.desired(service, new Existing())).isEmpty();
    }

    @Test
    void itIsMadeOfLettersAndDigitsAndNeverTwiceTheSame() {
        doReturn(PutParameterResponse.builder().build()).when(ssm).putParameter(any(PutParameterRequest.class));

        assertThat(kind.create(new GeneratedSecret(NAME, 32), SCOPE, noArns())).isEqualTo(ARN);
        kind.create(new GeneratedSecret(NAME, 32), SCOPE, noArns());

        ArgumentCaptor<PutParameterRequest> requests = ArgumentCaptor.forClass(PutParameterRequest.class);
        verify(ssm, times(2)).putParameter(requests.capture());
        PutParameterRequest request = requests.getAllValues().get(0);
        assertThat(request.type()).isEqualTo(ParameterType.SECURE_STRING);
        assertThat(request.value()).matches("[A-Za-z0-9]{32}");
        assertThat(request.overwrite()).isNull();
        assertThat(request.tags())
                .extracting(Tag::key, Tag::value)
                .contains(
                        tuple("copilot-application", "demo"),
                        tuple("copilot-environment", "test"),
                        tuple("copilot-service", "api"));
        assertThat(requests.getAllValues().get(1).value()).isNotEqualTo(request.value());
    }

    @Test
    void itIsNeverOverwritten() {
        doThrow(ParameterAlreadyExistsException.builder().build())
                .when(ssm)
                .putParameter(any(PutParameterRequest.class));
        GeneratedSecret secret = new GeneratedSecret(NAME, 32);

        assertThat(kind.create(secret, SCOPE, noArns())).isEqualTo(ARN);
        assertThat(kind.update(new Found<>(secret, ARN), new GeneratedSecret(NAME, 64), SCOPE, noArns()))
                .isEqualTo(ARN);
        verify(ssm, times(1)).putParameter(any(PutParameterRequest.class));
    }

    @Test
    void theServicesOwnAreFoundByPathAndTagWithTheirLengthButWithoutTheirValue() {
        described(ParameterMetadata.builder()
                .name(NAME)
                .description("32 random characters, made by Slipway")
                .build());

        assertThat(kind.read(SCOPE, noArns())).containsExactly(new Found<>(new GeneratedSecret(NAME, 32), ARN));
        ArgumentCaptor<DescribeParametersRequest> request = ArgumentCaptor.forClass(DescribeParametersRequest.class);
        verify(ssm).describeParameters(request.capture());
        assertThat(request.getValue().parameterFilters())
                .extracting(ParameterStringFilter::key, ParameterStringFilter::values)
                .containsExactly(
                        tuple("Path", List.of("/copilot/demo/test/secrets")),
                        tuple("Type", List.of("SecureString")),
                        tuple("tag:copilot-service", List.of("api")));
    }

    @Test
    void oneThatWasMadeAMomentAgoIsFoundBeforeItIsListed() {
        described();
        tagged(TAGS);

        assertThat(kind.read(SCOPE, arns("generated-secret", NAME, ARN)))
                .extracting(found -> found.state().name())
                .containsExactly(NAME);
    }

    @Test
    void undoingItsCreationRemovesItAndNobodyElses() {
        doReturn(DeleteParameterResponse.builder().build())
                .when(ssm)
                .deleteParameter(any(DeleteParameterRequest.class));
        Found<GeneratedSecret> found = new Found<>(new GeneratedSecret(NAME, 32), ARN);

        tagged(OTHER_TAGS);
        kind.remove(found, SCOPE, noArns());
        verify(ssm, never()).deleteParameter(any(DeleteParameterRequest.class));

        tagged(TAGS);
        kind.remove(found, SCOPE, noArns());
        verify(ssm).deleteParameter(DeleteParameterRequest.builder().name(NAME).build());
    }

    @Test
    void itIsDataThatOutlivesTheService() {
        assertThat(kind.isData()).isTrue();
        verifyNoInteractions(ssm);
    }

    private void described(ParameterMetadata... parameters) {
        doReturn(DescribeParametersResponse.builder().parameters(parameters).build())
                .when(ssm)
                .describeParameters(any(DescribeParametersRequest.class));
    }

    private void tagged(Map<String, String> tags) {
        doReturn(ListTagsForResourceResponse.builder()
                        .tagList(tags.entrySet().stream()
                                .map(tag -> Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList())
                        .build())
                .when(ssm)
                .listTagsForResource(any(ListTagsForResourceRequest.class));
    }
}
