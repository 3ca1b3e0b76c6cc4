package dev.slipway.resource;

import java.util.List;

/**
 * A service's own Network Load Balancer, internet-facing.
 *
 * @param subnets ids, sorted
 * @param securityGroup name of the {@link LoadBalancerSecurityGroup}, or the id of one that is not the service's
 */
public record NetworkLoadBalancer(String name, List<String> subnets, String securityGroup) implements Resource {
    @Override
    public String key() {
        return name;
    }
}
