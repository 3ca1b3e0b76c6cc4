package dev.slipway.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.aws.AwsErrors;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Platform;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;

/**
 * The image of every container. One that the manifest builds must have been pushed to the ECR repository
 * {@code <application>/<service>}: the main container's under the tag that was asked for, a sidecar's under
 * {@code <container>-<tag>}. It is pinned to the digest that the tag has now, so that a deployment always runs what it
 * checked; {@code location} is taken as written, and looked up if it is in the account's own registry. Other registries
 * are left alone: whether they can be reached from here says nothing about the tasks.
 */
public final class Images {
    private static final JsonMapper JSON = new JsonMapper();

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
        List<Problem> problems = new ArrayList<>();
        Map<Wanted, Optional<Image>> found = new HashMap<>();
        for (Container container : containers(manifest, tag)) {
            container.location().ifPresent(location -> images.put(container.name(), location));
            Optional<Wanted> wanted = container.location().isPresent()
                    ? inRegistry(container.location().get(), environment)
                    : Optional.of(new Wanted(repository(manifest, environment), container.tag()));
            if (wanted.isEmpty()) {
                continue;
            }
            Optional<Image> image = found.computeIfAbsent(wanted.get(), this::find);
            Position at = reading.at(container.path());
            if (image.isEmpty()) {
                problems.add(missing(container, at, environment, wanted.get()));
                continue;
            }
            if (container.location().isEmpty()) {
                String repository = registry(environment) + "/" + wanted.get().repository();
                images.put(
                        container.name(),
                        repository + "@" + image.get().imageId().imageDigest());
            }
            otherPlatform(image.get(), manifest.platform())
                    .ifPresent(platforms -> problems.add(unfit(container, at, manifest.platform(), platforms)));
        }
        return new Answer<>(images, problems);
    }

    /** What the tag stands for now; empty where it is not there. */
    public Optional<String> digest(EcrImage image) {
        return find(new Wanted(image.repository(), image.tag()))
                .map(found -> found.imageId().imageDigest());
    }

    /**
     * What the containers run of the registry of the environment's own account and region, by container: the tags that the
     * manifest names, the log router's among them, and those of the images that it builds.
     *
     * @param tag of the images that the manifest builds
     */
    public static Map<String, EcrImage> tags(Manifest manifest, Environment environment, String tag) {
        String built = registry(environment) + "/" + repository(manifest, environment) + ":";
        Map<String, String> references = new TreeMap<>();
        containers(manifest, tag)
                .forEach(container ->
                        references.put(container.name(), container.location().orElse(built + container.tag())));
        manifest.logging().fireLens().ifPresent(router -> references.put(References.LOG_ROUTER, router.image()));

        Map<String, EcrImage> tags = new TreeMap<>();
        references.forEach((container, reference) -> EcrImage.parse(reference)
                .filter(image -> image.isOf(environment))
                .ifPresent(image -> tags.put(container, image)));
        return tags;
    }

    /** @param tag of its image, where it is one that is built */
    private record Container(String name, String path, Optional<String> location, String tag) {}

    private static List<Container> containers(Manifest manifest, String tag) {
        List<Container> containers = new ArrayList<>();
        Optional<String> location = manifest.image().location();
        containers.add(
                new Container(manifest.name(), location.isPresent() ? "image.location" : "image.build", location, tag));
        manifest.sidecars().forEach((name, sidecar) -> {
            String path = "sidecars." + name + ".image" + (sidecar.image().isPresent() ? "" : ".build");
            containers.add(new Container(name, path, sidecar.image(), name + "-" + tag));
        });
        return containers;
    }

    /** @param reference a tag, or a digest */
    private record Wanted(String repository, String reference) {
        boolean isDigest() {
            return reference.startsWith("sha256:");
        }

        @Override
        public String toString() {
            return repository + (isDigest() ? "@" : ":") + reference;
        }
    }

    /** What a location means in the registry of the account; empty if it is in another one. */
    private static Optional<Wanted> inRegistry(String location, Environment environment) {
        Pattern pattern = Pattern.compile(
                Pattern.quote(registry(environment)) + "/([^:@]+)(?::([^@]+))?(?:@(sha256:[0-9a-f]+))?");
        Matcher image = pattern.matcher(location);
        if (!image.matches()) {
            return Optional.empty();
        }
        String tag = image.group(2) == null ? "latest" : image.group(2);
        return Optional.of(new Wanted(image.group(1), image.group(3) == null ? tag : image.group(3)));
    }

    private Optional<Image> find(Wanted wanted) {
        ImageIdentifier id = wanted.isDigest()
                ? ImageIdentifier.builder().imageDigest(wanted.reference()).build()
                : ImageIdentifier.builder().imageTag(wanted.reference()).build();
        try {
            // BatchGetImage answers for a list of images too, and reports the one that is missing instead of failing.
            return ecr
                    .batchGetImage(request ->
                            request.repositoryName(wanted.repository()).imageIds(id))
                    .images()
                    .stream()
                    .findFirst();
        } catch (EcrException e) {
            // A name that no repository can have is an InvalidParameterException.
            if (AwsErrors.is(AwsErrors.Meaning.GONE, e) || e instanceof InvalidParameterException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The platforms that an image is for, where the wanted one is not among them. Only an image of several platforms says
     * so in what the registry tells; of a single one it would take a download to know.
     *
     * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-index.md">image index</a>
     */
    private static Optional<Set<String>> otherPlatform(Image image, Platform wanted) {
        Set<String> platforms = new LinkedHashSet<>();
        for (JsonNode one : index(image)) {
            String os = one.path("platform").path("os").asText();
            // What is attached to an image, such as its provenance, is listed with an unknown platform.
            if (!os.isEmpty() && !os.equals("unknown")) {
                platforms.add(
                        os + "/" + one.path("platform").path("architecture").asText());
            }
        }
        return Optional.of(platforms).filter(all -> !all.isEmpty() && !all.contains(dockerName(wanted)));
    }

    private static JsonNode index(Image image) {
        try {
            return JSON.readTree(image.imageManifest() == null ? "" : image.imageManifest())
                    .path("manifests");
        } catch (JsonProcessingException e) {
            return JSON.createArrayNode();
        }
    }

    private static String dockerName(Platform platform) {
        return (platform.isWindows() ? "windows/" : "linux/")
                + (platform.architecture().equals("ARM64") ? "arm64" : "amd64");
    }

    private static Problem unfit(Container container, Position at, Platform wanted, Set<String> platforms) {
        return Problem.error(
                        "image-platform",
                        container.path(),
                        at,
                        "the image of container \"%s\" is for %s, and the tasks run on %s"
                                .formatted(container.name(), String.join(", ", platforms), dockerName(wanted)))
                .withHint("docker build --platform %s, or set platform".formatted(dockerName(wanted)));
    }

    private static Problem missing(Container container, Position at, Environment environment, Wanted wanted) {
        String image = registry(environment) + "/" + wanted;
        return Problem.error(
                        "image-not-found",
                        container.path(),
                        at,
                        "the image of container \"%s\" is not there: %s".formatted(container.name(), image))
                .withHint(
                        wanted.isDigest()
                                ? "push it, or name the tag of one that is there"
                                : """
                        push it: aws ecr describe-repositories --repository-names %1$s || aws ecr create-repository --repository-name %1$s; \
                        aws ecr get-login-password | docker login --username AWS --password-stdin %2$s; \
                        docker build -t %3$s . && docker push %3$s""".formatted(wanted.repository(), registry(environment), image));
    }

    /** Of the images that a manifest builds. */
    private static String repository(Manifest manifest, Environment environment) {
        return environment.application() + "/" + manifest.name();
    }

    private static String registry(Environment environment) {
        return EcrImage.registry(environment.account(), environment.region());
    }
}
