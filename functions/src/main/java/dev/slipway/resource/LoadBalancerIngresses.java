package dev.slipway.resource;

import static dev.slipway.aws.AwsErrors.Meaning.EXISTS;
import static dev.slipway.aws.AwsErrors.Meaning.GONE;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Lets the load balancers that are not the environment's own through to the tasks. */
public final class LoadBalancerIngresses implements ResourceKind<LoadBalancerIngress> {
    private static final String ALL_PROTOCOLS = "-1";
    private static final String SHARED = "Ingress from the imported ALB";

    private final Ec2Client ec2;

    public LoadBalancerIngresses(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public String name() {
        return "load-balancer-ingress";
    }

    @Override
    public Class<LoadBalancerIngress> type() {
        return LoadBalancerIngress.class;
    }

    /** They are of the security group. */
    @Override
    public int stage() {
        return 1;
    }

    @Override
    public List<LoadBalancerIngress> desired(Service service, Existing existing) {
        String group = service.environment().securityGroup();
        List<LoadBalancerIngress> wanted = new ArrayList<>();
        Routing.importedSecurityGroups(service).forEach(source -> wanted.add(new LoadBalancerIngress(group, source)));
        if (service.manifest().nlb().isPresent()) {
            wanted.add(new LoadBalancerIngress(group, LoadBalancerSecurityGroups.nameOf(service, existing)));
        }
        return wanted;
    }

    /** The security groups are where the traffic comes from. */
    @Override
    public List<Class<? extends Resource>> readAfter() {
        return List.of(LoadBalancerSecurityGroup.class);
    }

    /**
     * Those from the service's own Network Load Balancer, and those from the load balancer that the manifest names. The
     * latter stay when the service goes: other services may have come to rely on them.
     */
    @Override
    public List<Found<LoadBalancerIngress>> read(Scope scope, Arns arns) {
        Map<String, String> sources = new HashMap<>();
        RoutingNotes.securityGroups(arns).forEach(id -> sources.put(id, id));
        arns.of(LoadBalancerSecurityGroups.KIND).forEach((name, id) -> sources.put(id, name));
        List<Found<LoadBalancerIngress>> found = new ArrayList<>();
        if (sources.isEmpty()) {
            return found;
        }
        String group = scope.environment().securityGroup();
        ec2
                .describeSecurityGroupRulesPaginator(
                        request -> request.filters(LoadBalancerSecurityGroups.filter("group-id", group)))
                .stream()
                .flatMap(page -> page.securityGroupRules().stream())
                .filter(rule -> sourceOf(rule).filter(sources::containsKey).isPresent())
                .forEach(rule -> found.add(new Found<>(
                        new LoadBalancerIngress(
                                group, sources.get(sourceOf(rule).get())),
                        rule.securityGroupRuleId())));
        return found;
    }

    @Override
    public String create(LoadBalancerIngress wanted, Scope scope, Arns arns) {
        String source =
                wanted.isShared() ? wanted.source() : arns.get(LoadBalancerSecurityGroups.KIND, wanted.source());
        try {
            return ec2
                    .authorizeSecurityGroupIngress(request -> request.groupId(wanted.securityGroup())
                            .ipPermissions(IpPermission.builder()
                                    .ipProtocol(ALL_PROTOCOLS)
                                    .userIdGroupPairs(UserIdGroupPair.builder()
                                            .groupId(source)
                                            .description(wanted.isShared() ? SHARED : null)
                                            .build())
                                    .build())
                            .tagSpecifications(
                                    LoadBalancerSecurityGroups.tagged(ResourceType.SECURITY_GROUP_RULE, scope.tags())))
                    .securityGroupRules()
                    .stream()
                    .map(SecurityGroupRule::securityGroupRuleId)
                    .findFirst()
                    .orElse(wanted.key());
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(EXISTS, e)) {
                throw e;
            }
            return wanted.key();
        }
    }

    /** There is nothing about it that could change. */
    @Override
    public String update(Found<LoadBalancerIngress> from, LoadBalancerIngress to, Scope scope, Arns arns) {
        return from.arn();
    }

    /** One that is shared is taken away only by the service that brought it. */
    @Override
    public void remove(Found<LoadBalancerIngress> existing, Scope scope, Arns arns) {
        try {
            if (existing.state().isShared() && !isOurs(existing.arn(), scope)) {
                return;
            }
            ec2.revokeSecurityGroupIngress(
                    request -> request.groupId(existing.state().securityGroup()).securityGroupRuleIds(existing.arn()));
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(GONE, e)) {
                throw e;
            }
        }
    }

    private boolean isOurs(String rule, Scope scope) {
        return ec2
                .describeSecurityGroupRules(request -> request.securityGroupRuleIds(rule))
                .securityGroupRules()
                .stream()
                .map(SecurityGroupRule::tags)
                .map(tags -> tags.stream().collect(Collectors.toMap(Tag::key, Tag::value)))
                .anyMatch(tags -> Tags.belongTo(scope.id(), tags));
    }

    private static Optional<String> sourceOf(SecurityGroupRule rule) {
        return Optional.of(rule)
                .filter(one -> !Boolean.TRUE.equals(one.isEgress()))
                .filter(one -> ALL_PROTOCOLS.equals(one.ipProtocol()))
                .map(SecurityGroupRule::referencedGroupInfo)
                .map(info -> info.groupId());
    }
}
