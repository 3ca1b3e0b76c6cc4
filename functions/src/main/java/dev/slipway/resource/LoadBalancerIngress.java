package dev.slipway.resource;

/**
 * That a load balancer's security group may reach the environment's, on every port.
 *
 * @param securityGroup id of the environment's
 * @param source name of the security group of the service's own Network Load Balancer, or the id of one of an
 *     Application Load Balancer that the user brought; the latter is shared by all services behind that load balancer
 */
public record LoadBalancerIngress(String securityGroup, String source) implements Resource {
    @Override
    public String key() {
        return securityGroup + " from " + source;
    }

    boolean isShared() {
        return source.startsWith("sg-");
    }
}
