package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.resource.EcsService.Attachment;
import dev.slipway.resource.EcsService.CapacityProvider;
import dev.slipway.resource.EcsService.Endpoint;
import dev.slipway.resource.EcsService.Registry;
import dev.slipway.resource.EcsService.Replacement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedEcsServiceTest {
    private static final EcsServices KIND = new EcsServices(null, null, null, null, null);

    private static EcsService wanted(Service service) {
        return KIND.desired(service, new Existing()).get(0);
    }

    private static EcsService wanted(String more) {
        return wanted(TestService.of(TestService.BASE, more));
    }

    private static List<String> targets(EcsService service) {
        return service.loadBalancers().stream()
                .map(attachment -> attachment.container() + ":" + attachment.port())
                .toList();
    }

    @Test
    void theBaseRunsOneTaskOnFargateBehindItsTargetGroup() {
        Service service = TestService.of(TestService.BASE, "");
        EcsService wanted = wanted(service);

        assertThat(wanted.name()).isEqualTo("my-app-test-fe");
        assertThat(wanted.taskDefinition()).startsWith("my-app-test-fe:+");
        assertThat(wanted.tasks()).isEqualTo(1);
        assertThat(wanted.autoscaled()).isFalse();
        assertThat(wanted.capacityProviders()).isEmpty();
        assertThat(wanted.platformVersion()).isEqualTo("LATEST");
        assertThat(wanted.replacement()).isEqualTo(new Replacement(100, 200, true));
        assertThat(wanted.rollbackAlarms().names()).isEmpty();
        assertThat(wanted.network().publicIp()).isTrue();
        assertThat(wanted.network().subnets().names()).containsExactly("subnet-a", "subnet-b");
        assertThat(wanted.network().securityGroups().names()).containsExactly("sg-env");
        assertThat(wanted.loadBalancers())
                .containsExactly(new Attachment(
                        "fe",
                        80,
                        TargetGroups.of(service, new Existing()).get(0).name()));
        assertThat(wanted.registry()).contains(new Registry("fe", 80));
        assertThat(wanted.connect()).isEmpty();
        assertThat(wanted.executeCommand()).isFalse();
        assertThat(wanted.gracePeriod()).hasValue(60);
        assertThat(wanted.propagateTags()).isEqualTo("SERVICE");
        assertThat(wanted.tags()).containsEntry("copilot-service", "fe");
    }

    @ParameterizedTest
    @CsvSource({
        "'count: {spot: 5}', 5, FARGATE_SPOT:0:1, ''",
        "'count: {range: {min: 3, max: 10, spot_from: 0}, cpu_percentage: 50}', 3, FARGATE_SPOT:0:1, ''",
        "'count: {range: {min: 3, max: 10, spot_from: 2}, cpu_percentage: 50}', 3, FARGATE_SPOT:0:1, ''",
        "'count: {range: {min: 3, max: 10, spot_from: 3}, cpu_percentage: 50}', 3, FARGATE_SPOT:0:1, FARGATE:2:0",
        "'count: {range: {min: 3, max: 10, spot_from: 4}, cpu_percentage: 50}', 3, FARGATE_SPOT:0:1, FARGATE:3:0",
        "'count: {range: {min: 3, max: 10, spot_from: 6}, cpu_percentage: 50}', 3, FARGATE_SPOT:0:1, FARGATE:5:0",
        "'count: {range: 3-10, cpu_percentage: 50}', 3, '', ''"
    })
    void theCountDecidesOnCapacityProviders(String count, int tasks, String first, String second) {
        EcsService wanted = wanted(count + "\n");

        assertThat(wanted.tasks()).isEqualTo(tasks);
        assertThat(wanted.autoscaled()).isEqualTo(count.contains("range"));
        assertThat(wanted.capacityProviders().stream()
                        .map(provider -> provider.name() + ":" + provider.base() + ":" + provider.weight()))
                .containsExactlyElementsOf(List.of(first, second).stream()
                        .filter(s -> !s.isEmpty())
                        .toList());
    }

    @Test
    void anAutoscaledServiceKeepsTheNumberOfTasksThatItHasReached() {
        Service service = TestService.of(TestService.BASE, "count: {range: 1-9, cpu_percentage: 50}\n");
        EcsService reached = wanted(service).withTasks(7, true);
        Existing existing = new Existing();
        existing.add(KIND, List.of(new Found<>(reached, "arn")));

        assertThat(KIND.desired(service, existing).get(0).tasks()).isEqualTo(7);
        assertThat(KIND.desired(TestService.of(TestService.BASE, "count: 2\n"), existing)
                        .get(0)
                        .tasks())
                .isEqualTo(2);
    }

    @Test
    void aNumberThatAutoscalingReachedIsGivenUpOnlyAtTheEnd() {
        EcsService reached = wanted("").withTasks(7, true);
        EcsService fixed = wanted("count: 2\n");

        assertThat(KIND.interim(reached, fixed)).isEqualTo(fixed.withTasks(7, true));
        assertThat(KIND.interim(fixed, fixed)).isEqualTo(fixed);
    }

    @Test
    void everyRuleAndListenerAttachesTheContainerThatAnswers() {
        EcsService wanted = wanted(TestService.service().of("""
                        name: fe
                        type: Load Balanced Web Service
                        image: {location: nginx, port: 80}
                        http:
                          path: /
                          target_port: 8081
                          additional_rules:
                            - {path: a, target_port: 8082}
                            - {path: b, target_container: nginx, target_port: 9000}
                            - {path: c, target_container: nginx}
                        nlb:
                          port: 443/tls
                          target_port: 80
                          additional_listeners:
                            - {port: 8090/tcp}
                        sidecars:
                          nginx: {image: nginx, port: 81}
                        """));

        assertThat(targets(wanted)).containsExactly("fe:80", "fe:8081", "fe:8082", "fe:8090", "nginx:81", "nginx:9000");
        assertThat(wanted.loadBalancers().stream().map(Attachment::targetGroup)).doesNotHaveDuplicates();
        assertThat(wanted.registry()).contains(new Registry("fe", 8081));
    }

    @Test
    void serviceConnectOffersTheTargetOfTheMainRule() {
        EcsService wanted = wanted("network: {connect: true}\n");

        assertThat(wanted.connect()).hasValueSatisfying(connect -> {
            assertThat(connect.namespace()).isEqualTo("test.my-app.local");
            assertThat(connect.logOptions())
                    .containsEntry("awslogs-group", "/copilot/my-app-test-fe")
                    .containsEntry("awslogs-stream-prefix", "copilot");
            assertThat(connect.endpoints()).containsExactly(new Endpoint("target", "fe-sc", 80, "fe"));
        });
        assertThat(wanted("network: {connect: {alias: front}}\n")
                        .connect()
                        .get()
                        .endpoints())
                .containsExactly(new Endpoint("target", "fe-sc", 80, "front"));
    }

    @Test
    void aBackendServiceWithoutPortIsAMereClient() {
        EcsService wanted = wanted(TestService.service()
                .of("name: be\ntype: Backend Service\nimage: {location: nginx}\nnetwork: {connect: true}\n"));

        assertThat(wanted.connect().get().endpoints()).isEmpty();
        assertThat(wanted.registry()).isEmpty();
        assertThat(wanted.loadBalancers()).isEmpty();
        assertThat(wanted.gracePeriod()).isEqualTo(OptionalInt.empty());
    }

    @Test
    void placementAndSecurityGroupsAreTheManifests() {
        EcsService wanted =
                wanted(TestService.service().export("X", "sg-exported").of(TestService.BASE + """
                        network:
                          vpc:
                            placement: private
                            security_groups: {deny_default: true, groups: [sg-1, {from_cfn: X}]}
                        """));

        assertThat(wanted.network().publicIp()).isFalse();
        assertThat(wanted.network().securityGroups().names()).containsExactly("sg-1", "sg-exported");
    }

    @Test
    void recreateAlarmsExecAndGracePeriodArrive() {
        EcsService wanted = wanted(TestService.service().of("""
                        name: fe
                        type: Load Balanced Web Service
                        image: {location: nginx, port: 80}
                        http: {path: /, healthcheck: {grace_period: 30s}}
                        exec: true
                        deployment:
                          rolling: recreate
                          rollback_alarms: {cpu_utilization: 70.5, memory_utilization: 0}
                        """));

        assertThat(wanted.replacement()).isEqualTo(new Replacement(0, 100, true));
        assertThat(wanted.rollbackAlarms().names())
                .containsExactly("my-app-test-fe-CopilotRollbackCPUAlarm", "my-app-test-fe-CopilotRollbackMemAlarm");
        assertThat(wanted.executeCommand()).isTrue();
        assertThat(wanted.gracePeriod()).hasValue(30);
        assertThat(wanted("deployment: {rollback_alarms: [mine]}\n")
                        .rollbackAlarms()
                        .names())
                .containsExactly("mine");
    }

    @Test
    void windowsRunsOnItsOwnPlatformVersion() {
        assertThat(wanted("platform: windows/amd64\ncpu: 1024\nmemory: 2048\n").platformVersion())
                .isEqualTo("1.0.0");
    }

    @Test
    void aServiceKeepsItsNameWhoeverGaveIt() {
        Service service = TestService.of(TestService.BASE, "");
        EcsService copilots = named(wanted(service), "my-app-test-fe-Service-abc");

        assertThat(EcsServices.nameOf(service, existing(copilots))).isEqualTo("my-app-test-fe-Service-abc");
        assertThat(EcsServices.nameOf(service, new Existing())).isEqualTo("my-app-test-fe");
    }

    @Test
    void aTargetGroupThatIsReplacedMeansASecondServiceUnderTheOtherName() {
        Service before = TestService.of(TestService.BASE, "");
        Service after = TestService.service().of(TestService.BASE.replace("port: 80", "port: 8080"));
        EcsService first = wanted(before);

        assertThat(EcsServices.nameOf(after, existing(first))).isEqualTo("my-app-test-fe-b");
        assertThat(EcsServices.nameOf(before, existing(named(wanted(after), "my-app-test-fe-b"))))
                .isEqualTo("my-app-test-fe");
        assertThat(EcsServices.nameOf(after, existing(named(first, "my-app-test-fe-Service-abc"))))
                .isEqualTo("my-app-test-fe");
    }

    @Test
    void oneMoreTargetGroupNeedsNoSecondService() {
        EcsService first = wanted("");
        Service after =
                TestService.service().of(TestService.BASE + "  additional_rules: [{path: other, target_port: 81}]\n");

        assertThat(EcsServices.nameOf(after, existing(first))).isEqualTo("my-app-test-fe");
    }

    @Test
    void whatTheDeadLeftBehindDoesNotForceASecondService() {
        EcsService first = wanted("");
        EcsService withoutGroup = new EcsService(
                first.name(),
                first.taskDefinition(),
                1,
                false,
                List.<CapacityProvider>of(),
                "LATEST",
                first.replacement(),
                first.rollbackAlarms(),
                first.network(),
                List.of(new Attachment("fe", 80, "arn:aws:elasticloadbalancing:x:1:targetgroup/gone/1")),
                Optional.empty(),
                Optional.empty(),
                false,
                OptionalInt.of(60),
                "SERVICE",
                first.tags());

        assertThat(EcsServices.nameOf(TestService.of(TestService.BASE, ""), existing(withoutGroup)))
                .isEqualTo("my-app-test-fe");
    }

    @Test
    void aServiceThatOffersAnEndpointStaysSinceTwoCannotOfferIt() {
        EcsService first = wanted("network: {connect: true}\n");
        Service after = TestService.service()
                .of(TestService.BASE.replace("port: 80", "port: 8080") + "network: {connect: true}\n");

        assertThat(EcsServices.nameOf(after, existing(first))).isEqualTo("my-app-test-fe");
    }

    private static Existing existing(EcsService... services) {
        Existing existing = new Existing();
        existing.add(
                KIND,
                List.of(services).stream()
                        .map(service -> new Found<>(service, "arn:" + service.name()))
                        .toList());
        return existing;
    }

    private static EcsService named(EcsService service, String name) {
        return new EcsService(
                name,
                service.taskDefinition(),
                service.tasks(),
                service.autoscaled(),
                service.capacityProviders(),
                service.platformVersion(),
                service.replacement(),
                service.rollbackAlarms(),
                service.network(),
                service.loadBalancers(),
                service.registry(),
                service.connect(),
                service.executeCommand(),
                service.gracePeriod(),
                service.propagateTags(),
                service.tags());
    }
}
