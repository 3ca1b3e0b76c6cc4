package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

class TargetGroupCallsTest {
    private static final TargetGroup WANTED =
            TargetGroups.of(Web.with(Web.rule("/")).service(), new Existing()).get(0);
    private static final String ARN = Web.targetGroupArn(WANTED.name());
    private static final Map<String, String> OURS = Tags.of(Web.ID, Map.of());
    private static final Map<String, String> THEIRS = Tags.of(new ServiceId("my-app", "test", "api"), Map.of());

    private final ElasticLoadBalancingV2Client elb = Elb.client();
    private final TargetGroups kind = new TargetGroups(elb);
    private final Scope scope = Web.with(Web.rule("/")).scope();
    private final Arns arns = new Arns(Map.of());

    @Test
    void whatWasMadeIsReadBackAsItWasWanted() {
        standing(described(WANTED.name()));
        Elb.tags(elb, Map.of(ARN, OURS));
        attributes("60", "false");

        assertThat(kind.read(scope, arns)).containsExactly(new Found<>(WANTED, ARN));
    }

    @Test
    void onlyWhatCanBeTheServicesIsLookedAtAndOnlyWhatIsTaggedIsItsOwn() {
        String copilots = "my-ap-Targe-1CWMYGLK4MRSZ";
        String another = "my-ap-Targe-2CWMYGLK4MRSZ";
        standing(described("api-12345678-12345678"), described(copilots), described(another));
        Elb.tags(elb, Map.of(Web.targetGroupArn(copilots), OURS, Web.targetGroupArn(another), THEIRS));
        attributes("60", "false");

        assertThat(kind.read(scope, arns))
                .extracting(found -> found.state().name())
                .containsExactly(copilots);
    }

    @Test
    void theListenersOfALoadBalancerOfTheUsersOwnAreNoted() {
        String own = "arn:aws:elasticloadbalancing:us-west-2:123456789123:loadbalancer/app/mine/1111111111111111";
        standing(described(WANTED.name()).toBuilder().loadBalancerArns(own).build());
        Elb.tags(elb, Map.of(ARN, OURS));
        attributes("60", "false");
        doReturn(DescribeListenersResponse.builder()
                        .listeners(Listener.builder()
                                .listenerArn("arn:https")
                                .protocol("HTTPS")
                                .build())
                        .build())
                .when(elb)
                .describeListeners(any(DescribeListenersRequest.class));

        kind.read(scope, arns);

        assertThat(Listeners.https(scope, arns)).containsExactly(Web.HTTPS, "arn:https");
        assertThat(Listeners.all(scope, arns)).contains(Web.HTTP, "arn:https");
    }

    @Test
    void creationTagsAndSetsTheAttributesThatCopilotSets() {
        doReturn(CreateTargetGroupResponse.builder()
                        .targetGroups(described(WANTED.name()))
                        .build())
                .when(elb)
                .createTargetGroup(any(CreateTargetGroupRequest.class));
        ArgumentCaptor<ModifyTargetGroupAttributesRequest> request = modifyingAttributes();

        assertThat(kind.create(WANTED, scope, arns)).isEqualTo(ARN);

        assertThat(request.getValue().attributes())
                .extracting(TargetGroupAttribute::key, TargetGroupAttribute::value)
                .containsExactly(
                        tuple("deregistration_delay.timeout_seconds", "60"), tuple("stickiness.enabled", "false"));
    }

    @Test
    void whatIsThereAlreadyIsBroughtToTheWantedState() {
        doThrow(Elb.error("DuplicateTargetGroupName")).when(elb).createTargetGroup(any(CreateTargetGroupRequest.class));
        standing(described(WANTED.name()).toBuilder().healthCheckPath("/old").build());
        Elb.tags(elb, Map.of(ARN, OURS));
        attributes("60", "false");
        ArgumentCaptor<ModifyTargetGroupRequest> request = ArgumentCaptor.forClass(ModifyTargetGroupRequest.class);
        doReturn(ModifyTargetGroupResponse.builder().build()).when(elb).modifyTargetGroup(request.capture());

        assertThat(kind.create(WANTED, scope, arns)).isEqualTo(ARN);

        assertThat(request.getValue().healthCheckPath()).isEqualTo("/");
        verify(elb, never()).modifyTargetGroupAttributes(any(ModifyTargetGroupAttributesRequest.class));
    }

    @Test
    void aNameThatSomebodyElseHasIsLeftAlone() {
        doThrow(Elb.error("DuplicateTargetGroupName")).when(elb).createTargetGroup(any(CreateTargetGroupRequest.class));
        standing(described(WANTED.name()));
        Elb.tags(elb, Map.of(ARN, THEIRS));
        attributes("60", "false");

        assertThatThrownBy(() -> kind.create(WANTED, scope, arns)).isInstanceOf(NotOursException.class);
    }

    @Test
    void aGroupThatARuleStillUsesIsTriedAgainLater() {
        doThrow(Elb.error("ResourceInUse")).when(elb).deleteTargetGroup(any(DeleteTargetGroupRequest.class));

        assertThatThrownBy(() -> kind.remove(new Found<>(WANTED, ARN), scope, arns))
                .isInstanceOf(StillInUseException.class);
    }

    @Test
    void aGroupThatIsGoneCanBeRemoved() {
        doThrow(Elb.error("TargetGroupNotFound")).when(elb).deleteTargetGroup(any(DeleteTargetGroupRequest.class));

        kind.remove(new Found<>(WANTED, ARN), scope, arns);
    }

    private void standing(software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup... groups) {
        doAnswer(call -> {
                    List<String> names =
                            call.<DescribeTargetGroupsRequest>getArgument(0).names();
                    return DescribeTargetGroupsResponse.builder()
                            .targetGroups(Stream.of(groups)
                                    .filter(group -> names.isEmpty() || names.contains(group.targetGroupName()))
                                    .toList())
                            .build();
                })
                .when(elb)
                .describeTargetGroups(any(DescribeTargetGroupsRequest.class));
    }

    private void attributes(String delay, String stickiness) {
        doReturn(DescribeTargetGroupAttributesResponse.builder()
                        .attributes(
                                attribute("deregistration_delay.timeout_seconds", delay),
                                attribute("stickiness.enabled", stickiness))
                        .build())
                .when(elb)
                .describeTargetGroupAttributes(any(DescribeTargetGroupAttributesRequest.class));
    }

    private ArgumentCaptor<ModifyTargetGroupAttributesRequest> modifyingAttributes() {
        ArgumentCaptor<ModifyTargetGroupAttributesRequest> request =
                ArgumentCaptor.forClass(ModifyTargetGroupAttributesRequest.class);
        doReturn(ModifyTargetGroupAttributesResponse.builder().build())
                .when(elb)
                .modifyTargetGroupAttributes(request.capture());
        return request;
    }

    private static TargetGroupAttribute attribute(String key, String value) {
        return TargetGroupAttribute.builder().key(key).value(value).build();
    }

    /** As AWS describes what {@link #WANTED} asks for. */
    private static software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup described(String name) {
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup.builder()
                .targetGroupArn(Web.targetGroupArn(name))
                .targetGroupName(name)
                .targetType("ip")
                .port(80)
                .protocol("HTTP")
                .protocolVersion("HTTP1")
                .vpcId(Web.VPC)
                .healthCheckEnabled(true)
                .healthCheckProtocol("HTTP")
                .healthCheckPort("traffic-port")
                .healthCheckPath("/")
                .healthCheckIntervalSeconds(30)
                .healthCheckTimeoutSeconds(5)
                .healthyThresholdCount(5)
                .unhealthyThresholdCount(2)
                .matcher(matcher -> matcher.httpCode("200"))
                .build();
    }
}
