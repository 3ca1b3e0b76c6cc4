package dev.slipway.deployment;

import dev.slipway.deployment.Deployment.Addresses;
import dev.slipway.deployment.Deployment.DnsRecord;
import dev.slipway.resource.Arns;
import dev.slipway.resource.Dns;
import dev.slipway.resource.Existing;
import dev.slipway.resource.NetworkLoadBalancers;
import dev.slipway.resource.Routing;
import dev.slipway.resource.Service;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says of a deployment how its service is reached. AWS names a Network Load Balancer when it makes it: until then, what
 * leads to that name is left out.
 */
final class Addressing {
    /** Stands for the name; no host name has such characters. */
    private static final String UNNAMED = "<network load balancer>";

    private Addressing() {}

    static void begin(Deployment deployment, Service service, Existing existing) {
        Optional<String> balancer = NetworkLoadBalancers.wanted(service, existing);
        Optional<String> name = balancer.map(key -> UNNAMED);
        deployment.addresses = new Addresses(
                balancer.orElse(null),
                Routing.endpoint(service, name).orElse(null),
                Dns.toSet(service, name).stream()
                        .map(entry -> new DnsRecord(entry.name(), entry.type(), entry.value()))
                        .toList());
        complete(deployment);
    }

    /** To be called when resources have been made. */
    static void complete(Deployment deployment) {
        Addresses addresses = deployment.addresses;
        if (addresses == null) {
            return;
        }
        Optional<String> name = Optional.ofNullable(addresses.balancer())
                .map(new Arns(deployment.arns).of(NetworkLoadBalancers.DNS_NAME)::get);
        deployment.endpoint = named(addresses.endpoint(), name).findFirst().orElse(null);
        deployment.dns = addresses.dns().stream()
                .flatMap(record ->
                        named(record.value(), name).map(value -> new DnsRecord(record.name(), record.type(), value)))
                .toList();
        if (addresses.balancer() == null || name.isPresent()) {
            deployment.addresses = null;
        }
    }

    private static Stream<String> named(String text, Optional<String> name) {
        return Stream.ofNullable(text)
                .map(one -> name.map(known -> one.replace(UNNAMED, known)).orElse(one))
                .filter(one -> !one.contains(UNNAMED));
    }
}
