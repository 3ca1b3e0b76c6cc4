package dev.slipway.resource;

import static dev.slipway.aws.AwsErrors.Meaning.EXISTS;
import static dev.slipway.aws.AwsErrors.Meaning.GONE;
import static dev.slipway.aws.AwsErrors.Meaning.IN_USE;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.Names;
import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.manifest.Manifest;
import dev.slipway.resource.LoadBalancerSecurityGroup.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The security group of the Network Load Balancer of a service. */
public final class LoadBalancerSecurityGroups implements ResourceKind<LoadBalancerSecurityGroup> {
    static final String KIND = "load-balancer-security-group";
    private static final String DESCRIPTION = "Allow traffic to the public facing load balancer on listener ports";
    private static final String EVERYONE = "0.0.0.0/0";
    private static final int LONGEST_NAME = 255;

    private final Ec2Client ec2;

    public LoadBalancerSecurityGroups(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Class<LoadBalancerSecurityGroup> type() {
        return LoadBalancerSecurityGroup.class;
    }

    @Override
    public List<LoadBalancerSecurityGroup> desired(Service service, Existing existing) {
        return service.manifest().nlb().stream()
                .map(nlb -> new LoadBalancerSecurityGroup(
                        nameOf(service, existing),
                        service.environment().vpc(),
                        nlb.listeners().stream()
                                .map(LoadBalancerSecurityGroups::port)
                                .sorted()
                                .distinct()
                                .toList()))
                .toList();
    }

    /** The name of the security group: one that is there, such as Copilot's, stays. */
    static String nameOf(Service service, Existing existing) {
        return existing.of(LoadBalancerSecurityGroup.class).stream()
                .map(found -> found.state().name())
                .sorted()
                .findFirst()
                .orElse(nameFor(service.id()));
    }

    /** Also the value of its tag {@code Name}, by which it is told from other groups of the service. */
    private static String nameFor(ServiceId id) {
        return Names.limited(LONGEST_NAME, "copilot-" + id.stem(), "-nlb");
    }

    private static Port port(Manifest.NetworkListener listener) {
        return new Port(listener.protocol().equals("UDP") ? "udp" : "tcp", listener.port());
    }

    @Override
    public boolean isShownBy(TagSearch search, Scope scope) {
        return search.shows(":security-group/");
    }

    @Override
    public List<Found<LoadBalancerSecurityGroup>> read(Scope scope, Arns arns) {
        List<Filter> filters = new ArrayList<>();
        filters.add(filter("tag:Name", nameFor(scope.id())));
        filters.add(filter("tag:" + Tags.APPLICATION, scope.id().application()));
        filters.add(filter("tag:" + Tags.ENVIRONMENT, scope.id().environment()));
        filters.add(filter("tag:" + Tags.SERVICE, scope.id().service()));
        return ec2.describeSecurityGroupsPaginator(request -> request.filters(filters)).stream()
                .flatMap(page -> page.securityGroups().stream())
                .map(group -> new Found<>(state(group), group.groupId()))
                .toList();
    }

    @Override
    public String create(LoadBalancerSecurityGroup wanted, Scope scope, Arns arns) {
        Map<String, String> tags = new LinkedHashMap<>(scope.tags());
        tags.put("Name", nameFor(scope.id()));
        try {
            String id = ec2.createSecurityGroup(request -> request.groupName(wanted.name())
                            .description(DESCRIPTION)
                            .vpcId(wanted.vpc())
                            .tagSpecifications(tagged(ResourceType.SECURITY_GROUP, tags)))
                    .groupId();
            wanted.ports().forEach(port -> allow(id, port));
            return id;
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(EXISTS, e)) {
                throw e;
            }
            return adopt(wanted, scope, arns);
        }
    }

    @Override
    public String update(Found<LoadBalancerSecurityGroup> from, LoadBalancerSecurityGroup to, Scope scope, Arns arns) {
        to.ports().stream()
                .filter(port -> !from.state().ports().contains(port))
                .forEach(port -> allow(from.arn(), port));
        from.state().ports().stream()
                .filter(port -> !to.ports().contains(port))
                .forEach(port -> disallow(from.arn(), port));
        return from.arn();
    }

    /** A port that goes stays open until the listener behind it has been replaced. */
    @Override
    public LoadBalancerSecurityGroup interim(LoadBalancerSecurityGroup from, LoadBalancerSecurityGroup to) {
        List<Port> both = new ArrayList<>(from.ports());
        both.addAll(to.ports());
        return new LoadBalancerSecurityGroup(
                to.name(), to.vpc(), both.stream().sorted().distinct().toList());
    }

    /** The load balancer's network interfaces are gone only minutes after the load balancer. */
    @Override
    public void remove(Found<LoadBalancerSecurityGroup> existing, Scope scope, Arns arns) {
        try {
            ec2.deleteSecurityGroup(request -> request.groupId(existing.arn()));
        } catch (AwsServiceException e) {
            if (AwsErrors.is(IN_USE, e)) {
                throw new StillInUseException(
                        "security group %s is still used by the load balancer"
                                .formatted(existing.state().name()),
                        e);
            }
            if (!AwsErrors.is(GONE, e)) {
                throw e;
            }
        }
    }

    private String adopt(LoadBalancerSecurityGroup wanted, Scope scope, Arns arns) {
        SecurityGroup standing = ec2.describeSecurityGroups(
                        request -> request.filters(filter("group-name", wanted.name()), filter("vpc-id", wanted.vpc())))
                .securityGroups()
                .get(0);
        Map<String, String> tags = standing.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
        Ownership.check(scope.id(), "the security group " + wanted.name(), tags);
        return update(new Found<>(state(standing), standing.groupId()), wanted, scope, arns);
    }

    private void allow(String group, Port port) {
        try {
            ec2.authorizeSecurityGroupIngress(
                    request -> request.groupId(group).ipPermissions(permission(port, port.description())));
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(EXISTS, e)) {
                throw e;
            }
        }
    }

    private void disallow(String group, Port port) {
        try {
            ec2.revokeSecurityGroupIngress(request -> request.groupId(group).ipPermissions(permission(port, null)));
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(GONE, e)) {
                throw e;
            }
        }
    }

    static TagSpecification tagged(ResourceType type, Map<String, String> tags) {
        return TagSpecification.builder()
                .resourceType(type)
                .tags(tags.entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static IpPermission permission(Port port, String description) {
        return IpPermission.builder()
                .ipProtocol(port.protocol())
                .fromPort(port.number())
                .toPort(port.number())
                .ipRanges(IpRange.builder()
                        .cidrIp(EVERYONE)
                        .description(description)
                        .build())
                .build();
    }

    private static LoadBalancerSecurityGroup state(SecurityGroup group) {
        return new LoadBalancerSecurityGroup(
                group.groupName(),
                group.vpcId(),
                group.ipPermissions().stream()
                        .filter(permission -> permission.ipRanges().stream()
                                .anyMatch(range -> range.cidrIp().equals(EVERYONE)))
                        .filter(permission -> permission.fromPort() != null
                                && permission.fromPort().equals(permission.toPort()))
                        .map(permission -> new Port(permission.ipProtocol(), permission.fromPort()))
                        .sorted()
                        .toList());
    }
}
