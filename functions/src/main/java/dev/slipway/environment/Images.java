package dev.slipway.environment;

import dev.slipway.aws.AwsErrors;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/**
 * The image of every container. One that the manifest builds must have been pushed to the ECR repository
 * {@code <application>/<service>}: the main container's under the tag that was asked for, a sidecar's under
 * {@code <container>-<tag>}. It is pinned to the digest that the tag has now, so that a deployment always runs what it
 * checked; {@code location} is taken as written.
 */
public final class Images {
    private final EcrClient ecr;

    public Images(EcrClient ecr) {
        this.ecr = ecr;
    }

    /**
     * @param tag of the images that the manifest builds
     * @return image references by container name
     */
    public Answer<Map<String, String>> resolve(
            Reading reading, Manifest manifest, Environment environment, String tag) {
        Map<String, String> images = new TreeMap<>();
        List<Wanted> built = new ArrayList<>();
        manifest.image()
                .location()
                .ifPresentOrElse(
                        location -> images.put(manifest.name(), location),
                        () -> built.add(new Wanted(manifest.name(), "image.build", tag)));
        manifest.sidecars().forEach((name, sidecar) -> sidecar.image()
                .ifPresentOrElse(
                        location -> images.put(name, location),
                        () -> built.add(new Wanted(name, "sidecars." + name + ".image.build", name + "-" + tag))));

        String repository = environment.application() + "/" + manifest.name();
        List<Problem> problems = new ArrayList<>();
        for (Wanted wanted : built) {
            Optional<String> digest = digest(repository, wanted.tag());
            digest.ifPresentOrElse(
                    found -> images.put(wanted.container(), uri(environment, repository) + "@" + found),
                    () -> problems.add(missing(reading, environment, repository, wanted)));
        }
        return new Answer<>(images, problems);
    }

    /**
     * The tags of the registry of the environment's own account and region that the containers run, by container: those
     * that the manifest names, the log router's among them, and those of the images that it builds.
     *
     * @param tag of the images that the manifest builds
     */
    public static Map<String, EcrImage> tags(Manifest manifest, Environment environment, String tag) {
        Map<String, String> references = new TreeMap<>();
        String own = uri(environment, environment.application() + "/" + manifest.name()) + ":";
        references.put(manifest.name(), manifest.image().location().orElse(own + tag));
        manifest.sidecars()
                .forEach((name, sidecar) -> references.put(name, sidecar.image().orElse(own + name + "-" + tag)));
        manifest.logging().fireLens().ifPresent(router -> references.put(References.LOG_ROUTER, router.image()));

        Map<String, EcrImage> tags = new TreeMap<>();
        references.forEach((container, reference) -> EcrImage.parse(reference)
                .filter(image -> image.isOf(environment))
                .ifPresent(image -> tags.put(container, image)));
        return tags;
    }

    /** What the tag stands for now; empty where it is not there. */
    public Optional<String> digest(EcrImage image) {
        return digest(image.repository(), image.tag());
    }

    private record Wanted(String container, String path, String tag) {}

    private Optional<String> digest(String repository, String tag) {
        try {
            // BatchGetImage answers for a list of images too, and reports the one that is missing instead of failing.
            return ecr
                    .batchGetImage(request -> request.repositoryName(repository)
                            .imageIds(ImageIdentifier.builder().imageTag(tag).build()))
                    .images()
                    .stream()
                    .map(image -> image.imageId().imageDigest())
                    .findFirst();
        } catch (EcrException e) {
            if (AwsErrors.is(AwsErrors.Meaning.GONE, e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Problem missing(Reading reading, Environment environment, String repository, Wanted wanted) {
        String image = uri(environment, repository) + ":" + wanted.tag();
        return Problem.error(
                        "image-not-found",
                        wanted.path(),
                        reading.at(wanted.path()),
                        "the image of container \"%s\" is not there: %s".formatted(wanted.container(), image))
                .withHint("""
                        push it: aws ecr describe-repositories --repository-names %1$s || aws ecr create-repository --repository-name %1$s; \
                        aws ecr get-login-password | docker login --username AWS --password-stdin %2$s; \
                        docker build -t %3$s . && docker push %3$s""".formatted(repository, registry(environment), image));
    }

    private static String uri(Environment environment, String repository) {
        return registry(environment) + "/" + repository;
    }

    private static String registry(Environment environment) {
        return EcrImage.registry(environment.account(), environment.region());
    }
}
