package dev.slipway.local.pipeline;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** Something that a user does to a service, from one state to another; each as a manifest, or none. */
enum Scenario {
    CREATION(null, Manifests::first),
    UPDATE(Manifests::first, Manifests::second),
    /** A target group's port cannot be changed, so there is a new one, and a second ECS service for a while. */
    REPLACEMENT(Manifests::first, Manifests::moved),
    REMOVAL(Manifests::first, null);

    private final UnaryOperator<String> from;
    private final UnaryOperator<String> to;

    Scenario(UnaryOperator<String> from, UnaryOperator<String> to) {
        this.from = from;
        this.to = to;
    }

    Optional<String> from(TestedService service) {
        return Optional.ofNullable(from).map(manifest -> manifest.apply(service.name));
    }

    Optional<String> to(TestedService service) {
        return Optional.ofNullable(to).map(manifest -> manifest.apply(service.name));
    }
}
