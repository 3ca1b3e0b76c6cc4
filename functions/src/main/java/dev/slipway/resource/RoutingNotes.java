package dev.slipway.resource;

import dev.slipway.aws.Names;
import dev.slipway.manifest.Manifest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of a service's routing beyond the resources themselves, noted in {@link Arns} so that it outlives the
 * manifest: which names it is to have or has, in which Route 53 zones of the user's own their records are to be, and which
 * listener rules it wants.
 */
public final class RoutingNotes {
    private static final String HOST = "host";
    private static final String ZONE = "hosted-zone";
    private static final String SECURITY_GROUP = "imported-security-group";
    private static final String RULE = "wanted-rule";

    private RoutingNotes() {}

    /** Notes what the service is to have; to be called before anything of it is read. */
    public static void note(Service service, Arns arns) {
        Listeners.note(service, arns);
        Routing.importedSecurityGroups(service).forEach(id -> arns.put(SECURITY_GROUP, id, id));
        Routing.of(service).forEach(route -> {
            route.hosts().forEach(host -> noteHost(host, arns));
            route.rule().aliases().stream()
                    .map(Manifest.Alias::hostedZone)
                    .flatMap(Optional::stream)
                    .forEach(zone -> arns.put(ZONE, zone, zone));
        });
        NetworkRouting.hosts(service).forEach(host -> noteHost(host, arns));
        WantedRules.of(service, new Existing()).forEach(rule -> arns.put(RULE, id(rule), id(rule)));
    }

    /** Notes what a rule of the service says. */
    static void note(Found<ListenerRule> rule, Arns arns) {
        rule.state().values(ListenerRule.HOST).forEach(host -> noteHost(host, arns));
    }

    /** Whether the service wants a rule like this one, on the same listener for the same requests. */
    static boolean isWanted(ListenerRule rule, Arns arns) {
        return arns.of(RULE).containsKey(id(rule));
    }

    private static String id(ListenerRule rule) {
        return Names.hash(16, rule.listener(), rule.matching());
    }

    /** In lower case. */
    static Set<String> hosts(Arns arns) {
        return new TreeSet<>(arns.of(HOST).keySet());
    }

    static Set<String> zones(Arns arns) {
        return new TreeSet<>(arns.of(ZONE).keySet());
    }

    static Set<String> securityGroups(Arns arns) {
        return arns.of(SECURITY_GROUP).keySet();
    }

    private static void noteHost(String host, Arns arns) {
        String name = host.toLowerCase(Locale.ROOT);
        arns.put(HOST, name, name);
    }
}
