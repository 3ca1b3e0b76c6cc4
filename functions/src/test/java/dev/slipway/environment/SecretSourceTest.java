package dev.slipway.environment;

import static dev.slipway.environment.EnvironmentBuilder.environment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.SecretSource.Managed;
import dev.slipway.environment.SecretSource.Parameter;
import dev.slipway.environment.SecretSource.Unchecked;
import dev.slipway.manifest.Manifest.Secret;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSourceTest {
    private static final String SSM = "arn:aws:ssm:eu-west-1:111122223333:parameter/";
    private static final String MANAGED = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:";

    @ParameterizedTest
    @MethodSource
    void whatTheManifestSaysTellsWhereTheSecretLies(Secret secret, SecretSource expected) {
        assertThat(of(secret)).isEqualTo(expected);
    }

    static Stream<Arguments> whatTheManifestSaysTellsWhereTheSecretLies() {
        return Stream.of(
                Arguments.of(reference("/a/b"), new Parameter("/a/b", "/a/b")),
                Arguments.of(reference("GH_TOKEN"), new Parameter("GH_TOKEN", "GH_TOKEN")),
                Arguments.of(reference("/a/b:3"), new Parameter("/a/b", "/a/b:3")),
                Arguments.of(reference(SSM + "a/b"), new Parameter("/a/b", SSM + "a/b")),
                Arguments.of(reference(SSM + "token"), new Parameter("token", SSM + "token")),
                Arguments.of(reference(MANAGED + "x-AbCdEf"), new Managed(MANAGED + "x-AbCdEf", "")),
                Arguments.of(
                        reference(MANAGED + "x-AbCdEf:key:stage:"), new Managed(MANAGED + "x-AbCdEf", ":key:stage:")),
                Arguments.of(new Secret.SecretsManager("demo/x"), new Managed("demo/x", "")),
                Arguments.of(new Secret.SecretsManager("demo/x:user::"), new Managed("demo/x", ":user::")),
                Arguments.of(new Secret.Export("exp"), new Parameter("/from/export", "/from/export")),
                Arguments.of(new Secret.Export("none"), new SecretSource.Missing()),
                Arguments.of(
                        new Secret.Generate(32),
                        new Parameter("/copilot/demo/test/secrets/NAME", "/copilot/demo/test/secrets/NAME")),
                Arguments.of(reference("arn:aws:s3:::bucket"), new SecretSource.Unknown("arn:aws:s3:::bucket")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:ssm:us-east-1:111122223333:parameter/a",
                "arn:aws:secretsmanager:eu-west-1:999999999999:secret:x-AbCdEf",
                "/aws/reference/secretsmanager/x"
            })
    void whatCannotBeDescribedIsPassedOnUnchecked(String text) {
        assertThat(of(reference(text))).isInstanceOfSatisfying(Unchecked.class, source -> assertThat(source.valueFrom())
                .isEqualTo(text));
    }

    private static SecretSource of(Secret secret) {
        return SecretSource.of("NAME", secret, environment().build(), Map.of("exp", "/from/export"));
    }

    private static Secret reference(String text) {
        return new Secret.Reference(text);
    }
}
