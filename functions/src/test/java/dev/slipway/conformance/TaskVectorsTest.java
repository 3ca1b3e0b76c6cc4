package dev.slipway.conformance;

import static dev.slipway.conformance.Vector.HTTP;
import static dev.slipway.conformance.Vector.IMAGE;
import static dev.slipway.conformance.Vector.list;
import static dev.slipway.conformance.Vector.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Copilot's own engine makes of small manifests: the tasks and their number. */
class TaskVectorsTest {

    /** Application Auto Scaling takes whole seconds, so that 1.5 becomes 2. */
    @Test
    void everyMetricHasItsTargetAndItsCooldowns() {
        Vector vector = Vector.plain(IMAGE + HTTP + """
                count:
                  range: 1-4
                  cooldown: {in: 45s, out: 1500ms}
                  cpu_percentage: {value: 60, cooldown: {in: 10s}}
                  memory_percentage: 70
                  requests: 30
                  response_time: 1500ms
                """);

        assertThat(vector.scalingPolicies())
                .extracting(policy -> text(policy, "policyname") + " "
                        + text(
                                policy.path("targettrackingscalingpolicyconfiguration"),
                                "targetvalue",
                                "scaleincooldown",
                                "scaleoutcooldown"))
                .containsExactlyInAnyOrder(
                        "fe-ECSServiceAverageCPUUtilization-ScalingPolicy 60 10 2",
                        "fe-ECSServiceAverageMemoryUtilization-ScalingPolicy 70 45 2",
                        "fe-ALBSumRequestCountPerTarget-ScalingPolicy 30 45 2",
                        "fe-ALBAverageResponseTime-ScalingPolicy 1.5 45 2");
    }

    @ParameterizedTest
    @CsvSource({"0, ", "1, ", "2, ", "3, 2", "4, 3", "6, 5"})
    void theFirstTasksRunOnFargateWhereSpotBeginsLater(int spotFrom, String base) {
        String count = "count: {range: {min: 3, max: 10, spot_from: %d}, cpu_percentage: 50}\n".formatted(spotFrom);
        JsonNode service = Vector.plain(IMAGE + HTTP + count).ecsService();

        assertThat(list(service.path("capacityproviderstrategy")))
                .extracting(one -> text(one, "capacityprovider", "weight", "base"))
                .isEqualTo(base == null ? List.of("FARGATE_SPOT 1 ") : List.of("FARGATE_SPOT 1 ", "FARGATE 0 " + base));
        assertThat(service.has("launchtype")).isFalse();
    }

    @Test
    void recreationAndTheServicesOwnAlarms() {
        Vector vector = Vector.plain(IMAGE + HTTP + """
                deployment:
                  rolling: recreate
                  rollback_alarms: [mine]
                environments:
                  test:
                    deployment:
                      rollback_alarms: {cpu_utilization: 70.5, memory_utilization: 0}
                """);
        JsonNode deployment = vector.ecsService().path("deploymentconfiguration");

        assertThat(text(deployment, "minimumhealthypercent", "maximumpercent")).isEqualTo("0 100");
        assertThat(list(deployment.path("alarms").path("alarmnames")))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        "my-app-test-fe-CopilotRollbackCPUAlarm", "my-app-test-fe-CopilotRollbackMemAlarm");
        assertThat(vector.alarms())
                .extracting(alarm -> text(alarm, "alarmname", "threshold"))
                .containsExactlyInAnyOrder(
                        "my-app-test-fe-CopilotRollbackCPUAlarm 70.5", "my-app-test-fe-CopilotRollbackMemAlarm 0");
    }

    @Test
    void variablesOfTheEnvironmentReplaceTheOthers() {
        Vector vector = Vector.plain(IMAGE + HTTP + """
                variables: {A: '1', B: '2', C: {from_cfn: X}, D: p}
                environments:
                  test:
                    variables: {B: '3', C: plain, D: {from_cfn: Y}, E: '5'}
                """);

        assertThat(vector.variables())
                .containsAllEntriesOf(Map.of("A", "1", "B", "3", "C", "plain", "D", "value-of-Y", "E", "5"));
    }

    @Test
    void secretsOfEveryForm() {
        Vector vector = Vector.plain(IMAGE + HTTP + """
                secrets:
                  A: /a/b
                  B: {secretsmanager: 'demo/x:user::'}
                  C: {from_cfn: exp}
                  E: "'arn:aws:secretsmanager:us-west-2:1:secret:foo-AbCdEf:key::'"
                """);

        assertThat(list(vector.container(0).path("secrets")))
                .extracting(secret -> text(secret, "name", "valuefrom"))
                .containsExactly(
                        "A /a/b",
                        "B arn:aws:secretsmanager:us-west-2:123456789123:secret:demo/x:user::",
                        "C value-of-exp",
                        "E arn:aws:secretsmanager:us-west-2:1:secret:foo-AbCdEf:key::");
    }

    @Test
    void volumesOfEveryKind() {
        Vector vector = Vector.plain(IMAGE + HTTP + """
                storage:
                  volumes:
                    a: {path: /a, efs: true, read_only: false}
                    b: {path: /b, efs: {id: fs-1, root_dir: /r, auth: {iam: true}}}
                    c: {path: /c, read_only: false, efs: {id: {from_cfn: EX}, auth: {access_point_id: fsap-9}}}
                    d: {path: /d}
                    e: {path: /e, efs: false}
                    f: {path: /f, efs: {id: fs-2}}
                """);

        assertThat(list(vector.taskDefinition().path("volumes")))
                .extracting(volume -> text(volume, "name") + " "
                        + text(volume.path("efsvolumeconfiguration").path("authorizationconfig"), "iam"))
                .containsExactly("a ENABLED", "b ENABLED", "c DISABLED", "d ", "e ", "f DISABLED");
        Map<String, String> policies = vector.taskPolicies();
        assertThat(policies.keySet())
                .containsExactlyInAnyOrder(
                        "DenyIAM",
                        "GrantEFSAccessfs-1-0",
                        "GrantEFSAccessvalue-of-EX-1",
                        "GrantEFSAccessfs-2-2",
                        "GrantAccessCopilotManagedEFS");
        assertThat(policies.get("GrantEFSAccessfs-1-0")).contains("ClientMount").doesNotContain("ClientWrite");
        assertThat(policies.get("GrantEFSAccessvalue-of-EX-1")).contains("ClientMount", "ClientWrite", "fsap-9");
        assertThat(policies.get("GrantEFSAccessfs-2-2")).contains("ClientMount").doesNotContain("ClientWrite");
        assertThat(policies.get("GrantAccessCopilotManagedEFS"))
                .contains("ClientMount", "ClientWrite", "elasticfilesystem:AccessPointArn");
    }

    @Test
    void topicsOfTheEnvironmentReplaceTheOthers() {
        Vector vector = Vector.plain(IMAGE + HTTP + """
                publish: {topics: [{name: a}, {name: b}]}
                environments:
                  test:
                    publish: {topics: [{name: c, fifo: {content_based_deduplication: true}}]}
                """);

        assertThat(vector.topics())
                .extracting(topic -> text(topic, "topicname", "fifotopic", "contentbaseddeduplication"))
                .containsExactly("my-app-test-fe-c.fifo true true");
        assertThat(vector.variables())
                .containsEntry(
                        "COPILOT_SNS_TOPIC_ARNS",
                        "{\"c.fifo\":\"arn:aws:sns:us-west-2:123456789123:my-app-test-fe-c.fifo\"}");
    }

    @Test
    void aBackendServiceWithoutPortIsOnlyAClient() {
        Vector vector = Vector.backend("image: {location: nginx}\n");

        assertThat(vector.container(0).has("portmappings")).isFalse();
        assertThat(vector.ecsService().has("serviceregistries")).isFalse();
        assertThat(vector.ecsService().has("healthcheckgraceperiodseconds")).isFalse();
        assertThat(vector.discoveryServices()).hasSize(1);
        assertThat(vector.targetGroups()).isEmpty();
    }
}
