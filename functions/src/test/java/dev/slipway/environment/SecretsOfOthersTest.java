package dev.slipway.environment;

import static dev.slipway.environment.ManifestBuilder.web;
import static dev.slipway.environment.SecretStores.OURS;
import static dev.slipway.environment.SecretStores.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Secrets that bear the tags of another service. */
class SecretsOfOthersTest {
    private final SecretStores stores = new SecretStores();

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
        stores.parameters.put("/a/b", of("other"));
        String arn = "arn:aws:ssm:eu-west-1:111122223333:parameter/a/b";
        for (String name : List.of("/a/b", "/a/b:3", arn)) {
            assertThat(stores.check(web().secret("A", new Secret.Reference(name)))
                            .problems())
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
        stores.managed.put("demo/x", secret(of("other")));

        assertThat(stores.check(web().secret("A", new Secret.SecretsManager("demo/x")))
                        .problems())
                .extracting(Problem::code)
                .containsExactly("secret-of-another-service");
    }

    @Test
    void aSecretThatAnotherServiceHadGeneratedIsNotTakenOver() {
        stores.parameters.put("/copilot/demo/test/secrets/A", of("other"));

        assertThat(stores.check(web().secret("A", new Secret.Generate(20))).problems())
                .extracting(Problem::code)
                .containsExactly("secret-of-another-service");
    }

    @Test
    void credentialsAndOverridesReachNoSecretOfAnotherService() {
        stores.parameters.put("/a/b", of("other"));
        stores.managed.put("registry", secret(of("other")));
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

        List<Problem> problems = stores.check(reading, name -> false).problems();

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
        stores.parameters.put("/own", of("api"));
        stores.parameters.put("/shared", of("other", "slipway-shared"));
        var manifest = web().secret("A", new Secret.Reference("/own")).secret("B", new Secret.Reference("/shared"));

        assertThat(stores.check(manifest).problems()).isEmpty();
    }

    @Test
    void aSecretThatTheServiceGeneratedItselfStaysItsOwn() {
        Map<String, String> tags = new HashMap<>(OURS);
        tags.put("copilot-service", "api");
        stores.parameters.put("/copilot/demo/test/secrets/A", tags);

        assertThat(stores.check(web().secret("A", new Secret.Generate(32))).value())
                .isEmpty();
    }
}
