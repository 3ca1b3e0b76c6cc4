package dev.slipway.environment;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.FileSystem;
import dev.slipway.manifest.Manifest.Placement;
import dev.slipway.manifest.Manifest.Type;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * What a manifest needs of its environment beyond the least that every service needs. Copilot would add the missing
 * load balancer, NAT gateways or file system to the environment's stack by itself; Slipway leaves environments alone and
 * says what is missing, and which field needs it. Pure.
 */
public final class RequiredOutputs {
    private final Reading reading;
    private final Environment environment;
    private final List<Problem> problems = new ArrayList<>();

    private RequiredOutputs(Reading reading, Environment environment) {
        this.reading = reading;
        this.environment = environment;
    }

    public static List<Problem> missing(Reading reading, Manifest manifest, Environment environment) {
        RequiredOutputs check = new RequiredOutputs(reading, environment);
        check.loadBalancers(manifest);
        check.subnets(manifest.network().placement());
        check.fileSystem(manifest);
        return check.problems;
    }

    private void loadBalancers(Manifest manifest) {
        if (manifest.nlb().isPresent() && environment.publicSubnets().isEmpty()) {
            missing("nlb", "PublicSubnets", "no public subnets, which a Network Load Balancer needs");
        }
        if (manifest.http().isEmpty() || ImportedLoadBalancer.isNamedBy(manifest)) {
            return;
        }
        boolean internal = manifest.type() == Type.BACKEND_SERVICE;
        if ((internal ? environment.internalLoadBalancer() : environment.publicLoadBalancer()).isPresent()) {
            return;
        }
        String kind = internal ? "internal" : "public";
        String dnsName = internal ? "InternalLoadBalancerDNSName" : "PublicLoadBalancerDNSName";
        String listener = internal ? "InternalHTTPListenerArn" : "HTTPListenerArn";
        missing(
                "http",
                environment.outputs().containsKey(dnsName) ? listener : dnsName,
                "no %s load balancer with a listener, which http needs".formatted(kind));
    }

    private void subnets(Placement placement) {
        String path = "network.vpc.placement";
        if (placement instanceof Placement.Public && environment.publicSubnets().isEmpty()) {
            missing(path, "PublicSubnets", "no public subnets, which placement \"public\" (the default) needs");
        }
        if (!(placement instanceof Placement.Private)) {
            return;
        }
        if (environment.privateSubnets().isEmpty()) {
            missing(path, "PrivateSubnets", "no private subnets, which placement \"private\" needs");
        } else if (environment.outputs().containsKey("InternetGatewayID")
                && !environment.outputs().containsKey("PrivateRouteTableIDs")) {
            // Only a VPC that the stack made itself has the first of these outputs, and the second as soon as it has
            // NAT gateways; from a VPC of the user's own nothing can be told.
            missing(
                    path,
                    "PrivateRouteTableIDs",
                    "no NAT gateways: tasks with placement \"private\" could not pull their images");
        }
    }

    private void fileSystem(Manifest manifest) {
        manifest.storage().volumes().forEach((name, volume) -> {
            boolean managed =
                    volume.efs().filter(FileSystem.Managed.class::isInstance).isPresent();
            if (managed
                    && environment
                            .outputs()
                            .getOrDefault("ManagedFileSystemID", "")
                            .isEmpty()) {
                missing(
                        "storage.volumes." + name + ".efs",
                        "ManagedFileSystemID",
                        "no file system, which a managed EFS volume needs");
            }
        });
    }

    private void missing(String path, String output, String message) {
        problems.add(Problem.error(
                        "environment-output-missing",
                        path,
                        reading.at(path),
                        "the environment \"%s\" has %s".formatted(environment.name(), message))
                .withHint("its stack %s-%s lacks the output %s"
                        .formatted(environment.application(), environment.name(), output)));
    }
}
