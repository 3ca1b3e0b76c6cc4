package dev.slipway.environment;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Alias;
import dev.slipway.manifest.Manifest.Rule;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ListHostedZonesRequest;

/** The Route 53 zones that a manifest names with {@code hosted_zone}: whether they are there, and for its names. */
public final class HostedZones {
    private final Route53Client route53;

    public HostedZones(Route53Client route53) {
        this.route53 = route53;
    }

    /** A zone of another account is as good as none: no record can be written to it. */
    public List<Problem> check(Reading reading, Manifest manifest) {
        List<Problem> problems = new ArrayList<>();
        List<Rule> rules = manifest.http().map(Manifest.Http::rules).orElse(List.of());
        if (rules.stream().flatMap(rule -> rule.aliases().stream()).allMatch(alias -> alias.hostedZone()
                .isEmpty())) {
            return problems;
        }
        Map<String, String> zones = names();
        for (int i = 0; i < rules.size(); i++) {
            List<Alias> aliases = rules.get(i).aliases();
            for (int j = 0; j < aliases.size(); j++) {
                Alias alias = aliases.get(j);
                String path = path(reading, References.rulePath(i), j);
                alias.hostedZone()
                        .flatMap(zone -> problem(alias.name(), zone, zones))
                        .ifPresent(message ->
                                problems.add(Problem.error("hosted-zone-not-found", path, reading.at(path), message)));
            }
        }
        return problems;
    }

    private static Optional<String> problem(String alias, String zone, Map<String, String> zones) {
        String name = zones.get(zone);
        if (name == null) {
            return Optional.of("there is no hosted zone \"%s\" in this account".formatted(zone));
        }
        String host = alias.toLowerCase(Locale.ROOT);
        return host.equals(name) || host.endsWith("." + name)
                ? Optional.empty()
                : Optional.of("the alias \"%s\" cannot be in the hosted zone \"%s\", which is for %s"
                        .formatted(alias, zone, name));
    }

    /** By id, without the last dot. */
    private Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        route53.listHostedZonesPaginator(ListHostedZonesRequest.builder().build())
                .hostedZones()
                .forEach(zone -> names.put(
                        zone.id().replaceFirst("^/hostedzone/", ""),
                        zone.name().replaceFirst("\\.$", "").toLowerCase(Locale.ROOT)));
        return names;
    }

    /** Of the alias's own zone, else of the rule's. */
    private static String path(Reading reading, String rule, int alias) {
        String own = "%s.alias[%d].hosted_zone".formatted(rule, alias);
        return reading.positions().containsKey(own) ? own : rule + ".hosted_zone";
    }
}
