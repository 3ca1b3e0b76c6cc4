package dev.slipway.resource;

import dev.slipway.manifest.Manifest.ScalingMetric;
import java.util.Optional;

/**
 * A target tracking policy of an ECS service: as many tasks as keep a metric at its target.
 *
 * @param target percent, requests per target, or seconds
 * @param scaleInCooldown seconds
 * @param scaleOutCooldown seconds
 * @param loadBalancer full name of the load balancer that the metric is about; empty for CPU and memory
 * @param targetGroup name of the target group that the metric is about; empty for CPU and memory
 */
public record ScalingPolicy(
        String ecsService,
        String name,
        ScalingMetric metric,
        double target,
        int scaleInCooldown,
        int scaleOutCooldown,
        Optional<String> loadBalancer,
        Optional<String> targetGroup)
        implements Resource {
    @Override
    public String key() {
        return ecsService + "/" + name;
    }
}
