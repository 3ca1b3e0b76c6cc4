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

import dev.slipway.aws.Mocks;
import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.resource.LoadBalancerSecurityGroup.Port;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import org.mockito.ArgumentCaptor;
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

class LoadBalancerSecurityGroupsTest {
    private static final Map<String, String> OURS = Tags.of(Web.ID, Map.of());
    private static final Map<String, String> THEIRS = Tags.of(new ServiceId("my-app", "test", "api"), Map.of());

    private static final LoadBalancerSecurityGroup GROUP = new LoadBalancerSecurityGroup(
            "copilot-my-app-test-fe-nlb", Web.VPC, List.of(new Port("udp", 53), new Port("tcp", 443)));

    private final Ec2Client ec2 = mock(Ec2Client.class, Answers.CALLS_REAL_METHODS);
    private final LoadBalancerSecurityGroups groups = new LoadBalancerSecurityGroups(ec2);
    private final LoadBalancerIngresses ingresses = new LoadBalancerIngresses(ec2);
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

    private static IpPermission permission(String protocol, int port, String cidr) {
        return IpPermission.builder()
                .ipProtocol(protocol)
                .fromPort(port)
                .toPort(port)
                .ipRanges(IpRange.builder().cidrIp(cidr).build())
                .build();
    }

    private static Ec2Exception error(String code) {
        return Mocks.error(Ec2Exception.builder(), code, Ec2Exception.class);
    }
}
