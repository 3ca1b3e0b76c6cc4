package dev.slipway.resource;

import java.util.List;
import java.util.Locale;

/**
 * The security group of a service's Network Load Balancer: open to everyone on its listeners' ports.
 *
 * @param vpc id
 * @param ports sorted; what else somebody has allowed is not our concern
 */
public record LoadBalancerSecurityGroup(String name, String vpc, List<Port> ports) implements Resource {

    /** @param protocol tcp or udp */
    public record Port(String protocol, int number) implements Comparable<Port> {
        @Override
        public int compareTo(Port other) {
            return number == other.number ? protocol.compareTo(other.protocol) : Integer.compare(number, other.number);
        }

        String description() {
            return "Allow %s traffic from anyone on listener port %d"
                    .formatted(protocol.toUpperCase(Locale.ROOT), number);
        }
    }

    @Override
    public String key() {
        return name;
    }
}
