package dev.slipway.resource;

import dev.slipway.environment.Environment.LoadBalancer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;

/**
 * Whether a load balancer, and the region, have room for what a service adds; asked only where it adds something. The account's
 * own quotas count, as they are after somebody had them raised.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html">quotas</a>
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeAccountLimits.html">
 *     DescribeAccountLimits</a>
 */
public final class LoadBalancerQuotas {
    private static final String RULES = "rules-per-application-load-balancer";
    private static final String TARGET_GROUPS = "target-groups-per-application-load-balancer";
    private static final String CERTIFICATES = "certificates-per-application-load-balancer";
    private static final String ALL_TARGET_GROUPS = "target-groups";

    /** What AWS allows unless it says otherwise. */
    private static final Map<String, Integer> DEFAULTS =
            Map.of(RULES, 100, TARGET_GROUPS, 100, CERTIFICATES, 25, ALL_TARGET_GROUPS, 3000);

    private static final String OF_LOAD_BALANCER = "the load balancer";

    private final ElasticLoadBalancingV2Client elb;

    public LoadBalancerQuotas(ElasticLoadBalancingV2Client elb) {
        this.elb = elb;
    }

    /**
     * What there is no room for, one sentence each.
     *
     * @param wanted the service's rules
     * @param standing how many rules their listeners hold, whosever they are
     * @param arns of the plan, which has read the target groups
     * @param allowed see {@link #limits}; asked for only where something is added
     */
    public List<String> exceeded(
            Service service,
            List<ListenerRule> wanted,
            Existing existing,
            int standing,
            Arns arns,
            Supplier<Map<String, Integer>> allowed) {
        Optional<LoadBalancer> loadBalancer = service.loadBalancer();
        long rules = addedRules(wanted, existing);
        Set<String> groups = addedTargetGroups(service, existing);
        long certificates = addedCertificates(service, existing);
        if (rules + groups.size() + certificates == 0) {
            return List.of();
        }
        Map<String, Integer> limits = allowed.get();
        List<String> exceeded = new ArrayList<>();
        message(OF_LOAD_BALANCER, "rules", standing, rules, limits.get(RULES)).ifPresent(exceeded::add);
        if (!groups.isEmpty()) {
            exceeded.addAll(targetGroups(wanted, groups, limits, arns));
        }
        if (certificates > 0
                && loadBalancer.flatMap(LoadBalancer::httpsListener).isPresent()) {
            int there = certificates(loadBalancer.get().httpsListener().get());
            message(OF_LOAD_BALANCER, "certificates", there, certificates, limits.get(CERTIFICATES))
                    .ifPresent(exceeded::add);
        }
        return exceeded;
    }

    /** Of the load balancer, which the rules forward from, and of the region; network listeners have target groups, too. */
    private List<String> targetGroups(
            List<ListenerRule> wanted, Set<String> added, Map<String, Integer> limits, Arns arns) {
        var there = TargetGroups.all(elb, arns);
        List<String> exceeded = new ArrayList<>();
        message("the region", "target groups", there.size(), added.size(), limits.get(ALL_TARGET_GROUPS))
                .ifPresent(exceeded::add);
        if (!wanted.isEmpty()) {
            String loadBalancer = loadBalancer(wanted.get(0).listener());
            long standing = there.stream()
                    .filter(group -> group.loadBalancerArns().contains(loadBalancer))
                    .count();
            long forwarded = wanted.stream()
                    .flatMap(rule -> rule.action().targetGroups().stream())
                    .map(ListenerRule.Share::targetGroup)
                    .distinct()
                    .filter(added::contains)
                    .count();
            message(OF_LOAD_BALANCER, "target groups", standing, forwarded, limits.get(TARGET_GROUPS))
                    .ifPresent(exceeded::add);
        }
        return exceeded;
    }

    private static Optional<String> message(String where, String what, long there, long added, int allowed) {
        return added > 0 && there + added > allowed
                ? Optional.of("%s has %d %s and would get %d more, but can have %d in this account"
                        .formatted(where, there, what, added, allowed))
                : Optional.empty();
    }

    private static long addedRules(List<ListenerRule> wanted, Existing existing) {
        Set<String> had = existing.of(ListenerRule.class).stream()
                .map(found -> found.state().key())
                .collect(Collectors.toSet());
        return wanted.stream().filter(rule -> !had.contains(rule.key())).count();
    }

    private static Set<String> addedTargetGroups(Service service, Existing existing) {
        Set<String> added = TargetGroups.of(service, existing).stream()
                .map(TargetGroup::name)
                .collect(Collectors.toSet());
        existing.of(TargetGroup.class)
                .forEach(found -> added.remove(found.state().name()));
        return added;
    }

    private static long addedCertificates(Service service, Existing existing) {
        Set<String> had = existing.of(ListenerCertificate.class).stream()
                .map(found -> found.state().certificate())
                .collect(Collectors.toSet());
        return service.certificates().stream()
                .filter(certificate -> !had.contains(certificate))
                .count();
    }

    /** What this account and region may have, by ELB's names of the limits. */
    public Map<String, Integer> limits() {
        Map<String, Integer> limits = new HashMap<>(DEFAULTS);
        elb.describeAccountLimits(request -> {}).limits().forEach(limit -> {
            if (DEFAULTS.containsKey(limit.name())) {
                limits.put(limit.name(), Integer.parseInt(limit.max()));
            }
        });
        return limits;
    }

    /** {@code …:listener/app/name/id/listener-id} is a listener of {@code …:loadbalancer/app/name/id}. */
    private static String loadBalancer(String listener) {
        return listener.substring(0, listener.lastIndexOf('/')).replaceFirst(":listener/", ":loadbalancer/");
    }

    /** The default certificate is not counted. */
    private int certificates(String listener) {
        return (int)
                elb
                        .describeListenerCertificatesPaginator(request -> request.listenerArn(listener))
                        .certificates()
                        .stream()
                        .map(Certificate::isDefault)
                        .filter(isDefault -> !Boolean.TRUE.equals(isDefault))
                        .count();
    }
}
