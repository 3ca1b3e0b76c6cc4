package dev.slipway.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The ECS service that keeps the tasks running.
 *
 * @param taskDefinition key of the {@link TaskDefinition}
 * @param tasks how many are wanted now; of an autoscaled service the number is not ours, and never lowered
 * @param autoscaled whether Application Auto Scaling moves that number
 * @param capacityProviders empty: launch type FARGATE
 * @param platformVersion LATEST, or a number
 * @param rollbackAlarms names of the alarms that roll a deployment back
 * @param loadBalancers sorted, since ECS keeps no order
 * @param registry where the tasks are registered for discovery by DNS
 * @param connect empty: Service Connect is off
 * @param gracePeriod seconds in which failed health checks do not count; empty without load balancer
 */
public record EcsService(
        String name,
        String taskDefinition,
        int tasks,
        boolean autoscaled,
        List<CapacityProvider> capacityProviders,
        String platformVersion,
        Replacement replacement,
        AnyOrder rollbackAlarms,
        Network network,
        List<Attachment> loadBalancers,
        Optional<Registry> registry,
        Optional<Connect> connect,
        boolean executeCommand,
        OptionalInt gracePeriod,
        String propagateTags,
        Map<String, String> tags)
        implements Resource {

    /** One part of a capacity provider strategy. */
    public record CapacityProvider(String name, int base, int weight) {}

    /**
     * How new tasks take the place of old ones.
     *
     * @param minimum percent of the wanted number that run at any time
     * @param maximum likewise, at most
     * @param circuitBreaker whether ECS gives up on a deployment whose tasks keep failing, and goes back to the last one
     */
    public record Replacement(int minimum, int maximum, boolean circuitBreaker) {}

    /** @param subnets ids, like {@code securityGroups} */
    public record Network(boolean publicIp, AnyOrder subnets, AnyOrder securityGroups) {}

    /**
     * A load balancer's way in.
     *
     * @param targetGroup name; the ARN of one that does not exist any more
     */
    public record Attachment(String container, int port, String targetGroup) {}

    /** @param service name of the Cloud Map service; the ARN of one that does not exist any more */
    public record Registry(String service, int port) {}

    /**
     * Service Connect.
     *
     * @param logOptions of the proxy's log driver awslogs
     * @param endpoints what the service offers; none of a mere client
     */
    public record Connect(String namespace, Map<String, String> logOptions, List<Endpoint> endpoints) {}

    /**
     * @param portName the name of the container's port mapping
     * @param dnsName what clients call it
     */
    public record Endpoint(String portName, String discoveryName, int port, String dnsName) {}

    @Override
    public String key() {
        return name;
    }

    EcsService withTasks(int other, boolean otherAutoscaled) {
        return new EcsService(
                name,
                taskDefinition,
                other,
                otherAutoscaled,
                capacityProviders,
                platformVersion,
                replacement,
                rollbackAlarms,
                network,
                loadBalancers,
                registry,
                connect,
                executeCommand,
                gracePeriod,
                propagateTags,
                tags);
    }
}
