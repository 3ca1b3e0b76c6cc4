package dev.slipway.resource;

import dev.slipway.manifest.Manifest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of a service's routing beyond the resources themselves, noted in {@link Arns} so that it outlives the
 * manifest: which names it is to have or has, and in which Route 53 zones of the user's own their records are. The zones
 * are also in a tag of the listener rules, where a later deployment finds them.
 */
public final class RoutingNotes {
    /** Ids of the zones, with a space in between. */
    static final String TAG = "slipway-hosted-zones";

    private static final String HOST = "host";
    private static final String ZONE = "hosted-zone";
    private static final String SECURITY_GROUP = "imported-security-group";

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
    }

    /** Notes what a rule of the service says. */
    static void note(Found<ListenerRule> rule, Arns arns) {
        rule.state().values(ListenerRule.HOST).forEach(host -> noteHost(host, arns));
    }

    static void noteZones(Map<String, String> tags, Arns arns) {
        for (String zone : tags.getOrDefault(TAG, "").split(" ")) {
            if (!zone.isEmpty()) {
                arns.put(ZONE, zone, zone);
            }
        }
    }

    /** The tags of a new listener rule. */
    static Map<String, String> tags(Scope scope, Arns arns) {
        Map<String, String> tags = new LinkedHashMap<>(scope.tags());
        Set<String> zones = zones(arns);
        if (!zones.isEmpty()) {
            tags.put(TAG, String.join(" ", zones));
        }
        return tags;
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
