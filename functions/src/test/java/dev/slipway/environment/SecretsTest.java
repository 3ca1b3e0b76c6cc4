package dev.slipway.environment;

import static dev.slipway.aws.Latches.reaches;
import static dev.slipway.environment.EnvironmentBuilder.environment;
import static dev.slipway.environment.ManifestBuilder.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.slipway.aws.Mocks;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Problem.Severity;
import dev.slipway.manifest.Reading;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.Tag;

class SecretsTest {
    private static final Map<String, String> OURS =
            Map.of("copilot-application", "demo", "copilot-environment", "test");
    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:demo/x-AbCdEf";
    private static final String TAGS = "--tags Key=copilot-application,Value=demo Key=copilot-environment,Value=test";

    private final SsmClient ssm = Mocks.client(SsmClient.class);
    private final SecretsManagerClient secretsManager = Mocks.client(SecretsManagerClient.class);
    private final Map<String, Map<String, String>> parameters = new HashMap<>();
    private final Map<String, DescribeSecretResponse> managed = new HashMap<>();
    private final ResourceGroupsTaggingApiClient tagging = Mocks.client(ResourceGroupsTaggingApiClient.class);

    /** Keys by the names of parameters. */
    private final Map<String, String> keys = new HashMap<>();

    private final Map<String, Map<String, String>> tagsOfKeys = new HashMap<>();

    @BeforeEach
    void stores() {
        doAnswer(call -> {
                    Map<String, String> tags =
                            parameters.get(((ListTagsForResourceRequest) call.getArgument(0)).resourceId());
                    if (tags == null) {
                        throw InvalidResourceIdException.builder().build();
                    }
                    return ListTagsForResourceResponse.builder()
                            .tagList(tags.entrySet().stream()
                                    .map(tag -> Tag.builder()
                                            .key(tag.getKey())
                                            .value(tag.getValue())
                                            .build())
                                    .toList())
                            .build();
                })
                .when(ssm)
                .listTagsForResource(any(ListTagsForResourceRequest.class));
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
                                        .map(SecretsTest.this::tagged)
                                        .toList())
                        .build())
                .when(tagging)
                .getResources(any(GetResourcesRequest.class));
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

    @Test
    void allAreLookedUpAtTheSameTime() {
        CountDownLatch three = new CountDownLatch(3);
        doAnswer(call -> {
                    three.countDown();
                    assertThat(reaches(three)).isTrue();
                    throw InvalidResourceIdException.builder().build();
                })
                .when(ssm)
                .listTagsForResource(any(ListTagsForResourceRequest.class));
        doAnswer(call -> {
                    three.countDown();
                    assertThat(reaches(three)).isTrue();
                    throw ResourceNotFoundException.builder().build();
                })
                .when(secretsManager)
                .describeSecret(any(DescribeSecretRequest.class));

        var answer = check(web().secret("A", new Secret.Reference("/a"))
                .secret("B", new Secret.Reference("/b"))
                .secret("C", new Secret.SecretsManager("c")));

        assertThat(answer.problems()).hasSize(3);
    }

    @Test
    void aParameterIsNamedToTheTaskAsTheManifestNamesIt() {
        parameters.put("/a/b", OURS);

        Answer<Map<Secret, String>> answer = check(web().secret("A", new Secret.Reference("/a/b")));

        assertThat(answer.problems()).isEmpty();
        assertThat(answer.value()).isEqualTo(Map.of(new Secret.Reference("/a/b"), "/a/b"));
    }

    private static Map<String, String> of(String service, String... more) {
        Map<String, String> tags = new HashMap<>(OURS);
        tags.put("copilot-service", service);
        if (more.length > 0) {
            tags.put(more[0], "true");
        }
        return tags;
    }

    @Test
    void aParameterOfAnotherServiceIsRefusedHoweverItIsNamed() {
        parameters.put("/a/b", of("other"));
        String arn = "arn:aws:ssm:eu-west-1:111122223333:parameter/a/b";
        for (String name : List.of("/a/b", "/a/b:3", arn)) {
            assertThat(check(web().secret("A", new Secret.Reference(name))).problems())
                    .as(name)
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.code()).isEqualTo("secret-of-another-service");
                        assertThat(problem.message())
                                .isEqualTo("the parameter \"/a/b\" belongs to the service \"other\"");
                        assertThat(problem.hint().orElseThrow()).contains("--tags Key=slipway-shared,Value=true");
                    });
        }
    }

    @Test
    void aManagedSecretOfAnotherServiceIsRefused() {
        managed.put("demo/x", secret(of("other")));

        assertThat(check(web().secret("A", new Secret.SecretsManager("demo/x"))).problems())
                .extracting(Problem::code)
                .containsExactly("secret-of-another-service");
    }

    @Test
    void aSecretThatAnotherServiceHadGeneratedIsNotTakenOver() {
        parameters.put("/copilot/demo/test/secrets/A", of("other"));

        assertThat(check(web().secret("A", new Secret.Generate(20))).problems())
                .extracting(Problem::code)
                .containsExactly("secret-of-another-service");
    }

    @Test
    void credentialsAndOverridesReachNoSecretOfAnotherService() {
        parameters.put("/a/b", of("other"));
        managed.put("registry", secret(of("other")));
        String manifest = """
                name: api
                type: Backend Service
                image: {location: nginx, port: 80, credentials: registry}
                sidecars:
                  s: {image: busybox, credentialsParameter: registry}
                taskdef_overrides:
                  - {path: 'ContainerDefinitions[0].Secrets[-]', value: {Name: X, ValueFrom: /a/b}}
                  - {path: 'ContainerDefinitions[0].Secrets[0].ValueFrom', value: /a/b}
                  - {path: 'ContainerDefinitions[0].RepositoryCredentials.CredentialsParameter', value: registry}
                """;
        Reading reading = ManifestReader.read(manifest, "demo", "test", Map.of());

        List<Problem> problems = new Secrets(ssm, secretsManager, new SecretKeys(ssm, tagging))
                .check(reading, reading.manifest().orElseThrow(), environment().build(), Map.of(), name -> false)
                .problems();

        assertThat(problems)
                .extracting(Problem::code, Problem::path)
                .containsExactlyInAnyOrder(
                        tuple("secret-of-another-service", "image.credentials"),
                        tuple("secret-of-another-service", "sidecars.s.credentialsParameter"),
                        tuple("secret-of-another-service", "taskdef_overrides[0]"),
                        tuple("secret-of-another-service", "taskdef_overrides[1]"),
                        tuple("secret-of-another-service", "taskdef_overrides[2]"));
    }

    @Test
    void theOwnAndWhatItsOwnerSharesAreReadable() {
        parameters.put("/own", of("api"));
        parameters.put("/shared", of("other", "slipway-shared"));
        var manifest = web().secret("A", new Secret.Reference("/own")).secret("B", new Secret.Reference("/shared"));

        assertThat(check(manifest).problems()).isEmpty();
    }

    @Test
    void aSecretByNameIsNamedToTheTaskByItsFullArn() {
        managed.put("demo/x", secret(OURS));

        Secret secret = new Secret.SecretsManager("demo/x:user::");

        assertThat(check(web().secret("A", secret)).value()).isEqualTo(Map.of(secret, ARN + ":user::"));
    }

    @Test
    void aNameWithItsSuffixIsFoundAsThePartOfTheArnThatItIs() {
        managed.put(ARN, secret(OURS));

        Secret secret = new Secret.SecretsManager("demo/x-AbCdEf");

        assertThat(check(web().secret("A", secret)).value()).isEqualTo(Map.of(secret, ARN));
    }

    @Test
    void whatIsMissingIsReportedWithTheCommandThatMakesItEverywhereAtOnce() {
        ManifestBuilder manifest = web().secret("A", new Secret.Reference("/a"))
                .sidecar("nginx", Optional.of("nginx"), Map.of(), Map.of("B", new Secret.SecretsManager("demo/b")))
                .fireLens(
                        Map.of(), Map.of("C", new Secret.Reference("/c")), Map.of("apikey", new Secret.Reference("/d")))
                .at("secrets.A", 8, 6);

        assertThat(check(manifest).problems())
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(
                        tuple("secret-not-found", "secrets.A", 8),
                        tuple("secret-not-found", "logging.secrets.C", 0),
                        tuple("secret-not-found", "logging.secretOptions.apikey", 0),
                        tuple("secret-not-found", "sidecars.nginx.secrets.B", 0));
        assertThat(check(manifest).problems())
                .extracting(problem -> problem.hint().orElseThrow())
                .contains(
                        "aws ssm put-parameter --name /a --type SecureString --value '...' " + TAGS,
                        "aws secretsmanager create-secret --name demo/b --secret-string '...' " + TAGS);
    }

    @Test
    void whatTheTasksMayNotReadIsReportedWithTheCommandThatTagsIt() {
        parameters.put("/a", Map.of("copilot-application", "demo"));
        managed.put("demo/x", secret(Map.of("copilot-application", "demo", "copilot-environment", "prod")));

        List<Problem> problems = check(
                        web().secret("A", new Secret.Reference("/a")).secret("B", new Secret.SecretsManager("demo/x")))
                .problems();

        assertThat(problems).extracting(Problem::code).containsOnly("secret-not-tagged");
        assertThat(problems)
                .extracting(problem -> problem.hint().orElseThrow())
                .containsExactly(
                        "aws ssm add-tags-to-resource --resource-type Parameter --resource-id /a " + TAGS,
                        "aws secretsmanager tag-resource --secret-id demo/x " + TAGS);
    }

    @Test
    void aSecretThatIsToBeDeletedCannotBeRead() {
        managed.put(
                "demo/x", secret(OURS).toBuilder().deletedDate(Instant.EPOCH).build());

        assertThat(check(web().secret("A", new Secret.SecretsManager("demo/x"))).problems())
                .extracting(Problem::code)
                .containsExactly("secret-deleted");
    }

    @Test
    void aSecretOfAnotherAccountIsUsedWithAWarning() {
        String arn = "arn:aws:ssm:eu-west-1:999999999999:parameter/shared";

        Answer<Map<Secret, String>> answer = check(web().secret("A", new Secret.Reference(arn)));

        assertThat(answer.value()).isEqualTo(Map.of(new Secret.Reference(arn), arn));
        assertThat(answer.problems())
                .extracting(Problem::severity, Problem::code)
                .containsExactly(tuple(Severity.WARNING, "secret-not-checked"));
    }

    @Test
    void anArnOfSomethingElseIsRefused() {
        assertThat(check(web().secret("A", new Secret.Reference("arn:aws:s3:::bucket")))
                        .problems())
                .extracting(Problem::code)
                .containsExactly("secret-invalid");
    }

    @Test
    void aSecretToBeGeneratedNeedNotExist() {
        Answer<Map<Secret, String>> answer = check(web().secret("A", new Secret.Generate(32)));

        assertThat(answer.problems()).isEmpty();
        assertThat(answer.value()).isEmpty();
    }

    @Test
    void aSecretToBeGeneratedThatSomebodyElseMadeIsUsedAsItIs() {
        String name = "/copilot/demo/test/secrets/A";
        parameters.put(name, OURS);

        assertThat(check(web().secret("A", new Secret.Generate(32))).value())
                .isEqualTo(Map.of(new Secret.Reference(name), name));
    }

    @Test
    void whatIsKnownToBeGeneratedIsNotAskedFor() {
        Reading reading = web().secret("A", new Secret.Generate(32))
                .secret("B", new Secret.Generate(32))
                .reading();

        Answer<Map<Secret, String>> answer = new Secrets(ssm, secretsManager, new SecretKeys(ssm, tagging))
                .check(
                        reading,
                        reading.manifest().orElseThrow(),
                        environment().build(),
                        Map.of(),
                        name -> name.endsWith("/secrets/A"));

        assertThat(answer.value()).isEmpty();
        assertThat(answer.problems()).isEmpty();
        verify(ssm, times(1)).listTagsForResource(any(ListTagsForResourceRequest.class));
    }

    @Test
    void aSecretThatTheServiceGeneratedItselfStaysItsOwn() {
        Map<String, String> tags = new HashMap<>(OURS);
        tags.put("copilot-service", "api");
        parameters.put("/copilot/demo/test/secrets/A", tags);

        assertThat(check(web().secret("A", new Secret.Generate(32))).value()).isEmpty();
    }

    @Test
    void aKeyOfOnesOwnNeedsTheTagsTooOrAPolicyOfItsOwn() {
        String key = "arn:aws:kms:eu-west-1:111122223333:key/";
        parameters.put("/a", OURS);
        parameters.put("/b", OURS);
        keys.put("/a", "alias/aws/ssm");
        keys.put("/b", "one");
        managed.put("demo/x", secret(OURS).toBuilder().kmsKeyId(key + "two").build());
        managed.put("demo/y", secret(OURS).toBuilder().kmsKeyId("alias/mine").build());
        tagsOfKeys.put(key + "two", OURS);
        tagsOfKeys.put(key + "one", Map.of("copilot-application", "demo"));
        ManifestBuilder manifest = web().secret("A", new Secret.Reference("/a"))
                .secret("B", new Secret.Reference("/b"))
                .secret("X", new Secret.SecretsManager("demo/x"))
                .secret("Y", new Secret.SecretsManager("demo/y"))
                .at("secrets.B", 9, 6);

        assertThat(check(manifest).problems())
                .extracting(Problem::severity, Problem::code, Problem::path)
                .containsExactlyInAnyOrder(
                        tuple(Severity.WARNING, "secret-key-not-tagged", "secrets.B"),
                        tuple(Severity.WARNING, "secret-key-not-tagged", "secrets.Y"));
        verify(tagging, times(1)).getResources(any(GetResourcesRequest.class));

        tagsOfKeys.put(key + "one", OURS);
        assertThat(check(manifest).problems()).extracting(Problem::path).containsExactly("secrets.Y");
    }

    @Test
    void withoutKeysOfOnesOwnTheirTagsAreNotAskedFor() {
        parameters.put("/a", OURS);
        managed.put("demo/x", secret(OURS));

        assertThat(check(web().secret("A", new Secret.Reference("/a")).secret("B", new Secret.SecretsManager("demo/x")))
                        .problems())
                .isEmpty();
        verify(tagging, never()).getResources(any(GetResourcesRequest.class));
    }

    @Test
    void credentialsOfAPrivateRegistryAreSecretsOfTheTaskToo() {
        managed.put("demo/x", secret(OURS));
        Reading reading = Written.with("""
                image: {location: example.com/a, port: 80, credentials: demo/x}
                sidecars:
                  one: {image: example.com/b, credentialsParameter: demo/y}
                  two: {image: example.com/b, credentialsParameter: 'arn:aws:ssm:eu-west-1:111122223333:parameter/x'}
                """);

        List<Problem> problems = check(reading).problems();

        assertThat(problems)
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(
                        tuple("secret-not-found", "sidecars.one.credentialsParameter", 6),
                        tuple("secret-invalid", "sidecars.two.credentialsParameter", 7));

        managed.put("demo/x", secret(Map.of()));
        assertThat(check(reading).problems())
                .extracting(Problem::code, Problem::path, Problem::line)
                .contains(tuple("secret-not-tagged", "image.credentials", 4));
    }

    @Test
    void noValueIsEverRead() {
        parameters.put("/a", OURS);
        managed.put("demo/x", secret(OURS));

        check(web().secret("A", new Secret.Reference("/a"))
                .secret("B", new Secret.Reference("/a"))
                .secret("C", new Secret.SecretsManager("demo/x")));

        verify(ssm, times(1)).listTagsForResource(any(ListTagsForResourceRequest.class));
        verify(ssm, never()).getParameters(any(GetParametersRequest.class));
        verify(secretsManager, never()).getSecretValue(any(GetSecretValueRequest.class));
    }

    private Answer<Map<Secret, String>> check(ManifestBuilder manifest) {
        return check(manifest.reading());
    }

    private Answer<Map<Secret, String>> check(Reading reading) {
        return new Secrets(ssm, secretsManager, new SecretKeys(ssm, tagging))
                .check(reading, reading.manifest().orElseThrow(), environment().build(), Map.of(), name -> false);
    }

    private static DescribeSecretResponse secret(Map<String, String> tags) {
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
}
