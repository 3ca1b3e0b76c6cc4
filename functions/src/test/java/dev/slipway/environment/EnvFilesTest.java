package dev.slipway.environment;

import static dev.slipway.environment.EnvironmentBuilder.environment;
import static dev.slipway.environment.ManifestBuilder.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;

import dev.slipway.aws.Mocks;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

class EnvFilesTest {
    private final S3Client s3 = Mocks.client(S3Client.class);

    @Test
    void theyLieBesideTheManifest() {
        doReturn(HeadObjectResponse.builder().build()).when(s3).headObject(any(HeadObjectRequest.class));
        ManifestBuilder manifest = web().envFile("config/magic.env").fireLens(Map.of(), Map.of(), Map.of());

        assertThat(find(manifest).value())
                .isEqualTo(Map.of(
                        "api",
                        "arn:aws:s3:::manifests/test/api/config/magic.env",
                        "firelens_log_router",
                        "arn:aws:s3:::manifests/test/api/log.env"));
    }

    @Test
    void aMissingOneIsAProblemWithTheCommandThatUploadsIt() {
        doThrow(NoSuchKeyException.builder().build()).when(s3).headObject(any(HeadObjectRequest.class));

        assertThat(find(web().envFile("magic.env").at("env_file", 9, 11)).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("env-file-not-found");
                    assertThat(problem.line()).isEqualTo(9);
                    assertThat(problem.hint()).contains("aws s3 cp magic.env s3://manifests/test/api/magic.env");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "magic.env,test/api/magic.env",
        "./a/magic.env,test/api/a/magic.env",
        "../other/magic.env,test/api/other/magic.env",
        "/magic.env,test/api/magic.env"
    })
    void noPathLeadsOutOfTheServicesPlace(String path, String key) {
        assertThat(EnvFiles.key("test", "api", path)).isEqualTo(key);
    }

    private Answer<Map<String, String>> find(ManifestBuilder manifest) {
        return new EnvFiles(s3)
                .find(manifest.reading(), manifest.manifest(), environment().build(), "manifests");
    }
}
