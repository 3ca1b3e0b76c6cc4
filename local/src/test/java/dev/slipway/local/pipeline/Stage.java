package dev.slipway.local.pipeline;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** What there is of a service between two of its deployments. */
enum Stage {
    NONE(null),
    FIRST(Manifests::first),
    SECOND(Stage::secured),
    /** A target group's port cannot be changed, so on the way here there is a new one, and for a while a second ECS service. */
    MOVED(service -> secured(service).replace("port: 80\n", "port: 8080\n"));

    static final String DOMAIN = "faults.test";

    private final UnaryOperator<String> manifest;

    Stage(UnaryOperator<String> manifest) {
        this.manifest = manifest;
    }

    /** Empty where there is nothing. */
    Optional<String> manifest(TestedService service) {
        return Optional.ofNullable(manifest).map(written -> written.apply(service.name));
    }

    /** With a certificate of its own: what another service has put on the listener need not be put there any more. */
    private static String secured(String service) {
        return Manifests.second(service).replace(service + ".slipway.test", "www." + service + "." + DOMAIN);
    }
}
