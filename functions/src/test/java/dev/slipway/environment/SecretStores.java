package dev.slipway.environment;

import static dev.slipway.environment.EnvironmentBuilder.environment;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import dev.slipway.aws.Mocks;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Reading;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;

/** Parameter Store and Secrets Manager as the secrets of a manifest are looked up in them: what is there bears tags, and has no value. */
final class SecretStores {
    static final Map<String, String> OURS = Map.of("copilot-application", "demo", "copilot-environment", "test");

    static final String ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:demo/x-AbCdEf";
    final SsmClient ssm = Mocks.client(SsmClient.class);
    final SecretsManagerClient secretsManager = Mocks.client(SecretsManagerClient.class);
    final Map<String, Map<String, String>> parameters = new HashMap<>();
    final Map<String, DescribeSecretResponse> managed = new HashMap<>();
    final ResourceGroupsTaggingApiClient tagging = Mocks.client(ResourceGroupsTaggingApiClient.class);

    /** Keys by the names of parameters. */
    final Map<String, String> keys = new HashMap<>();

    final Map<String, Map<String, String>> tagsOfKeys = new HashMap<>();

    SecretStores() {
        Mocks.parametersWithTags(ssm, parameters);
        doAnswer(call -> {
                    var found = managed.get(((DescribeSecretRequest) call.getArgument(0)).secretId());
                    if (found == null) {
                        throw ResourceNotFoundException.builder().build();
                    }
                    return found;
                })
                .when(secretsManager)
                .describeSecret(any(DescribeSecretRequest.class));
        doAnswer(call -> DescribeParametersResponse.builder()
                        .parameters(((DescribeParametersRequest) call.getArgument(0))
                                .parameterFilters().get(0).values().stream()
                                        .map(name -> ParameterMetadata.builder()
                                                .name(name)
                                                .keyId(keys.get(name))
                                                .build())
                                        .toList())
                        .build())
                .when(ssm)
                .describeParameters(any(DescribeParametersRequest.class));
        doAnswer(call -> GetResourcesResponse.builder()
                        .resourceTagMappingList(((GetResourcesRequest) call.getArgument(0))
                                .resourceARNList().stream()
                                        .filter(tagsOfKeys::containsKey)
                                        .map(this::tagged)
                                        .toList())
                        .build())
                .when(tagging)
                .getResources(any(GetResourcesRequest.class));
    }

    Answer<Map<Secret, String>> check(ManifestBuilder manifest) {
        return check(manifest.reading());
    }

    Answer<Map<Secret, String>> check(Reading reading) {
        return check(reading, name -> false);
    }

    Answer<Map<Secret, String>> check(Reading reading, Predicate<String> generated) {
        return new Secrets(ssm, secretsManager, new SecretKeys(ssm, tagging))
                .check(reading, reading.manifest().orElseThrow(), environment().build(), Map.of(), generated);
    }

    static DescribeSecretResponse secret(Map<String, String> tags) {
        return DescribeSecretResponse.builder()
                .arn(ARN)
                .tags(tags.entrySet().stream()
                        .map(tag -> software.amazon.awssdk.services.secretsmanager.model.Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    private ResourceTagMapping tagged(String key) {
        return ResourceTagMapping.builder()
                .resourceARN(key)
                .tags(tagsOfKeys.get(key).entrySet().stream()
                        .map(tag -> software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
