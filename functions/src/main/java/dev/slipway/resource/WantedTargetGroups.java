package dev.slipway.resource;

import dev.slipway.manifest.Manifest;
import dev.slipway.resource.TargetGroup.HealthCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a manifest says about target groups, still without the names that they will have. */
final class WantedTargetGroups {
    private static final int HTTPS_PORT = 443;

    private WantedTargetGroups() {}

    /** Of the http rules in their order, then of the network listeners in theirs; their names are empty. */
    static List<TargetGroup> of(Service service) {
        String vpc = service.environment().vpc();
        List<TargetGroup> wanted = new ArrayList<>();
        service.manifest().http().ifPresent(http -> http.rules().forEach(rule -> wanted.add(of(rule, vpc))));
        service.manifest().nlb().ifPresent(nlb -> nlb.listeners().forEach(listener -> wanted.add(of(listener, vpc))));
        return wanted;
    }

    private static TargetGroup of(Manifest.Rule rule, String vpc) {
        int port = rule.target().port();
        Optional<String> version = rule.version().filter(text -> !text.equals("HTTP1"));
        return new TargetGroup(
                "",
                port,
                port == HTTPS_PORT ? "HTTPS" : "HTTP",
                version,
                vpc,
                check(
                        rule.healthcheck(),
                        HealthCheck.defaults(true, version),
                        healthProtocol(rule.healthcheck().port(), port),
                        Optional.of(rule.healthcheck().path())),
                rule.deregistrationDelay(),
                rule.stickiness());
    }

    /** Copilot's rule: 443 means HTTPS, whether it is the health check's own port or the target's. */
    private static String healthProtocol(OptionalInt healthPort, int port) {
        return healthPort.orElse(port) == HTTPS_PORT ? "HTTPS" : "HTTP";
    }

    /** TLS ends at the load balancer; sticky sessions are not to be had behind it. */
    private static TargetGroup of(Manifest.NetworkListener listener, String vpc) {
        HealthCheck defaults = HealthCheck.defaults(false, Optional.empty());
        return new TargetGroup(
                "",
                listener.target().port(),
                listener.protocol().equals("UDP") ? "UDP" : "TCP",
                Optional.empty(),
                vpc,
                check(listener.healthcheck(), defaults, defaults.protocol(), Optional.empty()),
                listener.deregistrationDelay(),
                !listener.protocol().equals("TLS") && listener.stickiness().orElse(false));
    }

    private static HealthCheck check(
            Manifest.HealthCheck said, HealthCheck defaults, String protocol, Optional<String> path) {
        return new HealthCheck(
                protocol,
                said.port().isPresent() ? String.valueOf(said.port().getAsInt()) : defaults.port(),
                path,
                path.isPresent() ? said.successCodes().or(defaults::codes) : Optional.empty(),
                said.interval().orElse(defaults.interval()),
                said.timeout().orElse(defaults.timeout()),
                said.healthyThreshold().orElse(defaults.healthyThreshold()),
                said.unhealthyThreshold().orElse(defaults.unhealthyThreshold()));
    }
}
