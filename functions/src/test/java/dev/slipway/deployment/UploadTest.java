package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import dev.slipway.aws.Mocks;
import dev.slipway.deployment.Deployment.ManifestVersion;
import dev.slipway.deployment.Deployment.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** What is uploaded may be anything. */
class UploadTest {
    private static final String MANIFEST =
            "name: api\ntype: Load Balanced Web Service\nimage: {location: nginx, port: 80}\nhttp: {path: /}\n";

    private final S3Client s3 = Mocks.client(S3Client.class);
    private ByteArrayInputStream object;

    @SuppressWarnings("unchecked") // a matcher knows no type arguments
    private Deployment validated(byte[] bytes) {
        object = new ByteArrayInputStream(bytes);
        doAnswer(call -> {
                    ResponseTransformer<GetObjectResponse, ?> transformer = call.getArgument(1);
                    return transformer.transform(
                            GetObjectResponse.builder()
                                    .contentLength((long) bytes.length)
                                    .metadata(Map.of())
                                    .build(),
                            AbortableInputStream.create(object));
                })
                .when(s3)
                .getObject(any(GetObjectRequest.class), any(ResponseTransformer.class));
        Deployment deployment = new Deployment();
        deployment.application = "demo";
        deployment.environment = "test";
        deployment.service = "api";
        deployment.manifest = new ManifestVersion("manifests", "test/api/manifest.yml", "v1");
        return new Validation(new Bucket(s3, "manifests")).validate(deployment);
    }

    private void rejected(byte[] bytes, String code) {
        Deployment deployment = validated(bytes);
        assertThat(deployment.status).isEqualTo(Status.REJECTED);
        assertThat(deployment.problems).extracting(problem -> problem.code()).contains(code);
    }

    @Test
    void aTextIsReadToItsEnd() {
        assertThat(validated(MANIFEST.getBytes(StandardCharsets.UTF_8)).status).isNotEqualTo(Status.REJECTED);
        assertThat(object.available()).isZero();
    }

    @Test
    void ofWhatIsTooLargeNothingIsRead() {
        rejected(new byte[Validation.LIMIT + 1], "too-large");
        assertThat(object.available()).isEqualTo(Validation.LIMIT + 1);
    }

    @Test
    void ofWhatIsNoTextOnlyTheBeginningIsRead() {
        byte[] zip = new byte[Validation.LIMIT];
        System.arraycopy(new byte[] {'P', 'K', 3, 4, (byte) 0xff, (byte) 0xfe}, 0, zip, 0, 6);
        rejected(zip, "not-text");
        assertThat(object.available()).isGreaterThan(Validation.LIMIT - 32 * 1024);

        rejected((MANIFEST + "\0").getBytes(StandardCharsets.UTF_8), "not-text");
    }

    @Test
    void aManifestCannotSayThatItIsAnotherService() {
        rejected(MANIFEST.replace("name: api", "name: other").getBytes(StandardCharsets.UTF_8), "name-mismatch");
    }
}
