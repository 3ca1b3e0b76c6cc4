package dev.slipway.resource;

import static dev.slipway.aws.Mocks.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

class UnhealthyTargetsTest {
    private final ElasticLoadBalancingV2Client elb = client(ElasticLoadBalancingV2Client.class);

    private static TargetHealthDescription target(String id, TargetHealthStateEnum state) {
        return TargetHealthDescription.builder()
                .target(target -> target.id(id).port(80))
                .targetHealth(health -> health.state(state)
                        .reason(TargetHealthReasonEnum.TARGET_RESPONSE_CODE_MISMATCH)
                        .description("Health checks failed with these codes: [404]"))
                .build();
    }

    @Test
    void theReasonIsToldOnceForAllTargetsThatHaveIt() {
        doReturn(DescribeTargetHealthResponse.builder()
                        .targetHealthDescriptions(
                                target("10.0.0.1", TargetHealthStateEnum.UNHEALTHY),
                                target("10.0.0.2", TargetHealthStateEnum.UNHEALTHY),
                                target("10.0.0.3", TargetHealthStateEnum.HEALTHY),
                                target("10.0.0.4", TargetHealthStateEnum.DRAINING))
                        .build())
                .when(elb)
                .describeTargetHealth(any(DescribeTargetHealthRequest.class));

        assertThat(new UnhealthyTargets(elb)
                        .reasons("arn:aws:elasticloadbalancing:us-west-2:123456789123:targetgroup/fe-1/2"))
                .containsExactly("target group fe-1, port 80: Health checks failed with these codes: [404]"
                        + " (Target.ResponseCodeMismatch)");
    }
}
