package dev.slipway.environment;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** The alarms that {@code deployment.rollback_alarms} names. ECS takes the name of one that is not there, which then never rings. */
public final class RollbackAlarms {
    /** <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html">DescribeAlarms</a>. */
    private static final int MOST_NAMES = 100;

    private final CloudWatchClient cloudWatch;

    public RollbackAlarms(CloudWatchClient cloudWatch) {
        this.cloudWatch = cloudWatch;
    }

    public List<Problem> check(Reading reading, Manifest manifest) {
        List<String> wanted = manifest.deployment().rollbackAlarms();
        Set<String> found = new HashSet<>();
        for (int i = 0; i < wanted.size(); i += MOST_NAMES) {
            List<String> names = wanted.subList(i, Math.min(wanted.size(), i + MOST_NAMES));
            DescribeAlarmsResponse alarms = cloudWatch.describeAlarms(request -> request.alarmNames(names)
                    .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                    .maxRecords(MOST_NAMES));
            alarms.metricAlarms().stream().map(MetricAlarm::alarmName).forEach(found::add);
            alarms.compositeAlarms().stream().map(CompositeAlarm::alarmName).forEach(found::add);
        }
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            String path = "deployment.rollback_alarms[" + i + "]";
            if (!found.contains(wanted.get(i))) {
                problems.add(Problem.warning(
                                "alarm-not-found",
                                path,
                                reading.at(path),
                                "there is no alarm \"%s\", so that it undoes no deployment".formatted(wanted.get(i)))
                        .withHint("make it in CloudWatch, in this account and region"));
            }
        }
        return problems;
    }
}
