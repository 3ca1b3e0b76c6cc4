package dev.slipway.resource;

import static dev.slipway.resource.Samples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;

import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;

class LoadBalancerCheckTest {
    private static final Position AT = new Position(7, 3);

    private final ElasticLoadBalancingV2Client elb = Elb.client();
    private final LoadBalancerCheck check = new LoadBalancerCheck(new ListenerRules(elb), new LoadBalancerQuotas(elb));

    @Test
    void aServiceWithANetworkLoadBalancerOnlyNeedsRoomForItsTargetGroupsToo() {
        doReturn(DescribeTargetGroupsResponse.builder().build())
                .when(elb)
                .describeTargetGroups(any(DescribeTargetGroupsRequest.class));
        Service service = Web.with(Web.rule("/"))
                .nlb(List.of(), TargetGroupsTest.listener(80, "TCP", 80, Optional.empty()))
                .withoutHttp()
                .service();

        assertThat(check(service, "nlb", limits(0, 100)))
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(tuple("quota", "nlb", 7));
        assertThat(check(service, "nlb", limits(1, 100))).isEmpty();
    }

    @Test
    void whatHasNoRoomIsToldWhereTheRulesStand() {
        doReturn(DescribeTargetGroupsResponse.builder().build())
                .when(elb)
                .describeTargetGroups(any(DescribeTargetGroupsRequest.class));
        Elb.rules(elb, Map.of());
        assertThat(check(Web.with(Web.rule("/")).service(), "http", limits(1, 0)))
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(tuple("quota", "http", 7));
    }

    private static Map<String, Integer> limits(int targetGroups, int rules) {
        return Map.of(
                "target-groups",
                targetGroups,
                "target-groups-per-application-load-balancer",
                100,
                "rules-per-application-load-balancer",
                rules);
    }

    private List<Problem> check(Service service, String path, Map<String, Integer> limits) {
        Reading reading = new Reading(Optional.of(service.manifest()), List.of(), Map.of(path, AT));
        return check.check(service, reading, SCOPE, new Existing(), new Arns(Map.of()), Optional.of(limits));
    }
}
