package dev.slipway.environment;

import dev.slipway.aws.Tags;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;

/**
 * The KMS keys that secrets are encrypted with: the tasks' execution role may use a key that bears the environment's two
 * tags. Others need their own key policy, so that a missing tag is a warning.
 */
public final class SecretKeys {
    /** What AWS manages itself can be used by whoever may read the secret. */
    private static final Set<String> OF_AWS = Set.of("alias/aws/ssm", "alias/aws/secretsmanager");

    /** <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html">API</a>. */
    private static final int MOST_VALUES = 50;

    private static final int MOST_ARNS = 100;

    private final SsmClient ssm;
    private final ResourceGroupsTaggingApiClient tagging;

    public SecretKeys(SsmClient ssm, ResourceGroupsTaggingApiClient tagging) {
        this.ssm = ssm;
        this.tagging = tagging;
    }

    /** Where in the manifest a secret stands. */
    record Use(String path, Position at, String secret) {}

    /**
     * @param parameters uses by the names of parameters, whose keys are to be looked up
     * @param managed uses of other secrets, by their keys
     */
    List<Problem> check(Environment environment, Map<String, Use> parameters, Map<Use, String> managed) {
        Map<Use, String> keys = new LinkedHashMap<>(managed);
        List<String> names = List.copyOf(parameters.keySet());
        for (int i = 0; i < names.size(); i += MOST_VALUES) {
            ofParameters(names.subList(i, Math.min(names.size(), i + MOST_VALUES)))
                    .forEach((name, key) -> keys.put(parameters.get(name), key));
        }
        keys.values()
                .removeIf(key -> OF_AWS.stream().anyMatch(key::endsWith)
                        || environment.artifactKey().filter(key::equals).isPresent());
        Set<String> readable = readable(environment, keys.values());
        List<Problem> problems = new ArrayList<>();
        keys.forEach((use, key) -> {
            if (!readable.contains(arn(environment, key))) {
                problems.add(untagged(environment, use, key));
            }
        });
        return problems;
    }

    private Map<String, String> ofParameters(List<String> names) {
        ParameterStringFilter filter = ParameterStringFilter.builder()
                .key("Name")
                .option("Equals")
                .values(names)
                .build();
        Map<String, String> keys = new LinkedHashMap<>();
        ssm.describeParametersPaginator(request -> request.parameterFilters(filter)).stream()
                .flatMap(page -> page.parameters().stream())
                .filter(parameter -> parameter.keyId() != null && names.contains(parameter.name()))
                .forEach(parameter -> keys.put(parameter.name(), parameter.keyId()));
        return keys;
    }

    /** ARNs of those keys that have the environment's tags. An alias does not tell its key, and is none of them. */
    private Set<String> readable(Environment environment, Iterable<String> keys) {
        Set<String> arns = new TreeSet<>();
        keys.forEach(key -> arns.add(arn(environment, key)));
        arns.removeIf(arn -> !arn.contains(":key/"));
        Set<String> readable = new TreeSet<>();
        List<String> all = List.copyOf(arns);
        for (int i = 0; i < all.size(); i += MOST_ARNS) {
            List<String> some = all.subList(i, Math.min(all.size(), i + MOST_ARNS));
            tagging.getResources(request -> request.resourceARNList(some)).resourceTagMappingList().stream()
                    .filter(key -> isTagged(environment, key.tags()))
                    .forEach(key -> readable.add(key.resourceARN()));
        }
        return readable;
    }

    private static boolean isTagged(Environment environment, List<Tag> tags) {
        Map<String, String> found = new HashMap<>();
        tags.forEach(tag -> found.put(tag.key(), tag.value()));
        return environment.application().equals(found.get(Tags.APPLICATION))
                && environment.name().equals(found.get(Tags.ENVIRONMENT));
    }

    private static String arn(Environment environment, String key) {
        if (key.startsWith("arn:")) {
            return key;
        }
        return environment.arn("kms", key.startsWith("alias/") ? key : "key/" + key);
    }

    private static Problem untagged(Environment environment, Use use, String key) {
        return Problem.warning(
                        "secret-key-not-tagged",
                        use.path(),
                        use.at(),
                        "\"%s\" is encrypted with the key %s, which lacks the tags %s=%s and %s=%s, as far as can be seen"
                                .formatted(
                                        use.secret(),
                                        key,
                                        Tags.APPLICATION,
                                        environment.application(),
                                        Tags.ENVIRONMENT,
                                        environment.name()))
                .withHint("aws kms tag-resource --key-id %s --tags TagKey=%s,TagValue=%s TagKey=%s,TagValue=%s"
                        .formatted(
                                key,
                                Tags.APPLICATION,
                                environment.application(),
                                Tags.ENVIRONMENT,
                                environment.name()));
    }
}
