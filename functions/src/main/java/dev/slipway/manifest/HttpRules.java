package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Alias;
import dev.slipway.manifest.Manifest.HealthCheck;
import dev.slipway.manifest.Manifest.Http;
import dev.slipway.manifest.Manifest.Rule;
import dev.slipway.manifest.Manifest.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads how requests arrive through an Application Load Balancer. */
final class HttpRules {
    private static final Set<String> VERSIONS = Set.of("GRPC", "HTTP1", "HTTP2");
    private static final int DEREGISTRATION_DELAY = 60;

    private HttpRules() {}

    /** The main rule and the additional ones, each with what the manifest says about it. */
    static List<Place> places(Place http) {
        List<Place> rules = new ArrayList<>();
        if (http.isMap()) {
            rules.add(http);
            rules.addAll(http.at("additional_rules").items());
        }
        return rules;
    }

    static Optional<Http> http(Place http, Targets targets, OptionalInt imagePort) {
        List<Rule> rules = new ArrayList<>();
        for (Place place : places(http)) {
            rules.add(rule(place, targets, imagePort));
            if (rules.size() > 1 && place.at("healthcheck").at("grace_period").isSet()) {
                place.at("healthcheck").at("grace_period").error("unsupported", gracePeriodBelongsTo("http"));
            }
        }
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        if (http.at("target_container").isSet() && http.at("targetContainer").isSet()) {
            http.at("targetContainer")
                    .error("conflict", "is the old spelling of target_container; keep one of the two");
        }
        Conditions.check(places(http), rules);
        return Optional.of(new Http(
                rules,
                http.at("alb").text().filter(alb -> !alb.isBlank()),
                http.at("healthcheck").at("grace_period").seconds()));
    }

    static String gracePeriodBelongsTo(String main) {
        return "belongs to the whole service: set it in " + main + ".healthcheck";
    }

    /** A load balancer's health check; of a network listener's, the path and the codes stay empty. */
    static HealthCheck healthCheck(Place check, String path) {
        OptionalInt port = check.at("port").integer();
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > PortText.HIGHEST)) {
            check.at("port").error("invalid-value", "must be a port from 1 to 65535");
        }
        return new HealthCheck(
                path,
                port,
                check.at("success_codes").text().filter(codes -> !codes.isEmpty()),
                check.at("healthy_threshold").integer(),
                check.at("unhealthy_threshold").integer(),
                check.at("interval").seconds(),
                check.at("timeout").seconds());
    }

    /** Where a rule or listener says which port is asked, or else itself. */
    static Place portPlace(Place place) {
        Place port = place.at("healthcheck").at("port");
        return port.isSet() ? port : place;
    }

    static int deregistrationDelay(Place place) {
        OptionalInt seconds = place.at("deregistration_delay").seconds();
        if (seconds.isPresent() && seconds.getAsInt() > 3600) {
            place.at("deregistration_delay").error("invalid-value", "can be an hour at most: 3600s");
        }
        return seconds.orElse(DEREGISTRATION_DELAY);
    }

    private static Rule rule(Place rule, Targets targets, OptionalInt imagePort) {
        Target target = targets.resolve(rule, imagePort);
        HealthCheck health = ruleHealthCheck(rule.at("healthcheck"));
        Optional<String> version = version(rule.at("version"));
        HealthChecks.ofLoadBalancer(rule.at("healthcheck"), true, version.equals(Optional.of("GRPC")));
        targets.checkHealthPort(portPlace(rule), health.port().orElse(target.port()));
        return new Rule(
                path(rule.at("path")),
                version,
                health,
                rule.at("stickiness").truth().orElse(false),
                aliases(rule),
                deregistrationDelay(rule),
                target,
                Cidr.ranges(rule.at("allowed_source_ips")),
                rule.at("redirect_to_https").truth());
    }

    private static String path(Place path) {
        if (!path.isSet()) {
            path.missing("the path whose requests come to this service, such as / or api");
        }
        String text = path.text().orElse("");
        return text.startsWith("/") ? text : "/" + text;
    }

    private static Optional<String> version(Place version) {
        Optional<String> upper = version.text().map(text -> text.toUpperCase(Locale.ROOT));
        if (upper.isPresent() && !VERSIONS.contains(upper.get())) {
            version.error(
                    "invalid-value",
                    "must be grpc, http1 or http2, not \""
                            + Scalars.shortened(version.text().get()) + "\"");
        }
        return upper;
    }

    private static HealthCheck ruleHealthCheck(Place check) {
        Place path = check.isMap() ? check.at("path") : check;
        if (!check.isMap() && check.text().filter(String::isEmpty).isPresent()) {
            check.error(
                    "wrong-type", "must be a path or a map, not an empty text", "leave the key out for the default");
        }
        if (check.isMap() && check.entries().isEmpty()) {
            check.error("wrong-type", "must be a path or a map with fields, not an empty map");
        }
        String text = path.text().orElse("/");
        return healthCheck(check, text.startsWith("/") ? text : "/" + text);
    }

    private static List<Alias> aliases(Place rule) {
        Place place = rule.at("alias");
        Place zone = rule.at("hosted_zone");
        List<Alias> aliases = new ArrayList<>();
        List<Place> items = place.isList() ? place.items() : List.of(place);
        for (Place item : items) {
            Place name = item.isMap() ? item.at("name") : item;
            Optional<String> text = name.text().filter(host -> !host.isBlank());
            if (text.isEmpty() && (item != place || place.isSet()) && !name.isUndefined()) {
                name.missing("a host name, such as api.example.com");
            }
            Optional<String> own = item.isMap() ? item.at("hosted_zone").text() : Optional.empty();
            text.ifPresent(host -> aliases.add(new Alias(host, own.or(zone::text))));
            text.filter(host -> !Conditions.isHost(host))
                    .ifPresent(host ->
                            name.error("invalid-value", "is no host name: \"" + Scalars.shortened(host) + "\""));
        }
        if (items.stream().anyMatch(Place::isMap) && !items.stream().allMatch(Place::isMap)) {
            place.error("wrong-type", "must be all texts or all maps", "write {name: ...} for each");
        }
        if (zone.isSet() && !place.isSet()) {
            zone.error("missing", "needs an alias: the host name whose record goes into the zone");
        }
        return aliases;
    }
}
