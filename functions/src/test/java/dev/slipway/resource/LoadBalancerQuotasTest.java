package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.verifyNoInteractions;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Limit;

class LoadBalancerQuotasTest {
    private static final String LOAD_BALANCER =
            Web.HTTP.substring(0, Web.HTTP.lastIndexOf('/')).replace(":listener/", ":loadbalancer/");

    private final ElasticLoadBalancingV2Client elb = Elb.client();
    private final LoadBalancerQuotas quotas = new LoadBalancerQuotas(elb);
    private final Arns arns = new Arns(Map.of());
    private final Service service = Web.with(Web.rule("/")).service();
    private final List<ListenerRule> wanted = new ListenerRules(elb).desired(service, new Existing());

    @Test
    void rulesThatHaveNoRoomAreToldWithTheNumbersOfThisAccount() {
        there(1, LOAD_BALANCER, "rules-per-application-load-balancer", 120);

        assertThat(quotas.exceeded(service, wanted, new Existing(), 120, arns, quotas::limits))
                .containsExactly(
                        "the load balancer has 120 rules and would get %d more, but can have 120 in this account"
                                .formatted(wanted.size()));
        assertThat(quotas.exceeded(service, wanted, new Existing(), 120 - wanted.size(), arns, quotas::limits))
                .isEmpty();
    }

    @Test
    void targetGroupsThatHaveNoRoomAreTold() {
        there(100, LOAD_BALANCER, "target-groups", 3000);

        assertThat(quotas.exceeded(service, wanted, new Existing(), 1, arns, quotas::limits))
                .containsExactly(
                        "the load balancer has 100 target groups and would get 1 more, but can have 100 in this account");
    }

    @Test
    void targetGroupsOfTheRegionCountWhicheverLoadBalancerTheyAreOf() {
        there(40, "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/another/1", "target-groups", 40);

        assertThat(quotas.exceeded(service, wanted, new Existing(), 1, arns, quotas::limits))
                .containsExactly(
                        "the region has 40 target groups and would get 1 more, but can have 40 in this account");
    }

    @Test
    void aServiceThatAddsNothingIsNotAskedAbout() {
        Existing existing = new Existing();
        existing.add(
                new ListenerRules(elb),
                wanted.stream().map(rule -> new Found<>(rule, "arn")).toList());
        existing.add(
                new TargetGroups(elb),
                TargetGroups.of(service, new Existing()).stream()
                        .map(group -> new Found<>(group, "arn"))
                        .toList());

        org.mockito.Mockito.clearInvocations(elb);
        assertThat(quotas.exceeded(service, wanted, existing, 500, arns, quotas::limits))
                .isEmpty();
        verifyNoInteractions(elb);
    }

    private void there(int targetGroups, String loadBalancer, String limit, int max) {
        doReturn(DescribeAccountLimitsResponse.builder()
                        .limits(Limit.builder()
                                .name(limit)
                                .max(String.valueOf(max))
                                .build())
                        .build())
                .when(elb)
                .describeAccountLimits(any(DescribeAccountLimitsRequest.class));
        doReturn(DescribeTargetGroupsResponse.builder()
                        .targetGroups(IntStream.range(0, targetGroups)
                                .mapToObj(i ->
                                        software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup
                                                .builder()
                                                .targetGroupArn("arn:" + i)
                                                .loadBalancerArns(loadBalancer)
                                                .build())
                                .toList())
                        .build())
                .when(elb)
                .describeTargetGroups(any(DescribeTargetGroupsRequest.class));
    }
}
