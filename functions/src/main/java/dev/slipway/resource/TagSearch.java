package dev.slipway.resource;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/**
 * The resources that bear a service's tags, Copilot's record of it included, which has no environment; found with one call. The tagging API lags some seconds behind, so this only
 * spares calls: what it shows need not be asked for its tags, and what nobody wants and it does not show is not looked for.
 * What a service is to have is always looked for by itself, and a removal looks for everything.
 */
public final class TagSearch {
    /** All but roles, which it does not know, and task definitions, of which there are more with every deployment. */
    private static final List<String> TYPES = List.of(
            "cloudwatch:alarm",
            "ec2:security-group",
            "ecs:service",
            "elasticfilesystem:access-point",
            "elasticloadbalancing:listener-rule",
            "elasticloadbalancing:loadbalancer",
            "elasticloadbalancing:targetgroup",
            "logs:log-group",
            "servicediscovery:service",
            "sns:topic",
            "ssm:parameter");

    private static final int PAGE = 100;

    private final Map<String, Map<String, String>> found;

    private TagSearch(Map<String, Map<String, String>> found) {
        this.found = found;
    }

    public static TagSearch of(ResourceGroupsTaggingApiClient tagging, ServiceId id) {
        Map<String, Map<String, String>> found = new HashMap<>();
        tagging.getResourcesPaginator(request -> request.resourcesPerPage(PAGE)
                        .resourceTypeFilters(TYPES)
                        .tagFilters(filter(Tags.APPLICATION, id.application()), filter(Tags.SERVICE, id.service())))
                .resourceTagMappingList()
                .forEach(one -> {
                    Map<String, String> tags = new HashMap<>();
                    one.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
                    if (tags.getOrDefault(Tags.ENVIRONMENT, id.environment()).equals(id.environment())) {
                        found.put(one.resourceARN(), tags);
                    }
                });
        return new TagSearch(found);
    }

    private static TagFilter filter(String key, String value) {
        return TagFilter.builder().key(key).values(value).build();
    }

    /** Empty for what it does not show. */
    Optional<Map<String, String>> tags(String arn) {
        return Optional.ofNullable(found.get(arn));
    }

    Stream<String> arns() {
        return found.keySet().stream();
    }

    /** @param part of an ARN, such as {@code :sns:} */
    public boolean shows(String part) {
        return arns().anyMatch(arn -> arn.contains(part));
    }

    /** @param name of a parameter that the service has of its own */
    public boolean hasParameter(String name) {
        return arns().anyMatch(arn -> arn.endsWith(":parameter" + name));
    }
}
