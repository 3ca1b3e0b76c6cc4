package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.servicediscovery.model.DnsRecord;
import software.amazon.awssdk.services.servicediscovery.model.RecordType;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Whatever step fails, everything is as it was before, the status says so, and the next upload works. */
@Execution(ExecutionMode.CONCURRENT)
class RollbackIT {
    private static final String CAUSE = "refused by a test";

    private final Account account = Account.get();

    /** Step, function, the call that makes something, the call that changes it. */
    static Stream<Arguments> steps() {
        return Stream.of(
                Arguments.of(
                        "target-group",
                        "TargetGroup",
                        "elasticloadbalancing:CreateTargetGroup",
                        "elasticloadbalancing:ModifyTargetGroup"),
                Arguments.of(
                        "listener-rule",
                        "ListenerRule",
                        "elasticloadbalancing:CreateRule",
                        "elasticloadbalancing:CreateRule"),
                Arguments.of("parameters", "Parameters", "ssm:PutParameter", "ssm:PutParameter"),
                Arguments.of("ecs-service", "EcsService", "ecs:CreateService", "ecs:UpdateService"),
                Arguments.of(
                        "alarms",
                        "Alarms",
                        "application-autoscaling:PutScalingPolicy",
                        "application-autoscaling:PutScalingPolicy"));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aStepThatFailsLeavesEverythingAsItWas(String step, String function, String creation, String change) {
        TestedService service = new TestedService(account, "rb-" + step);

        fail(service, function, creation, step, Manifests.first(service.name));
        succeed(service, Manifests.first(service.name));
        fail(service, function, change, step, Manifests.second(service.name));
        succeed(service, Manifests.second(service.name));
    }

    @Test
    void aDiscoveryEntryThatFailsLeavesEverythingAsItWas() {
        TestedService service = new TestedService(account, "rb-discovery");
        fail(service, "Discovery", "servicediscovery:CreateService", "discovery", Manifests.first(service.name));
        succeed(service, Manifests.first(service.name));

        // A manifest never changes the entry; what somebody else has changed of it is put right.
        String id = service.snapshot().only("discovery-service").path("Id").asText();
        DnsRecord record = DnsRecord.builder().type(RecordType.A).ttl(5L).build();
        account.cloudMap.updateService(
                r -> r.id(id).service(c -> c.description("something else").dnsConfig(dns -> dns.dnsRecords(record))));

        Snapshot before = service.snapshot();
        refuse(service, "Discovery", "servicediscovery:UpdateService");
        rolledBack(service, before, "discovery", service.deploy(Manifests.second(service.name)));
        succeed(service, Manifests.second(service.name));
    }

    @Test
    void aCertificateThatCannotBePutOnTheListenerLeavesEverythingAsItWas() {
        TestedService service = new TestedService(account, "rb-certificate");
        account.certificate(service.name + ".one.test");
        account.certificate(service.name + ".two.test");
        String alias = "  alias: " + service.name + ".one.test\n";
        String manifest = Manifests.first(service.name).replace("  path:", alias + "  path:");

        Snapshot before = service.snapshot();
        refuse(service, "Certificate", "elasticloadbalancing:AddListenerCertificates");
        rolledBack(service, before, "certificate", service.deploy(manifest));
        succeed(service, manifest);

        before = service.snapshot();
        refuse(service, "Certificate", "elasticloadbalancing:AddListenerCertificates");
        String changed = manifest.replace("one.test", "two.test");
        rolledBack(service, before, "certificate", service.deploy(changed));
        succeed(service, changed);
    }

    @Test
    void aRolloutThatFailsLeavesEverythingAsItWasAndSaysWhyTasksStopped() {
        TestedService service = new TestedService(account, "rb-rollout");
        Snapshot before = service.snapshot();
        Deployed failed = service.deploy(Manifests.first(service.name).replace("nginx:1.27", "broken:1"));
        assertFailed(service, before, "ecs-service", failed);
        assertThat(failed.status().path("failure").path("reasons").toString()).contains("CannotPullContainerError");
        succeed(service, Manifests.first(service.name));

        before = service.snapshot();
        failed = service.deploy(Manifests.second(service.name).replace("nginx:1.28", "broken:2"));
        assertFailed(service, before, "ecs-service", failed);
        assertThat(failed.status().path("failure").path("reasons").toString()).contains("CannotPullContainerError");
        succeed(service, Manifests.second(service.name));
    }

    private void fail(TestedService service, String function, String call, String step, String manifest) {
        Snapshot before = service.snapshot();
        refuse(service, function, call);
        rolledBack(service, before, step, service.deploy(manifest));
    }

    private void refuse(TestedService service, String function, String call) {
        account.fault(service.fault(function, call).refused(400, "ValidationError", CAUSE));
    }

    private static void rolledBack(TestedService service, Snapshot before, String step, Deployed deployed) {
        assertFailed(service, before, step, deployed);
        assertThat(deployed.status().path("failure").path("message").asText()).contains(CAUSE);
    }

    private static void assertFailed(TestedService service, Snapshot before, String step, Deployed deployed) {
        assertThat(deployed.outcome()).as(deployed.toString()).isEqualTo("ROLLED_BACK");
        assertThat(deployed.execution()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(deployed.status().path("failure").path("step").asText()).isEqualTo(step);
        assertThat(deployed.step(step).path("state").asText()).isIn("failed", "undone");
        assertThat(service.isLocked()).isFalse();
        assertThat(before.differencesTo(service.snapshot())).isEmpty();
    }

    private static void succeed(TestedService service, String manifest) {
        Deployed deployed = service.deploy(manifest);
        assertThat(deployed.outcome()).as(deployed.toString()).isEqualTo("SUCCEEDED");
    }
}
