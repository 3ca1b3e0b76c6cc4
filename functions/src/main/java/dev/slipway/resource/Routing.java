package dev.slipway.resource;

import dev.slipway.environment.Environment;
import dev.slipway.environment.Environment.HostedZone;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By which hosts, on which listeners, requests reach a service: Copilot's rules, except that it is the rule itself, not
 * the environment, that decides between HTTP and HTTPS.
 */
public final class Routing {
    private Routing() {}

    /**
     * One rule of the manifest.
     *
     * @param hosts none for any
     * @param https whether it answers on the HTTPS listener
     * @param redirect whether HTTP leads there
     */
    record Route(Manifest.Rule rule, List<String> hosts, boolean https, boolean redirect) {}

    /** The routes of the http rules, in their order; none where there is no load balancer. */
    static List<Route> of(Service service) {
        if (service.manifest().http().isEmpty() || service.loadBalancer().isEmpty()) {
            return List.of();
        }
        LoadBalancer loadBalancer = service.loadBalancer().get();
        Manifest.Http http = service.manifest().http().get();
        return http.rules().stream()
                .map(rule -> {
                    if (isBackend(service)) {
                        return internal(service, rule, loadBalancer);
                    }
                    return http.alb().isPresent()
                            ? imported(service, rule, loadBalancer)
                            : external(service, rule, loadBalancer);
                })
                .toList();
    }

    /** Whether any rule answers over HTTPS, which needs a certificate on the listener. */
    static boolean usesHttps(Service service) {
        return of(service).stream().anyMatch(Route::https);
    }

    /** Where the service is to be reached, as far as that is known before its resources are made. */
    static Optional<String> endpoint(Service service) {
        return endpoint(service, Optional.empty());
    }

    /**
     * Where the service is to be reached: the main rule's address, for a Backend Service the internal one, or that of the
     * Network Load Balancer.
     *
     * @param balancer DNS name of the service's Network Load Balancer, if it is known
     */
    public static Optional<String> endpoint(Service service, Optional<String> balancer) {
        List<Route> routes = of(service);
        if (routes.isEmpty()) {
            return isBackend(service) ? discovery(service) : NetworkRouting.endpoint(service, balancer);
        }
        Route main = routes.get(0);
        Optional<String> name = main.hosts().stream()
                .filter(host -> !Priorities.isWildcard(host))
                .filter(host ->
                        !host.equalsIgnoreCase(service.loadBalancer().get().dnsName()))
                .findFirst();
        String scheme = main.https() ? "https://" : "http://";
        return Optional.of(scheme
                + name.orElse(service.loadBalancer().get().dnsName())
                + main.rule().path());
    }

    /** Security groups of a load balancer of the user's own, which have to reach the tasks. */
    static List<String> importedSecurityGroups(Service service) {
        return service.manifest().http().flatMap(Manifest.Http::alb).isPresent() && !isBackend(service)
                ? service.loadBalancer().map(LoadBalancer::securityGroups).orElse(List.of())
                : List.of();
    }

    private static Route external(Service service, Manifest.Rule rule, LoadBalancer loadBalancer) {
        List<String> aliases = names(rule);
        Optional<String> host = defaultHost(service);
        boolean https = loadBalancer.httpsListener().isPresent() && (!aliases.isEmpty() || host.isPresent());
        if (!https) {
            return new Route(rule, List.of(), false, false);
        }
        return new Route(rule, aliases.isEmpty() ? List.of(host.get()) : aliases, true, rule.redirects());
    }

    /** A load balancer of the user's own has no default host, and whatever comes over HTTP is redirected. */
    private static Route imported(Service service, Manifest.Rule rule, LoadBalancer loadBalancer) {
        Environment environment = service.environment();
        boolean https = loadBalancer.httpsListener().isPresent();
        boolean hosts = https
                || environment.domain().isPresent()
                || !environment.publicCertificates().isEmpty();
        return new Route(rule, hosts ? names(rule) : List.of(), https, https);
    }

    private static Route internal(Service service, Manifest.Rule rule, LoadBalancer loadBalancer) {
        List<String> aliases = names(rule);
        if (loadBalancer.httpsListener().isPresent() && !aliases.isEmpty()) {
            return new Route(rule, aliases, true, true);
        }
        return new Route(rule, List.of(loadBalancer.dnsName(), internalHost(service)), false, false);
    }

    /** {@code <service>.<environment>.<application>.<domain>}, where the environment has a domain. */
    static Optional<String> defaultHost(Service service) {
        return subdomain(service).map(subdomain -> service.id().service() + "." + subdomain);
    }

    /** {@code <environment>.<application>.<domain>}. */
    static Optional<String> subdomain(Service service) {
        Environment environment = service.environment();
        return environment.hostedZone().map(HostedZone::name).or(() -> environment
                .domain()
                .map(domain -> environment.name() + "." + environment.application() + "." + domain));
    }

    /** The name of a Backend Service on the internal load balancer. */
    static String internalHost(Service service) {
        Environment environment = service.environment();
        String zone = environment
                .outputs()
                .getOrDefault(
                        "InternalWorkloadsHostedZoneName",
                        environment.name() + "." + environment.application() + ".internal");
        return service.id().service() + "." + zone;
    }

    static boolean isBackend(Service service) {
        return service.manifest().type() == Manifest.Type.BACKEND_SERVICE;
    }

    private static Optional<String> discovery(Service service) {
        if (service.manifest().image().port().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("http://%s.%s:%d/"
                .formatted(
                        service.id().service(),
                        service.environment().discoveryEndpoint(),
                        service.manifest().image().port().getAsInt()));
    }

    private static List<String> names(Manifest.Rule rule) {
        List<String> names = new ArrayList<>();
        rule.aliases().stream()
                .map(Manifest.Alias::name)
                .filter(name -> !names.contains(name))
                .forEach(names::add);
        return names;
    }
}
