package dev.slipway.environment;

import static dev.slipway.environment.EnvironmentBuilder.environment;
import static dev.slipway.environment.ManifestBuilder.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.Mocks;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

class ImagesTest {
    private static final String REPOSITORY = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/demo/api";

    private String index;
    private final EcrClient ecr = Mocks.client(EcrClient.class);

    @Test
    void aLocationIsTakenAsWritten() {
        Answer<Map<String, String>> answer =
                resolve(web().sidecar("nginx", Optional.of("public.ecr.aws/nginx"), Map.of(), Map.of()), "latest");

        assertThat(answer.value()).isEqualTo(Map.of("api", "nginx", "nginx", "public.ecr.aws/nginx"));
        verifyNoInteractions(ecr);
    }

    @Test
    void aBuiltImageIsPinnedToTheDigestOfItsTag() {
        pushed(Map.of("v7", "sha256:aaa", "nginx-v7", "sha256:bbb"));

        Answer<Map<String, String>> answer =
                resolve(web().built().sidecar("nginx", Optional.empty(), Map.of(), Map.of()), "v7");

        assertThat(answer.problems()).isEmpty();
        assertThat(answer.value())
                .isEqualTo(Map.of("api", REPOSITORY + "@sha256:aaa", "nginx", REPOSITORY + "@sha256:bbb"));
    }

    @Test
    void everyMissingImageSaysWhatToPushWhere() {
        pushed(Map.of());

        Answer<Map<String, String>> answer = resolve(
                web().built()
                        .sidecar("nginx", Optional.empty(), Map.of(), Map.of())
                        .at("image", 4, 1),
                "latest");

        assertThat(answer.problems())
                .extracting(Problem::path)
                .containsExactly("image.build", "sidecars.nginx.image.build");
        Problem first = answer.problems().get(0);
        assertThat(first.code()).isEqualTo("image-not-found");
        assertThat(first.line()).isEqualTo(4);
        assertThat(first.hint().orElseThrow())
                .contains(
                        "docker build -t " + REPOSITORY + ":latest .",
                        "docker push " + REPOSITORY + ":latest",
                        "create-repository --repository-name demo/api");
    }

    @Test
    void aLocationInTheAccountsOwnRegistryIsLookedUpAndTakenAsWritten() {
        pushed(Map.of("v7", "sha256:aaa"));
        String there = REPOSITORY + ":v7";
        Reading reading = Written.with(
                """
                image: {location: '%s', port: 80}
                sidecars: {one: {image: '%s:v8'}, two: {image: '%s@sha256:ccc'}, three: {image: '%s:v7'}}
                """.formatted(there, REPOSITORY, REPOSITORY, REPOSITORY.replace("eu-west-1", "eu-west-2")));

        Answer<Map<String, String>> answer = resolve(reading);

        assertThat(answer.value()).containsEntry("api", there).containsEntry("one", REPOSITORY + ":v8");
        assertThat(answer.problems())
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(
                        tuple("image-not-found", "sidecars.one.image", 5),
                        tuple("image-not-found", "sidecars.two.image", 5));
    }

    @Test
    void anImageOfOtherPlatformsIsRefused() {
        index = """
                {"manifests": [{"platform": {"os": "linux", "architecture": "arm64"}},
                    {"platform": {"os": "unknown", "architecture": "unknown"}}]}""";
        pushed(Map.of("latest", "sha256:aaa"));
        String image = "image: {build: ., port: 80}\n";

        assertThat(resolve(Written.with(image)).problems())
                .extracting(Problem::code, Problem::path, Problem::line, Problem::message)
                .containsExactly(tuple(
                        "image-platform",
                        "image.build",
                        4,
                        "the image of container \"api\" is for linux/arm64, and the tasks run on linux/amd64"));
        assertThat(resolve(Written.with(image + "platform: linux/arm64\n")).problems())
                .isEmpty();

        index = "{\"config\": {\"digest\": \"sha256:bbb\"}}";
        assertThat(resolve(Written.with(image)).problems()).isEmpty();
    }

    @Test
    void aMissingRepositoryIsAMissingImage() {
        doThrow(Mocks.error(
                        RepositoryNotFoundException.builder(),
                        "RepositoryNotFoundException",
                        RepositoryNotFoundException.class))
                .when(ecr)
                .batchGetImage(any(BatchGetImageRequest.class));

        assertThat(resolve(web().built(), "latest").problems())
                .extracting(Problem::code)
                .containsExactly("image-not-found");
    }

    private Answer<Map<String, String>> resolve(Reading reading) {
        return new Images(ecr)
                .resolve(
                        reading, reading.manifest().orElseThrow(), environment().build(), "latest");
    }

    private Answer<Map<String, String>> resolve(ManifestBuilder manifest, String tag) {
        return new Images(ecr)
                .resolve(manifest.reading(), manifest.manifest(), environment().build(), tag);
    }

    private void pushed(Map<String, String> digests) {
        doAnswer(call -> {
                    BatchGetImageRequest request = call.getArgument(0);
                    assertThat(request.repositoryName()).isEqualTo("demo/api");
                    String tag = request.imageIds().get(0).imageTag();
                    String digest = tag == null ? null : digests.get(tag);
                    return digest == null
                            ? BatchGetImageResponse.builder().build()
                            : BatchGetImageResponse.builder()
                                    .images(Image.builder()
                                            .imageManifest(index)
                                            .imageId(ImageIdentifier.builder()
                                                    .imageDigest(digest)
                                                    .build())
                                            .build())
                                    .build();
                })
                .when(ecr)
                .batchGetImage(any(BatchGetImageRequest.class));
    }
}
