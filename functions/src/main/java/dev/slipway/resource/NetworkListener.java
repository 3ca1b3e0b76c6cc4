package dev.slipway.resource;

import dev.slipway.resource.ListenerRule.Share;
import java.util.List;
import java.util.Optional;

/**
 * A listener of a service's Network Load Balancer.
 *
 * @param loadBalancer name
 * @param protocol TCP, UDP or TLS
 * @param targetGroups one, or two while one takes over from the other
 * @param certificates ARNs, the default first; only of TLS
 * @param sslPolicy only of TLS
 */
public record NetworkListener(
        String loadBalancer,
        int port,
        String protocol,
        List<Share> targetGroups,
        List<String> certificates,
        Optional<String> sslPolicy)
        implements Resource {

    @Override
    public String key() {
        return loadBalancer + ":" + port;
    }

    boolean isTls() {
        return protocol.equals("TLS");
    }

    boolean isUdp() {
        return protocol.equals("UDP");
    }

    NetworkListener to(List<Share> shares) {
        return new NetworkListener(loadBalancer, port, protocol, shares, certificates, sslPolicy);
    }
}
