package dev.slipway.aws;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

/**
 * The tags of parameters in Parameter Store. They tell whether a parameter is there and whose it is, without a look at
 * its value and as of now (DescribeParameters and the tagging API lag behind).
 */
public final class ParameterTags {
    private final SsmClient ssm;

    public ParameterTags(SsmClient ssm) {
        this.ssm = ssm;
    }

    /** The tags of a parameter; empty where there is no such parameter. */
    public Optional<Map<String, String>> of(String name) {
        try {
            return Optional.of(ssm
                    .listTagsForResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                            .resourceId(name))
                    .tagList()
                    .stream()
                    .collect(Collectors.toMap(Tag::key, Tag::value)));
        } catch (InvalidResourceIdException e) {
            return Optional.empty();
        }
    }
}
