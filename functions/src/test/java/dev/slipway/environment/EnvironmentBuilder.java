package dev.slipway.environment;

import dev.slipway.environment.Environment.HostedZone;
import dev.slipway.environment.Environment.LoadBalancer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The environment {@code test} of the application {@code demo}, for tests to change. */
public final class EnvironmentBuilder {
    private static final String ARN = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:";

    private List<String> publicSubnets = List.of("subnet-a", "subnet-b");
    private List<String> privateSubnets = List.of("subnet-c", "subnet-d");
    private Optional<LoadBalancer> publicLoadBalancer = Optional.of(loadBalancer("public", false));
    private Optional<LoadBalancer> internalLoadBalancer = Optional.empty();
    private Optional<String> domain = Optional.empty();
    private Optional<HostedZone> hostedZone = Optional.empty();
    private Optional<String> permissionsBoundary = Optional.empty();
    private List<String> publicCertificates = List.of();
    private List<String> privateCertificates = List.of();
    private final Map<String, String> outputs = new TreeMap<>();

    public static EnvironmentBuilder environment() {
        return new EnvironmentBuilder();
    }

    /** A load balancer with an HTTP listener, and maybe an HTTPS listener. */
    public static LoadBalancer loadBalancer(String name, boolean https) {
        return new LoadBalancer(
                name + ".elb.amazonaws.com",
                "app/" + name + "/1",
                "Z1",
                Optional.of(ARN + "listener/app/" + name + "/1/80"),
                https ? Optional.of(ARN + "listener/app/" + name + "/1/443") : Optional.empty(),
                List.of());
    }

    public EnvironmentBuilder https() {
        publicLoadBalancer = Optional.of(loadBalancer("public", true));
        return this;
    }

    public EnvironmentBuilder noLoadBalancer() {
        publicLoadBalancer = Optional.empty();
        return this;
    }

    public EnvironmentBuilder permissionsBoundary(String arn) {
        permissionsBoundary = Optional.of(arn);
        return this;
    }

    public EnvironmentBuilder internal(boolean https) {
        internalLoadBalancer = Optional.of(loadBalancer("internal", https));
        return this;
    }

    /** With Copilot's zone and certificate for the domain. */
    public EnvironmentBuilder domain(String name) {
        domain = Optional.of(name);
        hostedZone = Optional.of(new HostedZone("ZENV", "test.demo." + name));
        return https();
    }

    public EnvironmentBuilder publicCertificates(String... arns) {
        publicCertificates = List.of(arns);
        hostedZone = Optional.empty();
        return https();
    }

    public EnvironmentBuilder privateCertificates(String... arns) {
        privateCertificates = List.of(arns);
        return internal(true);
    }

    public EnvironmentBuilder noSubnets() {
        publicSubnets = List.of();
        privateSubnets = List.of();
        return this;
    }

    public EnvironmentBuilder output(String key, String value) {
        outputs.put(key, value);
        return this;
    }

    public Environment build() {
        return new Environment(
                "demo",
                "test",
                "aws",
                "eu-west-1",
                "111122223333",
                "vpc-1",
                publicSubnets,
                privateSubnets,
                "sg-env",
                "demo-test-Cluster",
                "ns-1",
                "test.demo.local",
                publicLoadBalancer,
                internalLoadBalancer,
                domain,
                hostedZone,
                publicCertificates,
                privateCertificates,
                permissionsBoundary,
                Optional.empty(),
                outputs,
                Map.of());
    }
}
