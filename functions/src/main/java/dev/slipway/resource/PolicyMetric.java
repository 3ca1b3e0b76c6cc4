package dev.slipway.resource;

import dev.slipway.manifest.Manifest.ScalingMetric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.applicationautoscaling.model.CustomizedMetricSpecification;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricStatistic;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/** The metrics of scaling policies, in the manifest's terms and in AWS's. Pure. */
final class PolicyMetric {
    private static final String LOAD_BALANCER = "LoadBalancer";
    private static final String TARGET_GROUP = "TargetGroup";

    /** What stands between the service and "ScalingPolicy" in Copilot's names for its policies. */
    private static final Map<ScalingMetric, String> NAMES = Map.of(
            ScalingMetric.CPU, "ECSServiceAverageCPUUtilization",
            ScalingMetric.MEMORY, "ECSServiceAverageMemoryUtilization",
            ScalingMetric.REQUESTS, "ALBSumRequestCountPerTarget",
            ScalingMetric.RESPONSE_TIME, "ALBAverageResponseTime");

    private PolicyMetric() {}

    static String policyName(String service, ScalingMetric metric) {
        return "%s-%s-ScalingPolicy".formatted(service, NAMES.get(metric));
    }

    /** The metric of a policy with one of our names. */
    static Optional<ScalingMetric> ofPolicy(String service, String policyName) {
        return NAMES.keySet().stream()
                .filter(metric -> policyName(service, metric).equals(policyName))
                .findFirst();
    }

    static TargetTrackingScalingPolicyConfiguration configuration(ScalingPolicy policy, Arns arns) {
        var configuration = TargetTrackingScalingPolicyConfiguration.builder()
                .targetValue(policy.target())
                .scaleInCooldown(policy.scaleInCooldown())
                .scaleOutCooldown(policy.scaleOutCooldown());
        switch (policy.metric()) {
            case CPU ->
                configuration.predefinedMetricSpecification(
                        metric -> metric.predefinedMetricType(MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION));
            case MEMORY ->
                configuration.predefinedMetricSpecification(
                        metric -> metric.predefinedMetricType(MetricType.ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION));
            case REQUESTS ->
                configuration.customizedMetricSpecification(
                        loadBalancerMetric(policy, arns, "RequestCountPerTarget", MetricStatistic.SUM));
            case RESPONSE_TIME ->
                configuration.customizedMetricSpecification(
                        loadBalancerMetric(policy, arns, "TargetResponseTime", MetricStatistic.AVERAGE));
        }
        return configuration.build();
    }

    static ScalingPolicy state(
            String ecsService,
            ScalingMetric metric,
            software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy policy,
            Arns arns) {
        var configuration = policy.targetTrackingScalingPolicyConfiguration();
        Map<String, String> dimensions = configuration.customizedMetricSpecification() == null
                ? Map.of()
                : configuration.customizedMetricSpecification().dimensions().stream()
                        .collect(Collectors.toMap(MetricDimension::name, MetricDimension::value));
        return new ScalingPolicy(
                ecsService,
                policy.policyName(),
                metric,
                configuration.targetValue(),
                // A policy of somebody else's making may lack them; then they are ECS's default.
                Optional.ofNullable(configuration.scaleInCooldown()).orElse(300),
                Optional.ofNullable(configuration.scaleOutCooldown()).orElse(300),
                Optional.ofNullable(dimensions.get(LOAD_BALANCER)),
                Optional.ofNullable(dimensions.get(TARGET_GROUP)).map(fullName -> nameOf(fullName, arns)));
    }

    private static CustomizedMetricSpecification loadBalancerMetric(
            ScalingPolicy policy, Arns arns, String metric, MetricStatistic statistic) {
        String group = policy.targetGroup().orElseThrow();
        String fullName = group.startsWith("targetgroup/") ? group : fullName(arns.get("target-group", group));
        return CustomizedMetricSpecification.builder()
                .namespace("AWS/ApplicationELB")
                .metricName(metric)
                .statistic(statistic)
                .dimensions(List.of(
                        dimension(LOAD_BALANCER, policy.loadBalancer().orElseThrow()),
                        dimension(TARGET_GROUP, fullName)))
                .build();
    }

    private static MetricDimension dimension(String name, String value) {
        return MetricDimension.builder().name(name).value(value).build();
    }

    /** {@code targetgroup/<name>/<id>}, as CloudWatch calls it, from the ARN, which ends with it. */
    private static String fullName(String targetGroupArn) {
        return targetGroupArn.substring(targetGroupArn.lastIndexOf(":targetgroup/") + 1);
    }

    /** The name in a full name; the full name itself if it is not that of the target group which now has the name. */
    private static String nameOf(String fullName, Arns arns) {
        String[] parts = fullName.split("/");
        if (parts.length != 3) {
            return fullName;
        }
        String arn = arns.of("target-group").get(parts[1]);
        return arn == null || fullName(arn).equals(fullName) ? parts[1] : fullName;
    }
}
