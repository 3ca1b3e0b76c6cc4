package dev.slipway.resource;

import static dev.slipway.aws.AwsErrors.Meaning.EXISTS;
import static dev.slipway.aws.AwsErrors.Meaning.GONE;
import static dev.slipway.aws.AwsErrors.Meaning.IN_USE;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.Names;
import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/** The Network Load Balancer of a service, if its manifest asks for one. */
public final class NetworkLoadBalancers implements ResourceKind<NetworkLoadBalancer> {
    static final String KIND = "network-load-balancer";

    /** Under this kind {@link Arns} has the load balancers' DNS names, by their names. */
    public static final String DNS_NAME = "dns-name";

    private static final int PAGE = 400;

    private final ElasticLoadBalancingV2Client elb;

    public NetworkLoadBalancers(ElasticLoadBalancingV2Client elb) {
        this.elb = elb;
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Class<NetworkLoadBalancer> type() {
        return NetworkLoadBalancer.class;
    }

    /** They have the security group. */
    @Override
    public int stage() {
        return 1;
    }

    @Override
    public List<NetworkLoadBalancer> desired(Service service, Existing existing) {
        return wanted(service, existing)
                .map(name -> new NetworkLoadBalancer(
                        name,
                        service.environment().publicSubnets().stream().sorted().toList(),
                        LoadBalancerSecurityGroups.nameOf(service, existing)))
                .stream()
                .toList();
    }

    /** The name of the one that the service is to have, if its manifest asks for one. */
    public static Optional<String> wanted(Service service, Existing existing) {
        return service.manifest().nlb().map(nlb -> nameOf(service, existing));
    }

    /**
     * The load balancer's name: one that is there, such as Copilot's, stays. One without a security group does not, since
     * AWS lets none be added later.
     */
    static String nameOf(Service service, Existing existing) {
        return existing.of(NetworkLoadBalancer.class).stream()
                .map(Found::state)
                .filter(state -> !state.securityGroup().isEmpty())
                .map(NetworkLoadBalancer::name)
                .sorted()
                .findFirst()
                .orElse(nameFor(service.id()));
    }

    /** AWS refuses names that begin with {@code internal-}, as a service's name may. */
    private static String nameFor(ServiceId id) {
        return "nlb-" + Names.targetGroupPrefix(id).replaceAll("-$", "");
    }

    /** Its state calls its own security group by the name. */
    @Override
    public List<Class<? extends Resource>> readAfter() {
        return List.of(LoadBalancerSecurityGroup.class);
    }

    @Override
    public boolean isShownBy(TagSearch search, Scope scope) {
        return search.shows(":loadbalancer/net/");
    }

    @Override
    public List<Found<NetworkLoadBalancer>> read(Scope scope, Arns arns) {
        Map<String, LoadBalancer> candidates = new LinkedHashMap<>();
        elb.describeLoadBalancersPaginator(request -> request.pageSize(PAGE)).loadBalancers().stream()
                .filter(one -> one.type() == LoadBalancerTypeEnum.NETWORK)
                .filter(one -> mayBelongTo(scope.id(), one.loadBalancerName()))
                .forEach(one -> candidates.put(one.loadBalancerArn(), one));
        Map<String, Map<String, String>> tags = Tagged.of(elb, candidates.keySet(), arns);
        List<Found<NetworkLoadBalancer>> found = new ArrayList<>();
        candidates.forEach((arn, one) -> {
            if (Tags.belongTo(scope.id(), tags.getOrDefault(arn, Map.of()))) {
                arns.put(DNS_NAME, one.loadBalancerName(), one.dnsName());
                found.add(new Found<>(state(one, arns), arn));
            }
        });
        return found;
    }

    /** One of that name that is another's was passed over by {@link #read}. */
    @Override
    public void checkFree(NetworkLoadBalancer wanted, Scope scope, Arns arns) {
        try {
            elb.describeLoadBalancers(request -> request.names(wanted.name()))
                    .loadBalancers()
                    .forEach(standing -> checkOwner(standing, scope));
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(GONE, e)) {
                throw e;
            }
        }
    }

    private void checkOwner(LoadBalancer standing, Scope scope) {
        String arn = standing.loadBalancerArn();
        Map<String, String> tags = Tagged.of(elb, List.of(arn)).getOrDefault(arn, Map.of());
        Ownership.check(scope.id(), "the load balancer " + standing.loadBalancerName(), tags);
    }

    @Override
    public String create(NetworkLoadBalancer wanted, Scope scope, Arns arns) {
        try {
            LoadBalancer made = elb.createLoadBalancer(request -> request.name(wanted.name())
                            .type(LoadBalancerTypeEnum.NETWORK)
                            .scheme(LoadBalancerSchemeEnum.INTERNET_FACING)
                            .subnets(wanted.subnets())
                            .securityGroups(securityGroup(wanted, arns))
                            .tags(Tagged.list(scope.tags())))
                    .loadBalancers()
                    .get(0);
            arns.put(DNS_NAME, wanted.name(), made.dnsName());
            return made.loadBalancerArn();
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(EXISTS, e)) {
                throw e;
            }
            return adopt(wanted, scope, arns);
        }
    }

    @Override
    public String update(Found<NetworkLoadBalancer> from, NetworkLoadBalancer to, Scope scope, Arns arns) {
        if (!from.state().subnets().equals(to.subnets())) {
            elb.setSubnets(request -> request.loadBalancerArn(from.arn()).subnets(to.subnets()));
        }
        if (!from.state().securityGroup().equals(to.securityGroup())) {
            elb.setSecurityGroups(
                    request -> request.loadBalancerArn(from.arn()).securityGroups(securityGroup(to, arns)));
        }
        return from.arn();
    }

    @Override
    public void remove(Found<NetworkLoadBalancer> existing, Scope scope, Arns arns) {
        try {
            elb.deleteLoadBalancer(request -> request.loadBalancerArn(existing.arn()));
        } catch (AwsServiceException e) {
            if (AwsErrors.is(IN_USE, e)) {
                throw new StillInUseException(
                        "load balancer %s is still in use"
                                .formatted(existing.state().name()),
                        e);
            }
            if (!AwsErrors.is(GONE, e)) {
                throw e;
            }
        }
    }

    private String adopt(NetworkLoadBalancer wanted, Scope scope, Arns arns) {
        LoadBalancer standing = elb.describeLoadBalancers(request -> request.names(wanted.name()))
                .loadBalancers()
                .get(0);
        checkOwner(standing, scope);
        arns.put(DNS_NAME, wanted.name(), standing.dnsName());
        return update(new Found<>(state(standing, arns), standing.loadBalancerArn()), wanted, scope, arns);
    }

    /** CloudFormation names Copilot's {@code <5 characters of the stack>-Publi-<random>}. */
    private static boolean mayBelongTo(ServiceId id, String name) {
        return name.equals(nameFor(id)) || name.startsWith(TargetGroups.stackPrefix(id) + "-Publi-");
    }

    private static String securityGroup(NetworkLoadBalancer wanted, Arns arns) {
        return wanted.securityGroup().startsWith("sg-")
                ? wanted.securityGroup()
                : arns.get(LoadBalancerSecurityGroups.KIND, wanted.securityGroup());
    }

    private static NetworkLoadBalancer state(LoadBalancer one, Arns arns) {
        Map<String, String> names = arns.of(LoadBalancerSecurityGroups.KIND);
        String group = one.securityGroups().stream()
                .map(id -> names.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(id))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(id))
                .sorted()
                .findFirst()
                .orElse("");
        return new NetworkLoadBalancer(
                one.loadBalancerName(),
                one.availabilityZones().stream()
                        .map(AvailabilityZone::subnetId)
                        .sorted()
                        .toList(),
                group);
    }
}
