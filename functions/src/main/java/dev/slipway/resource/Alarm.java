package dev.slipway.resource;

/**
 * A CloudWatch alarm on a metric of an ECS service, which rolls a deployment of that service back.
 *
 * @param metric CPUUtilization or MemoryUtilization
 * @param threshold percent
 * @param period seconds
 * @param evaluationPeriods of how many periods
 * @param datapoints at least so many must be at or above the threshold
 */
public record Alarm(
        String name,
        String description,
        String metric,
        String cluster,
        String ecsService,
        double threshold,
        int period,
        int evaluationPeriods,
        int datapoints)
        implements Resource {
    @Override
    public String key() {
        return name;
    }
}
