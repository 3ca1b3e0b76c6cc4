package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.resource.ListenerRule.Share;
import dev.slipway.resource.LoadBalancerSecurityGroup.Port;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ReferencedSecurityGroup;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
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
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

class NetworkCallsTest {
    private static final Map<String, String> OURS = Tags.of(Web.ID, Map.of());
    private static final Map<String, String> THEIRS = Tags.of(new ServiceId("my-app", "test", "api"), Map.of());
    private static final LoadBalancerSecurityGroup GROUP = new LoadBalancerSecurityGroup(
            "copilot-my-app-test-fe-nlb", Web.VPC, List.of(new Port("udp", 53), new Port("tcp", 443)));
    private static final NetworkLoadBalancer BALANCER =
            new NetworkLoadBalancer("my-ap-Publi-1", List.of("subnet-1", "subnet-2"), GROUP.name());
    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-west-2:123456789123:loadbalancer/net/my-ap-Publi-1/1";

    private final Ec2Client ec2 = mock(Ec2Client.class, Answers.CALLS_REAL_METHODS);
    private final ElasticLoadBalancingV2Client elb = Elb.client();
    private final LoadBalancerSecurityGroups groups = new LoadBalancerSecurityGroups(ec2);
    private final LoadBalancerIngresses ingresses = new LoadBalancerIngresses(ec2);
    private final NetworkLoadBalancers balancers = new NetworkLoadBalancers(elb);
    private final NetworkListeners listeners = new NetworkListeners(elb);
    private final Scope scope = Web.with(Web.rule("/")).scope();
    private final Arns arns = new Arns(Map.of());

    @Test
    void theSecurityGroupIsMadeWithItsTagsAndPorts() {
        ArgumentCaptor<CreateSecurityGroupRequest> create = ArgumentCaptor.forClass(CreateSecurityGroupRequest.class);
        ArgumentCaptor<AuthorizeSecurityGroupIngressRequest> allow = allowing();
        doReturn(CreateSecurityGroupResponse.builder().groupId("sg-1").build())
                .when(ec2)
                .createSecurityGroup(create.capture());

        assertThat(groups.create(GROUP, scope, arns)).isEqualTo("sg-1");

        assertThat(create.getValue().description())
                .isEqualTo("Allow traffic to the public facing load balancer on listener ports");
        assertThat(create.getValue().tagSpecifications().get(0).tags())
                .anyMatch(tag -> tag.key().equals("Name") && tag.value().equals("copilot-my-app-test-fe-nlb"))
                .hasSize(4);
        assertThat(allow.getAllValues())
                .extracting(request -> request.ipPermissions().get(0))
                .extracting(IpPermission::ipProtocol, IpPermission::fromPort, IpPermission::toPort)
                .containsExactly(tuple("udp", 53, 53), tuple("tcp", 443, 443));
    }

    @Test
    void theSecurityGroupIsReadBackWithoutWhatOthersAllowed() {
        doReturn(DescribeSecurityGroupsResponse.builder()
                        .securityGroups(SecurityGroup.builder()
                                .groupName(GROUP.name())
                                .groupId("sg-1")
                                .vpcId(Web.VPC)
                                .ipPermissions(
                                        permission("udp", 53, "0.0.0.0/0"),
                                        permission("tcp", 443, "0.0.0.0/0"),
                                        permission("tcp", 22, "10.0.0.0/8"))
                                .build())
                        .build())
                .when(ec2)
                .describeSecurityGroups(any(DescribeSecurityGroupsRequest.class));

        assertThat(groups.read(scope, arns)).containsExactly(new Found<>(GROUP, "sg-1"));
    }

    @Test
    void aPortThatGoesStaysOpenUntilTheEnd() {
        LoadBalancerSecurityGroup to =
                new LoadBalancerSecurityGroup(GROUP.name(), Web.VPC, List.of(new Port("tcp", 8443)));
        ArgumentCaptor<RevokeSecurityGroupIngressRequest> revoke = revoking();
        ArgumentCaptor<AuthorizeSecurityGroupIngressRequest> allow = allowing();

        assertThat(groups.interim(GROUP, to).ports())
                .containsExactly(new Port("udp", 53), new Port("tcp", 443), new Port("tcp", 8443));
        groups.update(new Found<>(GROUP, "sg-1"), to, scope, arns);

        assertThat(allow.getAllValues()).hasSize(1);
        assertThat(revoke.getAllValues()).hasSize(2);
    }

    @Test
    void aSecurityGroupThatTheLoadBalancerStillHoldsIsTriedAgainLater() {
        doThrow(error("DependencyViolation")).when(ec2).deleteSecurityGroup(any(DeleteSecurityGroupRequest.class));

        assertThatThrownBy(() -> groups.remove(new Found<>(GROUP, "sg-1"), scope, arns))
                .isInstanceOf(StillInUseException.class);
    }

    @Test
    void theEnvironmentsGroupAdmitsTheLoadBalancersOnEveryPort() {
        arns.put("load-balancer-security-group", GROUP.name(), "sg-1");
        ArgumentCaptor<AuthorizeSecurityGroupIngressRequest> allow = allowing();

        assertThat(ingresses.create(new LoadBalancerIngress("sg-env", GROUP.name()), scope, arns))
                .isEqualTo("sgr-1");

        assertThat(allow.getValue().groupId()).isEqualTo("sg-env");
        IpPermission permission = allow.getValue().ipPermissions().get(0);
        assertThat(permission.ipProtocol()).isEqualTo("-1");
        assertThat(permission.userIdGroupPairs().get(0).groupId()).isEqualTo("sg-1");
        assertThat(allow.getValue().tagSpecifications().get(0).resourceType())
                .isEqualTo(ResourceType.SECURITY_GROUP_RULE);
    }

    @Test
    void anIngressThatIsThereAlreadyIsFine() {
        doThrow(error("InvalidPermission.Duplicate"))
                .when(ec2)
                .authorizeSecurityGroupIngress(any(AuthorizeSecurityGroupIngressRequest.class));

        ingresses.create(new LoadBalancerIngress("sg-env", "sg-mine"), scope, arns);
    }

    @Test
    void aSharedIngressIsTakenAwayOnlyByWhoBroughtIt() {
        arns.put("imported-security-group", "sg-mine", "sg-mine");
        ArgumentCaptor<RevokeSecurityGroupIngressRequest> revoke = revoking();
        ingressRules(THEIRS);
        List<Found<LoadBalancerIngress>> found = ingresses.read(scope, arns);

        assertThat(found).containsExactly(new Found<>(new LoadBalancerIngress("sg-env", "sg-mine"), "sgr-1"));
        ingresses.remove(found.get(0), scope, arns);
        assertThat(revoke.getAllValues()).isEmpty();

        ingressRules(OURS);
        ingresses.remove(found.get(0), scope, arns);
        assertThat(revoke.getValue().securityGroupRuleIds()).containsExactly("sgr-1");
    }

    @Test
    void aServiceThatIsRemovedLeavesTheSharedIngress() {
        assertThat(ingresses.read(scope, arns)).isEmpty();
        verify(ec2, never()).describeSecurityGroupRules(any(DescribeSecurityGroupRulesRequest.class));
    }

    @Test
    void theLoadBalancerIsInternetFacingAndTagged() {
        arns.put("load-balancer-security-group", GROUP.name(), "sg-1");
        ArgumentCaptor<CreateLoadBalancerRequest> create = ArgumentCaptor.forClass(CreateLoadBalancerRequest.class);
        doReturn(CreateLoadBalancerResponse.builder().loadBalancers(described()).build())
                .when(elb)
                .createLoadBalancer(create.capture());

        assertThat(balancers.create(BALANCER, scope, arns)).isEqualTo(ARN);

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

    private ArgumentCaptor<AuthorizeSecurityGroupIngressRequest> allowing() {
        ArgumentCaptor<AuthorizeSecurityGroupIngressRequest> allow =
                ArgumentCaptor.forClass(AuthorizeSecurityGroupIngressRequest.class);
        doReturn(AuthorizeSecurityGroupIngressResponse.builder()
                        .securityGroupRules(SecurityGroupRule.builder()
                                .securityGroupRuleId("sgr-1")
                                .build())
                        .build())
                .when(ec2)
                .authorizeSecurityGroupIngress(allow.capture());
        return allow;
    }

    private ArgumentCaptor<RevokeSecurityGroupIngressRequest> revoking() {
        ArgumentCaptor<RevokeSecurityGroupIngressRequest> revoke =
                ArgumentCaptor.forClass(RevokeSecurityGroupIngressRequest.class);
        doReturn(RevokeSecurityGroupIngressResponse.builder().build())
                .when(ec2)
                .revokeSecurityGroupIngress(revoke.capture());
        return revoke;
    }

    private void ingressRules(Map<String, String> tags) {
        SecurityGroupRule rule = SecurityGroupRule.builder()
                .securityGroupRuleId("sgr-1")
                .isEgress(false)
                .ipProtocol("-1")
                .referencedGroupInfo(
                        ReferencedSecurityGroup.builder().groupId("sg-mine").build())
                .tags(LoadBalancerSecurityGroups.tagged(ResourceType.SECURITY_GROUP_RULE, tags)
                        .tags())
                .build();
        doReturn(DescribeSecurityGroupRulesResponse.builder()
                        .securityGroupRules(
                                rule,
                                rule.toBuilder()
                                        .securityGroupRuleId("sgr-2")
                                        .isEgress(true)
                                        .build())
                        .build())
                .when(ec2)
                .describeSecurityGroupRules(any(DescribeSecurityGroupRulesRequest.class));
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
                .type("network")
                .securityGroups("sg-1")
                .availabilityZones(
                        AvailabilityZone.builder().subnetId("subnet-2").build(),
                        AvailabilityZone.builder().subnetId("subnet-1").build())
                .build();
    }

    private static IpPermission permission(String protocol, int port, String cidr) {
        return IpPermission.builder()
                .ipProtocol(protocol)
                .fromPort(port)
                .toPort(port)
                .ipRanges(IpRange.builder().cidrIp(cidr).build())
                .build();
    }

    private static Ec2Exception error(String code) {
        return (Ec2Exception) Ec2Exception.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(code)
                        .serviceName("Ec2")
                        .build())
                .statusCode(400)
                .build();
    }
}
