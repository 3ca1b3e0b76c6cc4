package dev.slipway.resource;

import dev.slipway.aws.ServiceId;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.environment.Secrets;
import dev.slipway.manifest.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A service as it is to be: its manifest, its environment, and everything that the manifest only points at, looked up.
 * All of {@link ResourceKind#desired} follows from this.
 *
 * @param images by container name: image references, those of ECR with a digest
 * @param exports values of the CloudFormation exports that the manifest names, by name
 * @param subnets where the tasks run
 * @param certificates ARNs of the certificates that cover the aliases
 * @param loadBalancer the one that the http rules are on: the environment's, or the user's own
 * @param envFiles ARNs of the S3 objects with environment variables, by container name
 * @param secretArns {@code valueFrom} of each secret of the task, by what the manifest says; those to be generated are
 *     not among them, see {@link #valueFrom}
 * @param networkCertificates ARNs of the certificates for the TLS listeners of the service's Network Load Balancer
 */
public record Service(
        ServiceId id,
        Manifest manifest,
        Environment environment,
        Map<String, String> images,
        Map<String, String> exports,
        List<String> subnets,
        List<String> certificates,
        Optional<LoadBalancer> loadBalancer,
        Map<String, String> envFiles,
        Map<Manifest.Secret, String> secretArns,
        Map<String, String> tags,
        List<String> networkCertificates) {

    /** Without a Network Load Balancer that speaks TLS. */
    public Service(
            ServiceId id,
            Manifest manifest,
            Environment environment,
            Map<String, String> images,
            Map<String, String> exports,
            List<String> subnets,
            List<String> certificates,
            Optional<LoadBalancer> loadBalancer,
            Map<String, String> envFiles,
            Map<Manifest.Secret, String> secretArns,
            Map<String, String> tags) {
        this(
                id,
                manifest,
                environment,
                images,
                exports,
                subnets,
                certificates,
                loadBalancer,
                envFiles,
                secretArns,
                tags,
                List.of());
    }

    /** The {@code valueFrom} of a secret that a container knows by this name. */
    public String valueFrom(String name, Manifest.Secret secret) {
        return secret instanceof Manifest.Secret.Generate
                ? Secrets.generatedName(environment, name)
                : secretArns.get(secret);
    }

    /** @param others references by container name, in place of those of {@link #images} */
    public Service withImages(Map<String, String> others) {
        Map<String, String> all = new TreeMap<>(images);
        all.putAll(others);
        return new Service(
                id,
                manifest,
                environment,
                all,
                exports,
                subnets,
                certificates,
                loadBalancer,
                envFiles,
                secretArns,
                tags,
                networkCertificates);
    }

    /** @param arns of the certificates for the TLS listeners of the service's Network Load Balancer */
    public Service withNetworkCertificates(List<String> arns) {
        return new Service(
                id,
                manifest,
                environment,
                images,
                exports,
                subnets,
                certificates,
                loadBalancer,
                envFiles,
                secretArns,
                tags,
                arns);
    }

    /** The text itself, or the value of the export that it names. */
    public String resolve(Manifest.Value value) {
        if (value instanceof Manifest.Value.Export export) {
            return exports.get(export.name());
        }
        return ((Manifest.Value.Text) value).text();
    }
}
