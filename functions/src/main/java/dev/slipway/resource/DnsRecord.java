package dev.slipway.resource;

/**
 * An A record in Route 53 that is an alias of a load balancer.
 *
 * @param zone id
 * @param name in lower case, without the last dot
 * @param target DNS name of an Application Load Balancer, or {@code network-load-balancer/<name>} for the service's own
 *     Network Load Balancer, whose DNS name is known only once it exists
 * @param targetZone id of the zone of the Application Load Balancer's name; else empty
 */
public record DnsRecord(String zone, String name, String target, String targetZone) implements Resource {
    static final String NETWORK = NetworkLoadBalancers.KIND + "/";

    @Override
    public String key() {
        return zone + "/" + name;
    }

    boolean isNetwork() {
        return target.startsWith(NETWORK);
    }
}
