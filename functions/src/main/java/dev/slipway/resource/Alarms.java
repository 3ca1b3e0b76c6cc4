package dev.slipway.resource;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.AwsErrors.Meaning;
import dev.slipway.aws.ServiceId;
import dev.slipway.manifest.Manifest.Deployment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/** The alarms that {@code deployment.rollback_alarms} asks for by threshold; alarms it names are the user's own. */
public final class Alarms implements ResourceKind<Alarm> {
    private static final String CPU = "CopilotRollbackCPUAlarm";
    private static final String MEMORY = "CopilotRollbackMemAlarm";
    private static final int NAME_LIMIT = 255;

    private final CloudWatchClient cloudWatch;

    public Alarms(CloudWatchClient cloudWatch) {
        this.cloudWatch = cloudWatch;
    }

    /** Names of the service's alarms that its manifest asks for: the ECS service is given them before they exist. */
    public static List<String> namesOf(ServiceId id, Deployment deployment) {
        List<String> names = new ArrayList<>();
        deployment.cpuAlarm().ifPresent(threshold -> names.add(nameOf(id, CPU)));
        deployment.memoryAlarm().ifPresent(threshold -> names.add(nameOf(id, MEMORY)));
        return names;
    }

    @Override
    public String name() {
        return "alarm";
    }

    @Override
    public Class<Alarm> type() {
        return Alarm.class;
    }

    @Override
    public boolean isIndependent() {
        return true;
    }

    @Override
    public List<Alarm> desired(Service service, Existing existing) {
        Deployment deployment = service.manifest().deployment();
        String ecsService = EcsServices.nameOf(service, existing);
        List<Alarm> alarms = new ArrayList<>();
        deployment
                .cpuAlarm()
                .ifPresent(
                        threshold -> alarms.add(alarm(service, ecsService, CPU, "CPUUtilization", "CPU", threshold)));
        deployment
                .memoryAlarm()
                .ifPresent(threshold ->
                        alarms.add(alarm(service, ecsService, MEMORY, "MemoryUtilization", "memory", threshold)));
        return alarms;
    }

    @Override
    public boolean isShownBy(TagSearch search, Scope scope) {
        return search.shows(":alarm:");
    }

    @Override
    public List<Found<Alarm>> read(Scope scope, Arns arns) {
        List<MetricAlarm> found = cloudWatch
                .describeAlarms(request -> request.alarmNames(nameOf(scope.id(), CPU), nameOf(scope.id(), MEMORY)))
                .metricAlarms();
        for (MetricAlarm alarm : found) {
            Ownership.check(
                    scope.id(),
                    "the alarm \"" + alarm.alarmName() + "\"",
                    arns.tags(alarm.alarmArn(), () -> tags(alarm.alarmArn())));
        }
        return found.stream()
                .map(alarm -> new Found<>(state(alarm), alarm.alarmArn()))
                .toList();
    }

    /** PutMetricAlarm takes over whatever bears the name, so it is asked first whose that is. */
    @Override
    public String create(Alarm wanted, Scope scope, Arns arns) {
        read(scope, arns);
        put(wanted, scope);
        return scope.environment().arn("cloudwatch", "alarm:" + wanted.name());
    }

    @Override
    public String update(Found<Alarm> from, Alarm to, Scope scope, Arns arns) {
        put(to, scope);
        return from.arn();
    }

    @Override
    public void remove(Found<Alarm> existing, Scope scope, Arns arns) {
        try {
            cloudWatch.deleteAlarms(
                    request -> request.alarmNames(existing.state().name()));
        } catch (CloudWatchException e) {
            if (!AwsErrors.is(Meaning.GONE, e)) {
                throw e;
            }
        }
    }

    /** CloudWatch's limit is 255 characters: where the parts are longer, Copilot cuts each to a third of the rest. */
    static String nameOf(ServiceId id, String type) {
        String name = id.stem() + "-" + type;
        if (name.length() <= NAME_LIMIT) {
            return name;
        }
        int share = (NAME_LIMIT - type.length() - 3) / 3;
        return "%s-%s-%s-%s"
                .formatted(cut(id.application(), share), cut(id.environment(), share), cut(id.service(), share), type);
    }

    private static Alarm alarm(
            Service service, String ecsService, String type, String metric, String what, double threshold) {
        String percent = BigDecimal.valueOf(threshold).stripTrailingZeros().toPlainString();
        return new Alarm(
                nameOf(service.id(), type),
                "Roll back ECS service if %s utilization is greater than or equal to %s%% twice in 3 minutes."
                        .formatted(what, percent),
                metric,
                service.environment().cluster(),
                ecsService,
                threshold,
                60,
                3,
                2);
    }

    private void put(Alarm alarm, Scope scope) {
        cloudWatch.putMetricAlarm(request -> request.alarmName(alarm.name())
                .alarmDescription(alarm.description())
                .namespace("AWS/ECS")
                .metricName(alarm.metric())
                .dimensions(dimension("ClusterName", alarm.cluster()), dimension("ServiceName", alarm.ecsService()))
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .threshold(alarm.threshold())
                .period(alarm.period())
                .evaluationPeriods(alarm.evaluationPeriods())
                .datapointsToAlarm(alarm.datapoints())
                .statistic(Statistic.AVERAGE)
                .unit(StandardUnit.PERCENT)
                // For an alarm that exists already CloudWatch ignores them.
                .tags(scope.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList()));
    }

    private static Alarm state(MetricAlarm alarm) {
        Map<String, String> dimensions =
                alarm.dimensions().stream().collect(Collectors.toMap(Dimension::name, Dimension::value));
        return new Alarm(
                alarm.alarmName(),
                Optional.ofNullable(alarm.alarmDescription()).orElse(""),
                alarm.metricName(),
                dimensions.getOrDefault("ClusterName", ""),
                dimensions.getOrDefault("ServiceName", ""),
                alarm.threshold(),
                alarm.period(),
                alarm.evaluationPeriods(),
                Optional.ofNullable(alarm.datapointsToAlarm()).orElse(alarm.evaluationPeriods()));
    }

    private Map<String, String> tags(String arn) {
        return cloudWatch.listTagsForResource(request -> request.resourceARN(arn)).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    private static String cut(String part, int length) {
        return part.substring(0, Math.min(length, part.length()));
    }
}
