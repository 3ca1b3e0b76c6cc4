package dev.slipway.resource;

import dev.slipway.environment.Environment.LoadBalancer;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/**
 * The listeners of Application Load Balancers that a service's rules are on, or will be, or were: those of the
 * environment, and those of a load balancer of the user's own ({@code http.alb}). The latter are noted in {@link Arns},
 * so that a deployment can be undone, and a service removed, without the manifest that names them.
 */
final class Listeners {
    private static final String HTTP = "http-listener";
    private static final String HTTPS = "https-listener";
    private static final String NAME = "load-balancer-name";

    private Listeners() {}

    /** Notes the listeners that the service is to be on. */
    static void note(Service service, Arns arns) {
        service.loadBalancer().flatMap(LoadBalancer::httpListener).ifPresent(arn -> arns.put(HTTP, arn, arn));
        service.loadBalancer().flatMap(LoadBalancer::httpsListener).ifPresent(arn -> arns.put(HTTPS, arn, arn));
        service.loadBalancer().ifPresent(one -> arns.put(NAME, one.dnsName(), one.fullName()));
    }

    /** Notes the listeners of the load balancers that target groups of the service were found behind. */
    static void note(ElasticLoadBalancingV2Client elb, Collection<String> loadBalancers, Scope scope, Arns arns) {
        loadBalancers.stream()
                .filter(arn -> arn.contains(":loadbalancer/app/"))
                .filter(arn -> environments(scope).noneMatch(own -> arn.endsWith("loadbalancer/" + own.fullName())))
                .distinct()
                .forEach(arn -> elb.describeListenersPaginator(request -> request.loadBalancerArn(arn))
                        .listeners()
                        .forEach(listener -> arns.put(
                                listener.protocol() == ProtocolEnum.HTTPS ? HTTPS : HTTP,
                                listener.listenerArn(),
                                listener.listenerArn())));
    }

    /** ARNs of all of them. */
    static SortedSet<String> all(Scope scope, Arns arns) {
        SortedSet<String> all = https(scope, arns);
        environments(scope)
                .map(LoadBalancer::httpListener)
                .flatMap(Optional::stream)
                .forEach(all::add);
        all.addAll(arns.of(HTTP).keySet());
        return all;
    }

    /** ARNs of those where rules of the service are wanted or may be: where a search has looked, only what it shows. */
    static SortedSet<String> concerned(Scope scope, Arns arns) {
        SortedSet<String> all = all(scope, arns);
        arns.search()
                .ifPresent(search -> all.removeIf(listener -> !arns.of(HTTP).containsKey(listener)
                        && !arns.of(HTTPS).containsKey(listener)
                        && !search.shows(listener.replace(":listener/", ":listener-rule/") + "/")));
        return all;
    }

    /** ARNs of those that have certificates. */
    static SortedSet<String> https(Scope scope, Arns arns) {
        SortedSet<String> https = new TreeSet<>(arns.of(HTTPS).keySet());
        environments(scope)
                .map(LoadBalancer::httpsListener)
                .flatMap(Optional::stream)
                .forEach(https::add);
        return https;
    }

    /** The DNS names of the load balancers that the listeners are of. */
    static SortedSet<String> names(Scope scope, Arns arns) {
        SortedSet<String> names = new TreeSet<>(arns.of(NAME).keySet());
        environments(scope).map(LoadBalancer::dnsName).forEach(names::add);
        return names;
    }

    private static Stream<LoadBalancer> environments(Scope scope) {
        return Stream.of(
                        scope.environment().publicLoadBalancer(),
                        scope.environment().internalLoadBalancer())
                .flatMap(Optional::stream);
    }
}
