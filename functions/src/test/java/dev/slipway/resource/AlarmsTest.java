package dev.slipway.resource;

import static dev.slipway.environment.ManifestBuilder.web;
import static dev.slipway.resource.Samples.ID;
import static dev.slipway.resource.Samples.OTHER_TAGS;
import static dev.slipway.resource.Samples.SCOPE;
import static dev.slipway.resource.Samples.TAGS;
import static dev.slipway.resource.Samples.noArns;
import static dev.slipway.resource.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.slipway.aws.Mocks;
import dev.slipway.aws.ServiceId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

class AlarmsTest {
    private static final String NAME = "demo-test-api-CopilotRollbackCPUAlarm";
    private static final String ARN = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:" + NAME;
    private static final Alarm CPU = new Alarm(
            NAME,
            "Roll back ECS service if CPU utilization is greater than or equal to 70.5% twice in 3 minutes.",
            "CPUUtilization",
            "demo-test-Cluster",
            "ecs",
            70.5,
            60,
            3,
            2);

    private final CloudWatchClient cloudWatch = Mocks.client(CloudWatchClient.class);
    private final Alarms kind = new Alarms(cloudWatch);

    @Test
    void eachThresholdIsAnAlarmAndZeroIsOne() {
        Service service = service(web().alarms(Optional.of(70.5), Optional.of(0.0)));

        assertThat(kind.desired(service, new Existing()))
                .extracting(Alarm::name, Alarm::metric, Alarm::threshold, Alarm::description)
                .containsExactly(
                        tuple(NAME, "CPUUtilization", 70.5, CPU.description()),
                        tuple(
                                "demo-test-api-CopilotRollbackMemAlarm",
                                "MemoryUtilization",
                                0.0,
                                "Roll back ECS service if memory utilization is greater than or equal to 0% twice in 3 minutes."));
        assertThat(Alarms.namesOf(ID, service.manifest().deployment()))
                .containsExactly(NAME, "demo-test-api-CopilotRollbackMemAlarm");
    }

    @Test
    void withoutThresholdsThereAreNone() {
        assertThat(kind.desired(service(web()), new Existing())).isEmpty();
    }

    @Test
    void aNameThatIsTooLongIsCutPartByPartAsCopilotDoes() {
        ServiceId id = new ServiceId("a".repeat(100), "e", "s".repeat(200));

        String name = Alarms.nameOf(id, "CopilotRollbackCPUAlarm");

        int share = (255 - 23 - 3) / 3;
        assertThat(name).isEqualTo("a".repeat(share) + "-e-" + "s".repeat(share) + "-CopilotRollbackCPUAlarm");
    }

    @Test
    void itWatchesTheEcsServiceAndBearsItsTags() {
        exists(null, Map.of());
        puts();

        assertThat(kind.create(CPU, SCOPE, noArns())).isEqualTo(ARN);

        ArgumentCaptor<PutMetricAlarmRequest> request = ArgumentCaptor.forClass(PutMetricAlarmRequest.class);
        verify(cloudWatch).putMetricAlarm(request.capture());
        PutMetricAlarmRequest put = request.getValue();
        assertThat(put.namespace()).isEqualTo("AWS/ECS");
        assertThat(put.comparisonOperatorAsString()).isEqualTo("GreaterThanOrEqualToThreshold");
        assertThat(put.statisticAsString()).isEqualTo("Average");
        assertThat(put.unitAsString()).isEqualTo("Percent");
        assertThat(put.period()).isEqualTo(60);
        assertThat(put.evaluationPeriods()).isEqualTo(3);
        assertThat(put.datapointsToAlarm()).isEqualTo(2);
        assertThat(put.dimensions())
                .extracting(Dimension::name, Dimension::value)
                .containsExactly(tuple("ClusterName", "demo-test-Cluster"), tuple("ServiceName", "ecs"));
        assertThat(put.tags()).extracting(Tag::key).containsAll(TAGS.keySet());
    }

    @Test
    void whatIsReadIsWhatWasPut() {
        exists(CPU, TAGS);

        assertThat(kind.read(SCOPE, noArns())).containsExactly(new Found<>(CPU, ARN));
    }

    @Test
    void anothersAlarmIsNotTakenOver() {
        exists(CPU, OTHER_TAGS);

        assertThatThrownBy(() -> kind.read(SCOPE, noArns())).isInstanceOf(NotOursException.class);
        assertThatThrownBy(() -> kind.create(CPU, SCOPE, noArns())).isInstanceOf(NotOursException.class);
        verify(cloudWatch, never()).putMetricAlarm(any(PutMetricAlarmRequest.class));
    }

    @Test
    void goneAlreadyIsFine() {
        doThrow(Mocks.error(CloudWatchException.builder(), "ResourceNotFound", CloudWatchException.class))
                .when(cloudWatch)
                .deleteAlarms(any(DeleteAlarmsRequest.class));

        assertThatCode(() -> kind.remove(new Found<>(CPU, ARN), SCOPE, noArns()))
                .doesNotThrowAnyException();
    }

    private void puts() {
        doReturn(PutMetricAlarmResponse.builder().build())
                .when(cloudWatch)
                .putMetricAlarm(any(PutMetricAlarmRequest.class));
    }

    private void exists(Alarm alarm, Map<String, String> tags) {
        var response = DescribeAlarmsResponse.builder();
        if (alarm != null) {
            response.metricAlarms(MetricAlarm.builder()
                    .alarmName(alarm.name())
                    .alarmArn(ARN)
                    .alarmDescription(alarm.description())
                    .metricName(alarm.metric())
                    .dimensions(
                            Dimension.builder()
                                    .name("ClusterName")
                                    .value(alarm.cluster())
                                    .build(),
                            Dimension.builder()
                                    .name("ServiceName")
                                    .value(alarm.ecsService())
                                    .build())
                    .threshold(alarm.threshold())
                    .period(alarm.period())
                    .evaluationPeriods(alarm.evaluationPeriods())
                    .datapointsToAlarm(alarm.datapoints())
                    .build());
        }
        doReturn(response.build()).when(cloudWatch).describeAlarms(any(DescribeAlarmsRequest.class));
        doReturn(ListTagsForResourceResponse.builder()
                        .tags(tags.entrySet().stream()
                                .map(tag -> Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList())
                        .build())
                .when(cloudWatch)
                .listTagsForResource(any(ListTagsForResourceRequest.class));
    }
}
