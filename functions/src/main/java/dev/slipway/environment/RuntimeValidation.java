package dev.slipway.environment;

import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Alias;
import dev.slipway.manifest.Manifest.Http;
import dev.slipway.manifest.Manifest.NetworkLoadBalancer;
import dev.slipway.manifest.Manifest.Rule;
import dev.slipway.manifest.Manifest.Type;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules about host names and HTTPS that depend on both the manifest and the environment, as Copilot checks them at
 * deploy time. One difference: an alias needs an HTTPS listener, not a certificate that Copilot knows of; the certificate
 * is looked for among the listener's and ACM's own. Pure.
 */
public final class RuntimeValidation {
    private final Reading reading;
    private final Manifest manifest;
    private final Environment environment;
    private final List<Problem> problems = new ArrayList<>();

    private RuntimeValidation(Reading reading, Manifest manifest, Environment environment) {
        this.reading = reading;
        this.manifest = manifest;
        this.environment = environment;
    }

    /** @param loadBalancer the one that the rules are on; empty where there is none, which is a problem of its own */
    public static List<Problem> validate(
            Reading reading, Manifest manifest, Environment environment, Optional<LoadBalancer> loadBalancer) {
        var validation = new RuntimeValidation(reading, manifest, environment);
        if (manifest.http().isPresent() && loadBalancer.isPresent()) {
            validation.rules(manifest.http().get(), loadBalancer.get());
        }
        manifest.nlb().ifPresent(validation::networkLoadBalancer);
        return validation.problems;
    }

    private void rules(Http http, LoadBalancer loadBalancer) {
        for (int i = 0; i < http.rules().size(); i++) {
            Rule rule = http.rules().get(i);
            String path = References.rulePath(i);
            if (rule.aliases().isEmpty()) {
                withoutAlias(path, http);
            } else {
                withAliases(path, rule, loadBalancer);
            }
            if (manifest.type() == Type.LOAD_BALANCED_WEB_SERVICE) {
                redirect(path, rule, loadBalancer);
            }
        }
    }

    private void withoutAlias(String path, Http http) {
        boolean imported = manifest.type() == Type.BACKEND_SERVICE
                ? !environment.privateCertificates().isEmpty()
                : !environment.publicCertificates().isEmpty() && http.alb().isEmpty();
        if (imported) {
            error(
                    "alias-required",
                    path,
                    "a rule without \"alias\" cannot be served in environment \"%s\", which has imported certificates"
                            .formatted(environment.name()));
        }
    }

    private void withAliases(String path, Rule rule, LoadBalancer loadBalancer) {
        String at = path + ".alias";
        if (loadBalancer.httpsListener().isEmpty()) {
            problems.add(Problem.error(
                            "alias-without-https",
                            at,
                            reading.at(at),
                            "an alias is served over HTTPS, but the load balancer of environment \"%s\" has no HTTPS listener"
                                    .formatted(environment.name()))
                    .withHint("add an HTTPS listener to the environment, or remove the alias"));
        }
        if (manifest.type() == Type.BACKEND_SERVICE) {
            return;
        }
        boolean zones =
                rule.aliases().stream().anyMatch(alias -> alias.hostedZone().isPresent());
        if (zones && environment.outputs().containsKey("CloudFrontDomainName")) {
            error("hosted-zone-unsupported", at, "alias hosted zones cannot be given when the CDN is enabled");
        } else if (zones && isManagedDomain()) {
            error(
                    "hosted-zone-unsupported",
                    at,
                    "alias hosted zones cannot be given when no certificates are imported: the application's domain %s has its zones"
                            .formatted(environment.domain().orElseThrow()));
        }
        if (isManagedDomain()) {
            for (int i = 0; i < rule.aliases().size(); i++) {
                Alias alias = rule.aliases().get(i);
                ofManagedDomain(at + "[" + i + "]", alias.name());
            }
        }
    }

    private void redirect(String path, Rule rule, LoadBalancer loadBalancer) {
        boolean https = loadBalancer.httpsListener().isPresent()
                && (!rule.aliases().isEmpty() || environment.domain().isPresent());
        if (rule.redirectToHttps().isPresent() && !https) {
            error(
                    "redirect-without-https",
                    path + ".redirect_to_https",
                    "\"redirect_to_https\" has no meaning here: without a domain or an alias, and an HTTPS listener, the rule is served over HTTP");
        }
    }

    private void networkLoadBalancer(NetworkLoadBalancer nlb) {
        String at = "nlb.alias";
        if (!nlb.aliases().isEmpty()) {
            if (!environment.publicCertificates().isEmpty()) {
                error(
                        "alias-unsupported",
                        at,
                        "\"nlb.alias\" cannot be given when the environment imports certificates");
            } else if (environment.domain().isEmpty()) {
                error("alias-unsupported", at, "\"nlb.alias\" cannot be given when the application has no domain");
            } else {
                for (int i = 0; i < nlb.aliases().size(); i++) {
                    ofManagedDomain(at + "[" + i + "]", nlb.aliases().get(i));
                }
            }
        }
        for (int i = 0; i < nlb.listeners().size(); i++) {
            if (nlb.listeners().get(i).protocol().equals("TLS")
                    && environment.hostedZone().isEmpty()) {
                error(
                        "tls-without-domain",
                        i == 0 ? "nlb.port" : "nlb.additional_listeners[" + (i - 1) + "].port",
                        "a TLS listener needs a certificate for a host name, and the application has no domain");
            }
        }
    }

    /** Copilot anchors this only at the beginning, so that {@code example.com.evil.org} passes there. */
    private void ofManagedDomain(String path, String alias) {
        String domain = environment.domain().orElseThrow();
        String application = environment.application() + "." + domain;
        String environments = environment.name() + "." + application;
        boolean managed = List.of(domain, application, environments).stream()
                .anyMatch(zone -> alias.matches("([^.]+\\.)?" + Pattern.quote(zone)));
        if (!managed) {
            problems.add(Problem.error(
                            "alias-outside-domain",
                            path,
                            reading.at(path),
                            "alias \"%s\" is in none of the zones that Copilot manages".formatted(alias))
                    .withHint("%s, %s or %s, with at most one label before it"
                            .formatted(domain, application, environments)));
        }
    }

    /** Whether Copilot manages the domain's zones and certificates: it does not where certificates are imported. */
    private boolean isManagedDomain() {
        return environment.domain().isPresent()
                && environment.publicCertificates().isEmpty();
    }

    private void error(String code, String path, String message) {
        problems.add(Problem.error(code, path, reading.at(path), message));
    }
}
