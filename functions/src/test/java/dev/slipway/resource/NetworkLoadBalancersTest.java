package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.resource.ListenerRule.Share;
import dev.slipway.resource.LoadBalancerSecurityGroup.Port;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

class NetworkLoadBalancersTest {
    private static final Map<String, String> OURS = Tags.of(Web.ID, Map.of());
    private static final Map<String, String> THEIRS = Tags.of(new ServiceId("my-app", "test", "api"), Map.of());

    private static final LoadBalancerSecurityGroup GROUP = new LoadBalancerSecurityGroup(
            "copilot-my-app-test-fe-nlb", Web.VPC, List.of(new Port("udp", 53), new Port("tcp", 443)));

    private static final NetworkLoadBalancer BALANCER =
            new NetworkLoadBalancer("my-ap-Publi-1", List.of("subnet-1", "subnet-2"), GROUP.name());

    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-west-2:123456789123:loadbalancer/net/my-ap-Publi-1/1";

    private final ElasticLoadBalancingV2Client elb = Elb.client();
    private final NetworkLoadBalancers balancers = new NetworkLoadBalancers(elb);
    private final NetworkListeners listeners = new NetworkListeners(elb);
    private final Scope scope = Web.with(Web.rule("/")).scope();
    private final Arns arns = new Arns(Map.of());

    @Test
    void theLoadBalancerIsInternetFacingAndTagged() {
        arns.put("load-balancer-security-group", GROUP.name(), "sg-1");
        ArgumentCaptor<CreateLoadBalancerRequest> create = ArgumentCaptor.forClass(CreateLoadBalancerRequest.class);
        doReturn(CreateLoadBalancerResponse.builder().loadBalancers(described()).build())
                .when(elb)
                .createLoadBalancer(create.capture());

        assertThat(balancers.create(BALANCER, scope, arns)).isEqualTo(ARN);

        assertThat(arns.get("dns-name", BALANCER.name())).isEqualTo("nlb.elb.us-west-2.amazonaws.com");
        assertThat(create.getValue().typeAsString()).isEqualTo("network");
        assertThat(create.getValue().scheme()).isEqualTo(LoadBalancerSchemeEnum.INTERNET_FACING);
        assertThat(create.getValue().securityGroups()).containsExactly("sg-1");
        assertThat(create.getValue().tags()).hasSize(3);
    }

    @Test
    void theLoadBalancerIsFoundByItsNameAndTags() {
        arns.put("load-balancer-security-group", GROUP.name(), "sg-1");
        standing(described());
        Elb.tags(elb, Map.of(ARN, OURS));
        assertThat(balancers.read(scope, arns)).containsExactly(new Found<>(BALANCER, ARN));
        assertThat(arns.get("dns-name", BALANCER.name())).isEqualTo("nlb.elb.us-west-2.amazonaws.com");

        Elb.tags(elb, Map.of(ARN, THEIRS));
        assertThat(balancers.read(scope, arns)).isEmpty();

        standing(described().toBuilder().type("application").build());
        assertThat(balancers.read(scope, arns)).isEmpty();
    }

    @Test
    void aLoadBalancerWithOurNameButNotOursIsLeftAlone() {
        doThrow(Elb.error("DuplicateLoadBalancerName"))
                .when(elb)
                .createLoadBalancer(any(CreateLoadBalancerRequest.class));
        arns.put("load-balancer-security-group", GROUP.name(), "sg-1");
        standing(described());
        Elb.tags(elb, Map.of(ARN, THEIRS));

        assertThatThrownBy(() -> balancers.checkFree(BALANCER, scope, arns)).isInstanceOf(NotOursException.class);
        assertThatThrownBy(() -> balancers.create(BALANCER, scope, arns)).isInstanceOf(NotOursException.class);
    }

    @Test
    void aLoadBalancerThatIsGoneCanBeRemoved() {
        doThrow(Elb.error("LoadBalancerNotFound")).when(elb).deleteLoadBalancer(any(DeleteLoadBalancerRequest.class));

        balancers.remove(new Found<>(BALANCER, ARN), scope, arns);
    }

    @Test
    void aTlsListenerHasItsPolicyAndItsCertificates() {
        known();
        ArgumentCaptor<CreateListenerRequest> create = ArgumentCaptor.forClass(CreateListenerRequest.class);
        ArgumentCaptor<AddListenerCertificatesRequest> add =
                ArgumentCaptor.forClass(AddListenerCertificatesRequest.class);
        doReturn(CreateListenerResponse.builder()
                        .listeners(
                                Listener.builder().listenerArn("arn:listener").build())
                        .build())
                .when(elb)
                .createListener(create.capture());
        doReturn(AddListenerCertificatesResponse.builder().build()).when(elb).addListenerCertificates(add.capture());

        listeners.create(tls("tg"), scope, arns);

        assertThat(create.getValue().protocolAsString()).isEqualTo("TLS");
        assertThat(create.getValue().sslPolicy()).isEqualTo("policy");
        assertThat(create.getValue().certificates())
                .extracting(Certificate::certificateArn)
                .containsExactly("arn:1");
        assertThat(create.getValue().defaultActions())
                .singleElement()
                .satisfies(action -> assertThat(action.targetGroupArn()).isEqualTo(Web.targetGroupArn("tg")));
        assertThat(add.getValue().certificates())
                .extracting(Certificate::certificateArn)
                .containsExactly("arn:2");
    }

    @Test
    void furtherCertificatesAreAddedAndRemovedOneAtATime() {
        known();
        NetworkListener one = certified("arn:1");
        NetworkListener three = certified("arn:1", "arn:2", "arn:3");
        doReturn(AddListenerCertificatesResponse.builder().build())
                .when(elb)
                .addListenerCertificates(any(AddListenerCertificatesRequest.class));
        doReturn(RemoveListenerCertificatesResponse.builder().build())
                .when(elb)
                .removeListenerCertificates(any(RemoveListenerCertificatesRequest.class));

        listeners.update(new Found<>(one, "arn:listener"), three, scope, arns);
        listeners.update(new Found<>(three, "arn:listener"), one, scope, arns);

        ArgumentCaptor<AddListenerCertificatesRequest> add =
                ArgumentCaptor.forClass(AddListenerCertificatesRequest.class);
        verify(elb, times(2)).addListenerCertificates(add.capture());
        assertThat(add.getAllValues())
                .allMatch(request -> request.certificates().size() == 1);
        ArgumentCaptor<RemoveListenerCertificatesRequest> remove =
                ArgumentCaptor.forClass(RemoveListenerCertificatesRequest.class);
        verify(elb, times(2)).removeListenerCertificates(remove.capture());
        assertThat(remove.getAllValues())
                .allMatch(request -> request.certificates().size() == 1);
    }

    private static NetworkListener certified(String... certificates) {
        return new NetworkListener(
                BALANCER.name(), 443, "TLS", List.of(new Share("tg", 1)), List.of(certificates), Optional.of("policy"));
    }

    /** CloudFormation gave none to the listeners of Copilot's stacks. */
    @Test
    void aListenerWithoutTagsOnTheServicesLoadBalancerIsToGetThem() {
        known();
        listening(Listener.builder().listenerArn("arn:listener").port(443).build());
        Elb.tags(elb, Map.of("arn:listener", Map.of()));

        assertThatThrownBy(() -> listeners.checkFree(tls("tg"), scope, arns))
                .isInstanceOf(NotOursException.class)
                .hasMessageContaining("aws elbv2 add-tags --resource-arns arn:listener --tags Key=copilot-application");

        Elb.tags(elb, Map.of("arn:listener", OURS));
        listeners.checkFree(tls("tg"), scope, arns);
        listeners.checkFree(tls("tg"), scope, new Arns(Map.of()));
    }

    @Test
    void aListenerIsReadBackAsItWasWanted() {
        known();
        listening(Listener.builder()
                .listenerArn("arn:listener")
                .port(443)
                .protocol("TLS")
                .sslPolicy("policy")
                .defaultActions(Action.builder()
                        .type("forward")
                        .targetGroupArn(Web.targetGroupArn("tg"))
                        .build())
                .build());
        Elb.tags(elb, Map.of("arn:listener", OURS));
        doReturn(DescribeListenerCertificatesResponse.builder()
                        .certificates(certificate("arn:2", false), certificate("arn:1", true))
                        .build())
                .when(elb)
                .describeListenerCertificates(any(DescribeListenerCertificatesRequest.class));

        assertThat(listeners.read(scope, arns)).containsExactly(new Found<>(tls("tg"), "arn:listener"));
    }

    @Test
    void onlyWhatDiffersIsModified() {
        known();
        arns.put("target-group", "new", Web.targetGroupArn("new"));
        ArgumentCaptor<ModifyListenerRequest> modify = ArgumentCaptor.forClass(ModifyListenerRequest.class);
        doReturn(ModifyListenerResponse.builder().build()).when(elb).modifyListener(modify.capture());
        NetworkListener from = tls("tg");

        listeners.update(new Found<>(from, "arn:listener"), from, scope, arns);
        assertThat(modify.getAllValues()).isEmpty();

        listeners.update(
                new Found<>(from, "arn:listener"),
                from.to(List.of(new Share("tg", 1), new Share("new", 0))),
                scope,
                arns);
        assertThat(modify.getValue().protocol()).isNull();
        assertThat(modify.getValue().hasCertificates()).isFalse();
        assertThat(modify.getValue().defaultActions().get(0).forwardConfig().targetGroups())
                .extracting(TargetGroupTuple::weight)
                .containsExactly(1, 0);
    }

    @Test
    void aListenerWhoseAnswerWasLostIsFoundAgain() {
        known();
        doThrow(Elb.error("DuplicateListener")).when(elb).createListener(any(CreateListenerRequest.class));
        NetworkListener wanted = new NetworkListener(
                BALANCER.name(), 80, "TCP", List.of(new Share("tg", 1)), List.of(), Optional.empty());
        listening(Listener.builder()
                .listenerArn("arn:listener")
                .port(80)
                .protocol("TCP")
                .defaultActions(Action.builder()
                        .type("forward")
                        .targetGroupArn(Web.targetGroupArn("tg"))
                        .build())
                .build());
        Elb.tags(elb, Map.of("arn:listener", OURS));
        assertThat(listeners.create(wanted, scope, arns)).isEqualTo("arn:listener");

        Elb.tags(elb, Map.of("arn:listener", THEIRS));
        assertThatThrownBy(() -> listeners.create(wanted, scope, arns)).isInstanceOf(NotOursException.class);
    }

    private void known() {
        arns.put("network-load-balancer", BALANCER.name(), ARN);
        arns.put("target-group", "tg", Web.targetGroupArn("tg"));
    }

    private void standing(LoadBalancer... standing) {
        doReturn(DescribeLoadBalancersResponse.builder().loadBalancers(standing).build())
                .when(elb)
                .describeLoadBalancers(any(DescribeLoadBalancersRequest.class));
    }

    private void listening(Listener... standing) {
        doReturn(DescribeListenersResponse.builder().listeners(standing).build())
                .when(elb)
                .describeListeners(any(DescribeListenersRequest.class));
    }

    private static NetworkListener tls(String targetGroup) {
        return new NetworkListener(
                BALANCER.name(),
                443,
                "TLS",
                List.of(new Share(targetGroup, 1)),
                List.of("arn:1", "arn:2"),
                Optional.of("policy"));
    }

    private static Certificate certificate(String arn, boolean isDefault) {
        return Certificate.builder().certificateArn(arn).isDefault(isDefault).build();
    }

    private static LoadBalancer described() {
        return LoadBalancer.builder()
                .loadBalancerArn(ARN)
                .loadBalancerName(BALANCER.name())
                .dnsName("nlb.elb.us-west-2.amazonaws.com")
                .type("network")
                .securityGroups("sg-1")
                .availabilityZones(
                        AvailabilityZone.builder().subnetId("subnet-2").build(),
                        AvailabilityZone.builder().subnetId("subnet-1").build())
                .build();
    }
}
