package dev.slipway.resource;

import dev.slipway.environment.Environment;
import dev.slipway.environment.Environment.HostedZone;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Manifest;
import dev.slipway.resource.Routing.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The records that a service wants: in the environment's own zones, and in those that the manifest names with {@code
 * hosted_zone}. For every other name the user sets a record where their DNS is.
 */
final class WantedRecords {
    private static final String INTERNAL_ZONE = "InternalWorkloadsHostedZone";

    private WantedRecords() {}

    static List<DnsRecord> of(Service service, Existing existing) {
        Map<String, DnsRecord> records = new LinkedHashMap<>();
        Stream.concat(web(service), network(service, existing)).forEach(one -> records.putIfAbsent(one.key(), one));
        return List.copyOf(records.values());
    }

    /** @param networkLoadBalancer DNS name of the service's Network Load Balancer, where it has one */
    static List<Dns.Entry> manual(Service service, Optional<String> networkLoadBalancer) {
        List<String> own =
                of(service, new Existing()).stream().map(DnsRecord::name).toList();
        List<Dns.Entry> manual = new ArrayList<>();
        for (Route route : Routing.of(service)) {
            LoadBalancer loadBalancer = service.loadBalancer().orElseThrow();
            route.hosts().stream()
                    .filter(host -> !host.equalsIgnoreCase(loadBalancer.dnsName()))
                    .forEach(host -> manual.add(manual(host, loadBalancer.dnsName())));
        }
        networkLoadBalancer.ifPresent(
                value -> NetworkRouting.hosts(service).forEach(host -> manual.add(manual(host, value))));
        return manual.stream()
                .filter(one -> !own.contains(one.name().toLowerCase(Locale.ROOT)))
                .distinct()
                .toList();
    }

    private static Stream<DnsRecord> web(Service service) {
        return Routing.of(service).stream().flatMap(route -> {
            LoadBalancer loadBalancer = service.loadBalancer().orElseThrow();
            return route.hosts().stream()
                    .filter(host -> !host.equalsIgnoreCase(loadBalancer.dnsName()))
                    .flatMap(host -> zone(service, route.rule(), host).stream()
                            .map(zone -> new DnsRecord(
                                    zone,
                                    host.toLowerCase(Locale.ROOT),
                                    loadBalancer.dnsName().toLowerCase(Locale.ROOT),
                                    loadBalancer.hostedZone())));
        });
    }

    private static Stream<DnsRecord> network(Service service, Existing existing) {
        return NetworkRouting.hosts(service).stream().flatMap(host -> environmentZone(service, host).stream()
                .map(zone -> new DnsRecord(
                        zone,
                        host.toLowerCase(Locale.ROOT),
                        DnsRecord.NETWORK + NetworkLoadBalancers.nameOf(service, existing),
                        "")));
    }

    /** The zone that the manifest names for the host, else the environment's. */
    private static Optional<String> zone(Service service, Manifest.Rule rule, String host) {
        Optional<String> named = rule.aliases().stream()
                .filter(alias -> alias.name().equals(host))
                .map(Manifest.Alias::hostedZone)
                .flatMap(Optional::stream)
                .findFirst();
        if (named.isPresent()) {
            return named;
        }
        if (Routing.isBackend(service)) {
            return Optional.of(host)
                    .filter(Routing.internalHost(service)::equals)
                    .flatMap(name ->
                            Optional.ofNullable(service.environment().outputs().get(INTERNAL_ZONE)));
        }
        boolean imported = service.manifest().http().flatMap(Manifest.Http::alb).isPresent();
        return imported ? Optional.empty() : environmentZone(service, host);
    }

    private static Optional<String> environmentZone(Service service, String host) {
        return service.environment()
                .hostedZone()
                .filter(zone -> isIn(zone, host))
                .map(HostedZone::id);
    }

    private static boolean isIn(HostedZone zone, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals(zone.name()) || name.endsWith("." + zone.name());
    }

    /** Ids of the zones that belong to the environment. */
    static List<String> environmentZones(Environment environment) {
        return Stream.concat(
                        environment.hostedZone().map(HostedZone::id).stream(),
                        Optional.ofNullable(environment.outputs().get(INTERNAL_ZONE)).stream())
                .toList();
    }

    private static Dns.Entry manual(String name, String value) {
        boolean apex = name.chars().filter(c -> c == '.').count() < 2;
        return new Dns.Entry(name, apex ? "ALIAS" : "CNAME", value);
    }
}
