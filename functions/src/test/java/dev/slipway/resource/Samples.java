package dev.slipway.resource;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.environment.EnvironmentBuilder;
import dev.slipway.environment.ManifestBuilder;
import dev.slipway.manifest.Manifest.Secret;
import java.util.List;
import java.util.Map;

/** The service {@code api} of the environment {@code test} of the application {@code demo}. */
final class Samples {
    static final ServiceId ID = new ServiceId("demo", "test", "api");
    static final Map<String, String> TAGS = Tags.of(ID, Map.of());
    static final Map<String, String> OTHER_TAGS = Tags.of(new ServiceId("demo", "test", "web"), Map.of());
    static final Scope SCOPE = new Scope(ID, EnvironmentBuilder.environment().build(), TAGS, List.of());

    private Samples() {}

    static Service service(ManifestBuilder manifest) {
        return service(manifest, Map.of());
    }

    static Service service(ManifestBuilder manifest, Map<Secret, String> secretArns) {
        var environment = EnvironmentBuilder.environment().build();
        return new Service(
                ID,
                manifest.manifest(),
                environment,
                Map.of("api", "repo/demo/api@sha256:abc"),
                Map.of(),
                environment.publicSubnets(),
                List.of(),
                manifest.manifest().http().isPresent() ? environment.publicLoadBalancer() : java.util.Optional.empty(),
                Map.of(),
                secretArns,
                TAGS);
    }

    static Arns arns(String kind, String key, String arn) {
        Arns arns = new Arns(Map.of());
        arns.put(kind, key, arn);
        return arns;
    }

    static Arns noArns() {
        return new Arns(Map.of());
    }
}
