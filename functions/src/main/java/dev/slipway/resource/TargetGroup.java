package dev.slipway.resource;

import java.util.Optional;

/**
 * Where a load balancer finds the tasks: one for each http rule, and for each listener of the Network Load Balancer.
 * Targets are IP addresses.
 *
 * @param port the port of the container
 * @param protocol HTTP or HTTPS behind an Application Load Balancer, TCP or UDP behind a Network Load Balancer
 * @param protocolVersion GRPC or HTTP2; empty for HTTP1, which AWS takes by default, and for TCP and UDP
 * @param vpc id
 * @param deregistrationDelay seconds
 */
public record TargetGroup(
        String name,
        int port,
        String protocol,
        Optional<String> protocolVersion,
        String vpc,
        HealthCheck healthCheck,
        int deregistrationDelay,
        boolean stickiness)
        implements Resource {

    /**
     * How the load balancer finds out whether a task is well; complete, with Elastic Load Balancing's defaults filled in.
     *
     * @param protocol HTTP, HTTPS or TCP
     * @param port {@code traffic-port}, or a number
     * @param path empty for TCP
     * @param codes HTTP or gRPC codes of success, such as {@code 200-299}; empty for TCP
     * @param interval seconds
     * @param timeout seconds
     */
    public record HealthCheck(
            String protocol,
            String port,
            Optional<String> path,
            Optional<String> codes,
            int interval,
            int timeout,
            int healthyThreshold,
            int unhealthyThreshold) {

        /**
         * What Elastic Load Balancing takes where nothing is said, see
         * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html">
         * Application</a> and <a
         * href="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html">
         * Network Load Balancer</a>.
         *
         * @param web whether the target group speaks HTTP or HTTPS
         */
        static HealthCheck defaults(boolean web, Optional<String> protocolVersion) {
            boolean grpc = protocolVersion.filter("GRPC"::equals).isPresent();
            return web
                    ? new HealthCheck(
                            "HTTP", "traffic-port", Optional.of("/"), Optional.of(grpc ? "12" : "200"), 30, 5, 5, 2)
                    : new HealthCheck("TCP", "traffic-port", Optional.empty(), Optional.empty(), 30, 10, 5, 2);
        }
    }

    @Override
    public String key() {
        return name;
    }

    /** Whether it is behind an Application Load Balancer, not a Network Load Balancer. */
    boolean isWeb() {
        return protocol.startsWith("HTTP");
    }

    boolean isGrpc() {
        return protocolVersion.filter("GRPC"::equals).isPresent();
    }

    HealthCheck defaults() {
        return HealthCheck.defaults(isWeb(), protocolVersion);
    }

    TargetGroup named(String other) {
        return new TargetGroup(
                other, port, protocol, protocolVersion, vpc, healthCheck, deregistrationDelay, stickiness);
    }

    /** Whether the one could become the other in place: port, protocol, version and VPC are for life. */
    boolean sameIdentity(TargetGroup other) {
        return port == other.port
                && protocol.equals(other.protocol)
                && protocolVersion.equals(other.protocolVersion)
                && vpc.equals(other.vpc);
    }
}
