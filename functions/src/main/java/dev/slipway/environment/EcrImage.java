package dev.slipway.environment;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag of a repository in a private registry of ECR, as an image reference names it. Pure.
 *
 * @param registry {@code <account>.dkr.ecr.<region>.amazonaws.com}
 * @param repository its name, which may have slashes
 */
public record EcrImage(String registry, String repository, String tag) {
    private static final Pattern REFERENCE = Pattern.compile(
            "(?<registry>\\d{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(?:\\.cn)?)/(?<repository>[^:@]+)"
                    + "(?::(?<tag>[^@]+))?(?<digest>@.+)?");

    /** Empty where the reference is pinned to a digest, or is none of ECR's. */
    public static Optional<EcrImage> parse(String reference) {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches() || matcher.group("digest") != null) {
            return Optional.empty();
        }
        // As everywhere, an image without a tag is the one that is tagged "latest".
        String tag = matcher.group("tag") == null ? "latest" : matcher.group("tag");
        return Optional.of(new EcrImage(matcher.group("registry"), matcher.group("repository"), tag));
    }

    /** The registry of an account in a region. */
    public static String registry(String account, String region) {
        // China is a partition of its own, with domain names of its own.
        String suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
        return "%s.dkr.ecr.%s.%s".formatted(account, region, suffix);
    }

    public boolean isOf(Environment environment) {
        return registry.equals(registry(environment.account(), environment.region()));
    }

    /** The repository, as references to its images begin. */
    public String uri() {
        return registry + "/" + repository;
    }

    /** @param digest {@code sha256:…} */
    public String pinned(String digest) {
        return uri() + "@" + digest;
    }

    /** {@code <registry>/<repository>:<tag>}. */
    @Override
    public String toString() {
        return uri() + ":" + tag;
    }
}
