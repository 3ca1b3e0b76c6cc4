package dev.slipway.conformance;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.environment.References;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Reading;
import dev.slipway.resource.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A service where everything that its manifest points at exists: exports, secrets, environment files and subnets.
 *
 * @param exports the value of an export of another stack, by name
 * @param images by container, of those that are built
 * @param envFiles ARNs by container
 * @param certificates ARNs of those that cover whatever host name is asked for
 * @param imported the user's own load balancer
 */
record LookedUp(
        Environment environment,
        UnaryOperator<String> exports,
        UnaryOperator<String> images,
        Map<String, String> envFiles,
        List<String> certificates,
        Optional<LoadBalancer> imported) {

    Service service(Reading reading) {
        Manifest manifest = reading.manifest().orElseThrow();
        ServiceId id = new ServiceId(environment.application(), environment.name(), manifest.name());
        Map<String, String> exported = new TreeMap<>();
        References.exports(reading, manifest).forEach(one -> exported.put(one.target(), exports.apply(one.target())));
        Map<Secret, String> secrets = new LinkedHashMap<>();
        References.secrets(manifest).forEach(one -> secrets.put(one.target(), valueFrom(one.target(), exported)));
        return new Service(
                id,
                manifest,
                environment,
                images(manifest),
                exported,
                subnets(manifest),
                certificates,
                loadBalancer(manifest),
                envFiles,
                secrets,
                Tags.of(id, environment.tags()),
                certificates);
    }

    /** The one that the http rules are on. */
    Optional<LoadBalancer> loadBalancer(Manifest manifest) {
        if (manifest.http().isEmpty()) {
            return Optional.empty();
        }
        if (manifest.type() == Manifest.Type.BACKEND_SERVICE) {
            return environment.internalLoadBalancer();
        }
        return manifest.http().get().alb().isPresent() ? imported : environment.publicLoadBalancer();
    }

    private Map<String, String> images(Manifest manifest) {
        Map<String, String> images = new TreeMap<>();
        images.put(manifest.name(), manifest.image().location().orElseGet(() -> images().apply(manifest.name())));
        manifest.sidecars()
                .forEach((name, sidecar) -> images.put(name, sidecar.image().orElseGet(() -> images().apply(name))));
        return images;
    }

    private List<String> subnets(Manifest manifest) {
        Manifest.Placement placement = manifest.network().placement();
        if (placement instanceof Manifest.Placement.Subnets some) {
            return some.ids();
        }
        return placement instanceof Manifest.Placement.Public
                ? environment.publicSubnets()
                : environment.privateSubnets();
    }

    private String valueFrom(Secret secret, Map<String, String> exported) {
        if (secret instanceof Secret.SecretsManager one) {
            return environment.arn("secretsmanager", "secret:" + one.name());
        }
        if (secret instanceof Secret.Export export) {
            return exported.get(export.name());
        }
        return secret instanceof Secret.Reference reference ? reference.valueFrom() : "";
    }
}
