package dev.slipway.resource;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.AwsErrors.Meaning;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Why a load balancer sends no requests to tasks that run. */
public final class UnhealthyTargets {
    /** Old tasks are draining, and not what anybody waits for. */
    private static final Set<TargetHealthStateEnum> WITHOUT_REQUESTS =
            EnumSet.of(TargetHealthStateEnum.INITIAL, TargetHealthStateEnum.UNHEALTHY);

    private final ElasticLoadBalancingV2Client elb;

    public UnhealthyTargets(ElasticLoadBalancingV2Client elb) {
        this.elb = elb;
    }

    /** One line for each reason; none where all is well, or the target group is gone. */
    public List<String> reasons(String targetGroupArn) {
        try {
            return elb.describeTargetHealth(r -> r.targetGroupArn(targetGroupArn)).targetHealthDescriptions().stream()
                    .filter(target ->
                            WITHOUT_REQUESTS.contains(target.targetHealth().state()))
                    .map(target -> reason(targetGroupArn, target))
                    .distinct()
                    .toList();
        } catch (ElasticLoadBalancingV2Exception e) {
            if (AwsErrors.is(Meaning.GONE, e)) {
                return List.of();
            }
            throw e;
        }
    }

    private static String reason(String arn, TargetHealthDescription target) {
        return "target group %s, port %d: %s (%s)"
                .formatted(
                        arn.split("/")[1],
                        target.target().port(),
                        target.targetHealth().description(),
                        target.targetHealth().reasonAsString());
    }
}
