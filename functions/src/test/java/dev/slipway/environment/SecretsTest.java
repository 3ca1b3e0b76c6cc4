package dev.slipway.environment;

import static dev.slipway.aws.Latches.reaches;
import static dev.slipway.environment.ManifestBuilder.web;
import static dev.slipway.environment.SecretStores.ARN;
import static dev.slipway.environment.SecretStores.OURS;
import static dev.slipway.environment.SecretStores.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Problem.Severity;
import dev.slipway.manifest.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;

class SecretsTest {
    private final SecretStores stores = new SecretStores();
    private static final String TAGS = "--tags Key=copilot-application,Value=demo Key=copilot-environment,Value=test";

    @Test
    void allAreLookedUpAtTheSameTime() {
        CountDownLatch three = new CountDownLatch(3);
        doAnswer(call -> {
                    three.countDown();
                    assertThat(reaches(three)).isTrue();
                    throw InvalidResourceIdException.builder().build();
                })
                .when(stores.ssm)
                .listTagsForResource(any(ListTagsForResourceRequest.class));
        doAnswer(call -> {
                    three.countDown();
                    assertThat(reaches(three)).isTrue();
                    throw ResourceNotFoundException.builder().build();
                })
                .when(stores.secretsManager)
                .describeSecret(any(DescribeSecretRequest.class));

        var answer = stores.check(web().secret("A", new Secret.Reference("/a"))
                .secret("B", new Secret.Reference("/b"))
                .secret("C", new Secret.SecretsManager("c")));

        assertThat(answer.problems()).hasSize(3);
    }

    @Test
    void aParameterIsNamedToTheTaskAsTheManifestNamesIt() {
        stores.parameters.put("/a/b", OURS);

        Answer<Map<Secret, String>> answer = stores.check(web().secret("A", new Secret.Reference("/a/b")));

        assertThat(answer.problems()).isEmpty();
        assertThat(answer.value()).isEqualTo(Map.of(new Secret.Reference("/a/b"), "/a/b"));
    }

    @Test
    void aSecretByNameIsNamedToTheTaskByItsFullArn() {
        stores.managed.put("demo/x", secret(OURS));

        Secret secret = new Secret.SecretsManager("demo/x:user::");

        assertThat(stores.check(web().secret("A", secret)).value()).isEqualTo(Map.of(secret, ARN + ":user::"));
    }

    @Test
    void aNameWithItsSuffixIsFoundAsThePartOfTheArnThatItIs() {
        stores.managed.put(ARN, secret(OURS));

        Secret secret = new Secret.SecretsManager("demo/x-AbCdEf");

        assertThat(stores.check(web().secret("A", secret)).value()).isEqualTo(Map.of(secret, ARN));
    }

    @Test
    void whatIsMissingIsReportedWithTheCommandThatMakesItEverywhereAtOnce() {
        ManifestBuilder manifest = web().secret("A", new Secret.Reference("/a"))
                .sidecar("nginx", Optional.of("nginx"), Map.of(), Map.of("B", new Secret.SecretsManager("demo/b")))
                .fireLens(
                        Map.of(), Map.of("C", new Secret.Reference("/c")), Map.of("apikey", new Secret.Reference("/d")))
                .at("secrets.A", 8, 6);

        assertThat(stores.check(manifest).problems())
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(
                        tuple("secret-not-found", "secrets.A", 8),
                        tuple("secret-not-found", "logging.secrets.C", 0),
                        tuple("secret-not-found", "logging.secretOptions.apikey", 0),
                        tuple("secret-not-found", "sidecars.nginx.secrets.B", 0));
        assertThat(stores.check(manifest).problems())
                .extracting(problem -> problem.hint().orElseThrow())
                .contains(
                        "aws ssm put-parameter --name /a --type SecureString --value '...' " + TAGS,
                        "aws secretsmanager create-secret --name demo/b --secret-string '...' " + TAGS);
    }

    @Test
    void whatTheTasksMayNotReadIsReportedWithTheCommandThatTagsIt() {
        stores.parameters.put("/a", Map.of("copilot-application", "demo"));
        stores.managed.put("demo/x", secret(Map.of("copilot-application", "demo", "copilot-environment", "prod")));

        List<Problem> problems = stores.check(
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
        stores.managed.put(
                "demo/x", secret(OURS).toBuilder().deletedDate(Instant.EPOCH).build());

        assertThat(stores.check(web().secret("A", new Secret.SecretsManager("demo/x")))
                        .problems())
                .extracting(Problem::code)
                .containsExactly("secret-deleted");
    }

    @Test
    void aSecretOfAnotherAccountIsUsedWithAWarning() {
        String arn = "arn:aws:ssm:eu-west-1:999999999999:parameter/shared";

        Answer<Map<Secret, String>> answer = stores.check(web().secret("A", new Secret.Reference(arn)));

        assertThat(answer.value()).isEqualTo(Map.of(new Secret.Reference(arn), arn));
        assertThat(answer.problems())
                .extracting(Problem::severity, Problem::code)
                .containsExactly(tuple(Severity.WARNING, "secret-not-checked"));
    }

    @Test
    void anArnOfSomethingElseIsRefused() {
        assertThat(stores.check(web().secret("A", new Secret.Reference("arn:aws:s3:::bucket")))
                        .problems())
                .extracting(Problem::code)
                .containsExactly("secret-invalid");
    }

    @Test
    void aSecretToBeGeneratedNeedNotExist() {
        Answer<Map<Secret, String>> answer = stores.check(web().secret("A", new Secret.Generate(32)));

        assertThat(answer.problems()).isEmpty();
        assertThat(answer.value()).isEmpty();
    }

    @Test
    void aSecretToBeGeneratedThatSomebodyElseMadeIsUsedAsItIs() {
        String name = "/copilot/demo/test/secrets/A";
        stores.parameters.put(name, OURS);

        assertThat(stores.check(web().secret("A", new Secret.Generate(32))).value())
                .isEqualTo(Map.of(new Secret.Reference(name), name));
    }

    @Test
    void whatIsKnownToBeGeneratedIsNotAskedFor() {
        Reading reading = web().secret("A", new Secret.Generate(32))
                .secret("B", new Secret.Generate(32))
                .reading();

        Answer<Map<Secret, String>> answer = stores.check(reading, name -> name.endsWith("/secrets/A"));

        assertThat(answer.value()).isEmpty();
        assertThat(answer.problems()).isEmpty();
        verify(stores.ssm, times(1)).listTagsForResource(any(ListTagsForResourceRequest.class));
    }

    @Test
    void aKeyOfOnesOwnNeedsTheTagsTooOrAPolicyOfItsOwn() {
        String key = "arn:aws:kms:eu-west-1:111122223333:key/";
        stores.parameters.put("/a", OURS);
        stores.parameters.put("/b", OURS);
        stores.keys.put("/a", "alias/aws/ssm");
        stores.keys.put("/b", "one");
        stores.managed.put(
                "demo/x", secret(OURS).toBuilder().kmsKeyId(key + "two").build());
        stores.managed.put(
                "demo/y", secret(OURS).toBuilder().kmsKeyId("alias/mine").build());
        stores.tagsOfKeys.put(key + "two", OURS);
        stores.tagsOfKeys.put(key + "one", Map.of("copilot-application", "demo"));
        ManifestBuilder manifest = web().secret("A", new Secret.Reference("/a"))
                .secret("B", new Secret.Reference("/b"))
                .secret("X", new Secret.SecretsManager("demo/x"))
                .secret("Y", new Secret.SecretsManager("demo/y"))
                .at("secrets.B", 9, 6);

        assertThat(stores.check(manifest).problems())
                .extracting(Problem::severity, Problem::code, Problem::path)
                .containsExactlyInAnyOrder(
                        tuple(Severity.WARNING, "secret-key-not-tagged", "secrets.B"),
                        tuple(Severity.WARNING, "secret-key-not-tagged", "secrets.Y"));
        verify(stores.tagging, times(1)).getResources(any(GetResourcesRequest.class));

        stores.tagsOfKeys.put(key + "one", OURS);
        assertThat(stores.check(manifest).problems()).extracting(Problem::path).containsExactly("secrets.Y");
    }

    @Test
    void withoutKeysOfOnesOwnTheirTagsAreNotAskedFor() {
        stores.parameters.put("/a", OURS);
        stores.managed.put("demo/x", secret(OURS));

        assertThat(stores.check(web().secret("A", new Secret.Reference("/a"))
                                .secret("B", new Secret.SecretsManager("demo/x")))
                        .problems())
                .isEmpty();
        verify(stores.tagging, never()).getResources(any(GetResourcesRequest.class));
    }

    @Test
    void credentialsOfAPrivateRegistryAreSecretsOfTheTaskToo() {
        stores.managed.put("demo/x", secret(OURS));
        Reading reading = Written.with("""
                image: {location: example.com/a, port: 80, credentials: demo/x}
                sidecars:
                  one: {image: example.com/b, credentialsParameter: demo/y}
                  two: {image: example.com/b, credentialsParameter: 'arn:aws:ssm:eu-west-1:111122223333:parameter/x'}
                """);

        List<Problem> problems = stores.check(reading).problems();

        assertThat(problems)
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(
                        tuple("secret-not-found", "sidecars.one.credentialsParameter", 6),
                        tuple("secret-invalid", "sidecars.two.credentialsParameter", 7));

        stores.managed.put("demo/x", secret(Map.of()));
        assertThat(stores.check(reading).problems())
                .extracting(Problem::code, Problem::path, Problem::line)
                .contains(tuple("secret-not-tagged", "image.credentials", 4));
    }

    @Test
    void noValueIsEverRead() {
        stores.parameters.put("/a", OURS);
        stores.managed.put("demo/x", secret(OURS));

        stores.check(web().secret("A", new Secret.Reference("/a"))
                .secret("B", new Secret.Reference("/a"))
                .secret("C", new Secret.SecretsManager("demo/x")));

        verify(stores.ssm, times(1)).listTagsForResource(any(ListTagsForResourceRequest.class));
        verify(stores.ssm, never()).getParameters(any(GetParametersRequest.class));
        verify(stores.secretsManager, never()).getSecretValue(any(GetSecretValueRequest.class));
    }
}
