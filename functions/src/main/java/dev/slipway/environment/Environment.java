package dev.slipway.environment;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an environment offers to its services: the outputs of the CloudFormation stack
 * {@code <application>-<environment>}, and Copilot's records of the application and the environment.
 *
 * @param partition aws, aws-cn or aws-us-gov
 * @param cluster the ECS cluster's name
 * @param discoveryEndpoint the domain of service discovery, such as {@code test.demo.local}
 * @param domain the application's domain, where Copilot was given one
 * @param hostedZone the environment's own zone {@code <environment>.<application>.<domain>}
 * @param publicCertificates ARNs of the certificates that the user imported for the public load balancer
 * @param privateCertificates likewise for the internal one
 * @param permissionsBoundary ARN of the policy that bounds every role, where there is one
 * @param artifactKey ARN of the KMS key of the application's artifacts, where there is one
 * @param outputs the stack's outputs as they are, for what few features need
 * @param tags what the application puts on everything
 */
public record Environment(
        String application,
        String name,
        String partition,
        String region,
        String account,
        String vpc,
        List<String> publicSubnets,
        List<String> privateSubnets,
        String securityGroup,
        String cluster,
        String namespace,
        String discoveryEndpoint,
        Optional<LoadBalancer> publicLoadBalancer,
        Optional<LoadBalancer> internalLoadBalancer,
        Optional<String> domain,
        Optional<HostedZone> hostedZone,
        List<String> publicCertificates,
        List<String> privateCertificates,
        Optional<String> permissionsBoundary,
        Optional<String> artifactKey,
        Map<String, String> outputs,
        Map<String, String> tags) {

    /**
     * An Application Load Balancer.
     *
     * @param fullName {@code app/<name>/<id>}, as CloudWatch's dimensions want it
     * @param hostedZone id of the zone that alias records point into
     */
    public record LoadBalancer(
            String dnsName,
            String fullName,
            String hostedZone,
            Optional<String> httpListener,
            Optional<String> httpsListener,
            List<String> securityGroups) {}

    /** A Route 53 zone: its id and its name without the last dot. */
    public record HostedZone(String id, String name) {}

    /** ARN of a resource of this account and region: {@code arn:<partition>:<service>:<region>:<account>:<resource>}. */
    public String arn(String service, String resource) {
        return "arn:%s:%s:%s:%s:%s".formatted(partition, service, region, account, resource);
    }
}
