package dev.slipway.deployment;

import dev.slipway.environment.Answer;
import dev.slipway.environment.Certificates;
import dev.slipway.environment.Certificates.Choice;
import dev.slipway.environment.Certificates.Coverage;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.environment.References;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Alias;
import dev.slipway.manifest.Manifest.Rule;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import dev.slipway.resource.ListenerRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The certificate reference: which certificate covers each alias of a manifest. */
public final class AliasCertificates {
    /** ACM renews what it can 60 days before the end; what is not renewed 30 days before it needs somebody's hand. */
    private static final Duration SOON = Duration.ofDays(30);

    private final Certificates certificates;
    private final Clock clock;

    public AliasCertificates(Certificates certificates, Clock clock) {
        this.certificates = certificates;
        this.clock = clock;
    }

    /** ARNs of the certificates that the HTTPS listener needs for the aliases. */
    Answer<List<String>> find(Reading reading, Manifest manifest, Optional<LoadBalancer> loadBalancer) {
        Map<String, String> paths = aliases(manifest);
        Optional<String> listener = loadBalancer.flatMap(LoadBalancer::httpsListener);
        if (paths.isEmpty() || listener.isEmpty()) {
            return Answer.of(List.of());
        }
        return check(reading, paths, certificates.find(listener, paths.keySet()));
    }

    /** ARNs of the certificates that the TLS listeners of the service's Network Load Balancer need. */
    Answer<List<String>> findForNetwork(Reading reading, List<String> hosts) {
        if (hosts.isEmpty()) {
            return Answer.of(List.of());
        }
        Map<String, String> paths = new LinkedHashMap<>();
        hosts.forEach(host -> paths.put(host, "nlb"));
        return check(reading, paths, certificates.find(Optional.empty(), hosts));
    }

    /** ARNs of the certificates on the environment's HTTPS listeners that cover the hosts of these rules. */
    List<String> standing(Environment environment, List<ListenerRule> rules) {
        return Stream.of(environment.publicLoadBalancer(), environment.internalLoadBalancer())
                .flatMap(Optional::stream)
                .flatMap(loadBalancer -> loadBalancer.httpsListener().stream())
                .flatMap(listener -> standing(listener, rules).stream())
                .distinct()
                .toList();
    }

    private List<String> standing(String listener, List<ListenerRule> rules) {
        List<String> hosts = rules.stream()
                .filter(rule -> rule.listener().equals(listener))
                .flatMap(rule -> rule.values(ListenerRule.HOST).stream())
                .distinct()
                .toList();
        return certificates.find(Optional.of(listener), hosts).byAlias().values().stream()
                .filter(Choice::onListener)
                .map(choice -> choice.certificate().arn())
                .toList();
    }

    private Answer<List<String>> check(Reading reading, Map<String, String> paths, Coverage coverage) {
        List<Problem> problems = new ArrayList<>();
        for (String alias : coverage.uncovered()) {
            String path = paths.get(alias);
            problems.add(Problem.error(
                            "no-certificate",
                            path,
                            reading.at(path),
                            "no issued certificate covers the alias \"" + alias + "\"")
                    .withHint("request one: " + Certificates.requestCommand(alias)));
        }
        coverage.byAlias().forEach((alias, choice) -> expiry(reading, paths.get(alias), alias, choice)
                .ifPresent(problems::add));
        return new Answer<>(coverage.certificates(), problems);
    }

    private Optional<Problem> expiry(Reading reading, String path, String alias, Choice choice) {
        Instant end = choice.certificate().notAfter();
        if (end.isAfter(clock.instant().plus(SOON))) {
            return Optional.empty();
        }
        boolean over = !end.isAfter(clock.instant());
        String message = "the certificate of \"%s\", %s, %s on %s"
                .formatted(alias, choice.certificate().arn(), over ? "has expired" : "expires", end);
        Problem problem = over
                ? Problem.error("certificate-expired", path, reading.at(path), message)
                : Problem.warning("certificate-expires", path, reading.at(path), message);
        return Optional.of(problem.withHint("renew it, or request another: " + Certificates.requestCommand(alias)));
    }

    private static Map<String, String> aliases(Manifest manifest) {
        Map<String, String> paths = new LinkedHashMap<>();
        List<Rule> rules = manifest.http().map(Manifest.Http::rules).orElse(List.of());
        for (int i = 0; i < rules.size(); i++) {
            List<Alias> aliases = rules.get(i).aliases();
            for (int j = 0; j < aliases.size(); j++) {
                String path = References.rulePath(i) + ".alias" + (aliases.size() > 1 ? "[" + j + "]" : "");
                paths.putIfAbsent(aliases.get(j).name(), path);
            }
        }
        return paths;
    }
}
