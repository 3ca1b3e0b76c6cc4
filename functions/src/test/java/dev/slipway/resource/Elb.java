package dev.slipway.resource;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mockito.Answers;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Mocks of Elastic Load Balancing. A call that a test does not expect throws, as the client's own methods do. */
final class Elb {
    private Elb() {}

    static ElasticLoadBalancingV2Client client() {
        return mock(ElasticLoadBalancingV2Client.class, Answers.CALLS_REAL_METHODS);
    }

    /** DescribeTags answers with these, by ARN; for another ARN it fails as AWS does. */
    static void tags(ElasticLoadBalancingV2Client elb, Map<String, Map<String, String>> tags) {
        doAnswer(call -> {
                    List<String> arns = call.<DescribeTagsRequest>getArgument(0).resourceArns();
                    if (!tags.keySet().containsAll(arns)) {
                        throw error("RuleNotFound");
                    }
                    return DescribeTagsResponse.builder()
                            .tagDescriptions(arns.stream()
                                    .map(arn -> TagDescription.builder()
                                            .resourceArn(arn)
                                            .tags(Tagged.list(tags.get(arn)))
                                            .build())
                                    .toList())
                            .build();
                })
                .when(elb)
                .describeTags(any(DescribeTagsRequest.class));
    }

    /** DescribeRules answers with these, one to a page, and the default rule last. */
    static void rules(ElasticLoadBalancingV2Client elb, Map<String, List<Rule>> byListener) {
        doAnswer(call -> {
                    DescribeRulesRequest request = call.getArgument(0);
                    List<Rule> rules = Stream.concat(
                                    byListener.getOrDefault(request.listenerArn(), List.of()).stream(),
                                    Stream.of(Rule.builder()
                                            .ruleArn(request.listenerArn() + "/default")
                                            .priority("default")
                                            .isDefault(true)
                                            .build()))
                            .toList();
                    int page = request.marker() == null ? 0 : Integer.parseInt(request.marker());
                    return DescribeRulesResponse.builder()
                            .rules(rules.get(page))
                            .nextMarker(page + 1 < rules.size() ? String.valueOf(page + 1) : null)
                            .build();
                })
                .when(elb)
                .describeRules(any(DescribeRulesRequest.class));
    }

    static Rule forward(String arn, int priority, String host, String path, String targetGroup) {
        return Rule.builder()
                .ruleArn(arn)
                .priority(String.valueOf(priority))
                .isDefault(false)
                .conditions(conditions(host, path))
                .actions(Action.builder()
                        .type("forward")
                        .targetGroupArn(Web.targetGroupArn(targetGroup))
                        .forwardConfig(config -> config.targetGroups(TargetGroupTuple.builder()
                                .targetGroupArn(Web.targetGroupArn(targetGroup))
                                .weight(1)
                                .build()))
                        .build())
                .build();
    }

    static Rule redirect(String arn, int priority, String host, String path) {
        return Rule.builder()
                .ruleArn(arn)
                .priority(String.valueOf(priority))
                .isDefault(false)
                .conditions(conditions(host, path))
                .actions(Action.builder()
                        .type("redirect")
                        .order(1)
                        .redirectConfig(config -> config.protocol("HTTPS")
                                .port("443")
                                .host("#{host}")
                                .path("/#{path}")
                                .query("#{query}")
                                .statusCode("HTTP_301"))
                        .build())
                .build();
    }

    static ElasticLoadBalancingV2Exception error(String code) {
        return (ElasticLoadBalancingV2Exception) ElasticLoadBalancingV2Exception.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(code)
                        .serviceName("ElasticLoadBalancingV2")
                        .build())
                .statusCode(400)
                .build();
    }

    /** What a service leaves when it takes the {@code known} names for granted: ARNs of its target groups. */
    static Arns arns(Set<String> targetGroups) {
        Arns arns = new Arns(Map.of());
        targetGroups.forEach(name -> arns.put("target-group", name, Web.targetGroupArn(name)));
        return arns;
    }

    private static List<RuleCondition> conditions(String host, String path) {
        RuleCondition paths = RuleCondition.builder()
                .field("path-pattern")
                .values(ListenerRule.patterns(path))
                .pathPatternConfig(config -> config.values(ListenerRule.patterns(path)))
                .build();
        if (host.isEmpty()) {
            return List.of(paths);
        }
        return List.of(
                paths,
                RuleCondition.builder()
                        .field("host-header")
                        .values(host)
                        .hostHeaderConfig(config -> config.values(host))
                        .build());
    }
}
