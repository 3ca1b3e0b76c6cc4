package dev.slipway.resource;

import dev.slipway.aws.AwsErrors;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** The tags of load balancers, listeners, rules and target groups, in Elastic Load Balancing's form and in ours. */
final class Tagged {
    /** DescribeTags takes no more resources than this in one call. */
    private static final int BATCH = 20;

    private Tagged() {}

    /** The tags of each resource, by its ARN. */
    static Map<String, Map<String, String>> of(ElasticLoadBalancingV2Client elb, Collection<String> arns) {
        Map<String, Map<String, String>> tags = new HashMap<>();
        List<String> all = List.copyOf(arns);
        for (int from = 0; from < all.size(); from += BATCH) {
            describe(elb, all.subList(from, Math.min(from + BATCH, all.size())), tags);
        }
        return tags;
    }

    /** Likewise, where a plan's search may know them already. */
    static Map<String, Map<String, String>> of(ElasticLoadBalancingV2Client elb, Collection<String> arns, Arns known) {
        Map<String, Map<String, String>> tags = new HashMap<>();
        known.search()
                .ifPresent(search -> arns.forEach(arn -> search.tags(arn).ifPresent(shown -> tags.put(arn, shown))));
        tags.putAll(of(elb, arns.stream().filter(arn -> !tags.containsKey(arn)).toList()));
        return tags;
    }

    /** One resource that another deployment deletes meanwhile fails the whole call: then it is asked by halves. */
    private static void describe(
            ElasticLoadBalancingV2Client elb, List<String> arns, Map<String, Map<String, String>> tags) {
        try {
            elb.describeTags(request -> request.resourceArns(arns))
                    .tagDescriptions()
                    .forEach(one -> tags.put(one.resourceArn(), asMap(one.tags())));
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(AwsErrors.Meaning.GONE, e)) {
                throw e;
            }
            if (arns.size() > 1) {
                describe(elb, arns.subList(0, arns.size() / 2), tags);
                describe(elb, arns.subList(arns.size() / 2, arns.size()), tags);
            }
        }
    }

    /** In the form that the calls that create something want them. */
    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static Map<String, String> asMap(List<Tag> tags) {
        Map<String, String> map = new HashMap<>();
        tags.forEach(tag -> map.put(tag.key(), tag.value() == null ? "" : tag.value()));
        return map;
    }
}
