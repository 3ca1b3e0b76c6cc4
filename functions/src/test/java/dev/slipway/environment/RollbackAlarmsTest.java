package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.Mocks;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

class RollbackAlarmsTest {
    private final CloudWatchClient cloudWatch = Mocks.client(CloudWatchClient.class);

    @Test
    void anAlarmThatIsNotThereIsWarnedOfForEcsTakesItsName() {
        doReturn(DescribeAlarmsResponse.builder()
                        .metricAlarms(MetricAlarm.builder().alarmName("errors").build())
                        .compositeAlarms(
                                CompositeAlarm.builder().alarmName("all").build())
                        .build())
                .when(cloudWatch)
                .describeAlarms(any(DescribeAlarmsRequest.class));

        assertThat(check("deployment: {rollback_alarms: [errors, all, latency]}\n"))
                .extracting(Problem::code, Problem::path, Problem::line, Problem::isError)
                .containsExactly(tuple("alarm-not-found", "deployment.rollback_alarms[2]", 5, false));
    }

    @Test
    void alarmsThatTheServiceBringsItselfAreNotLookedFor() {
        assertThat(check("deployment: {rollback_alarms: {cpu_utilization: 80}}\n"))
                .isEmpty();
        verifyNoInteractions(cloudWatch);
    }

    private List<Problem> check(String more) {
        Reading reading = Written.web(more);
        return new RollbackAlarms(cloudWatch).check(reading, reading.manifest().orElseThrow());
    }
}
