package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.Eventually;
import dev.slipway.local.gateway.Fault;
import dev.slipway.local.gateway.Fault.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** One deployment of a service at a time, the newest wins, and none that dies leaves anything behind. */
@Execution(ExecutionMode.CONCURRENT)
class LocksIT {
    private final Account account = Account.get();

    @Test
    void ofManyUploadsTheNewestWinsAndNoneIsLost() {
        TestedService service = new TestedService(account, "burst");
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            versions.add(service.upload(coloured(service, "colour" + i)));
        }

        List<Deployed> ended = versions.stream().map(service::uploaded).toList();

        assertThat(ended.get(9).outcome()).as(ended.get(9).toString()).isEqualTo("SUCCEEDED");
        assertThat(ended.subList(0, 9)).extracting(Deployed::outcome).isSubsetOf("SUPERSEDED", "SUCCEEDED");
        assertThat(ended.stream()
                        .filter(one -> one.outcome().equals("SUCCEEDED"))
                        .map(one -> one.status().path("finishedAt").asText()))
                .as("what was deployed was deployed in the order of the uploads")
                .isSorted();
        assertThat(ended).extracting(Deployed::execution).containsOnly(ExecutionStatus.SUCCEEDED);
        assertThat(service.snapshot().only("task-definition").toString()).contains("colour9");
        assertThat(service.status().orElseThrow().path("deployment").asText())
                .isEqualTo(ended.get(9).id());
        assertThat(service.isLocked()).isFalse();
    }

    @Test
    void aSecondUploadWaitsForTheFirst() {
        TestedService service = new TestedService(account, "waiting");
        Fault held = hold(service, "Parameters", "ssm:PutParameter");
        String first = service.upload(coloured(service, "red"));
        awaitStruck(held);
        String second = service.upload(coloured(service, "blue"));
        Eventually.isTrue("the second is under way", () -> service.execution(service.idOfUpload(second))
                .isPresent());
        account.aws.gateway().faults().letGo(held);

        Deployed one = service.uploaded(first);
        Deployed two = service.uploaded(second);

        assertThat(one.outcome()).as(one.toString()).isEqualTo("SUCCEEDED");
        assertThat(two.outcome()).as(two.toString()).isEqualTo("SUCCEEDED");
        assertThat(two.step("ecs-service").path("action").asText()).isEqualTo("update");
        assertThat(service.snapshot().only("task-definition").toString()).contains("blue");
    }

    @Test
    void aRepeatedEventChangesNothing() {
        TestedService service = new TestedService(account, "repeated");
        String version = service.upload(Manifests.small(service.name));
        service.uploaded(version);
        Object mark = service.mark();

        String answer = account.invoke("TriggerFunction", """
                {"detail-type": "Object Created", "source": "aws.s3", "detail": {"bucket": {"name": "%s"},
                 "object": {"key": "%s", "version-id": "%s"}}}""".formatted(account.bucket(), service.key(), version));

        assertThat(answer).contains("\"deployments\":[]", "already");
        assertThat(service.changesSince(mark)).isEmpty();
    }

    @Test
    void aDeletionThatWasTakenBackRemovesNothing() {
        TestedService service = new TestedService(account, "taken-back");
        Fault held = hold(service, "Acquire", "dynamodb:PutItem");
        String first = service.upload(coloured(service, "red"));
        awaitStruck(held);
        String marker = service.delete();
        String second = service.upload(coloured(service, "blue"));
        account.aws.gateway().faults().letGo(held);

        assertThat(service.removed(marker).outcome()).isEqualTo("SUPERSEDED");
        assertThat(service.uploaded(second).outcome()).isEqualTo("SUCCEEDED");
        assertThat(service.uploaded(first).outcome()).isIn("SUPERSEDED", "SUCCEEDED");
        assertThat(service.snapshot().only("task-definition").toString()).contains("blue");
    }

    @Test
    void anUploadThatIsDeletedAtOnceLeavesNothing() {
        TestedService service = new TestedService(account, "at-once");
        String version = service.upload(Manifests.small(service.name));
        String marker = service.delete();

        assertThat(service.removed(marker).outcome()).isEqualTo("REMOVED");
        assertThat(service.uploaded(version).outcome()).isIn("SUPERSEDED", "SUCCEEDED");
        assertThat(service.snapshot().names()).isEmpty();
        assertThat(service.isLocked()).isFalse();
    }

    /** The function is in the middle of a call while its execution is stopped, and goes on afterwards. */
    @ParameterizedTest
    @CsvSource({
        "stop-rule,   ListenerRule, elasticloadbalancing:CreateRule",
        "stop-params, Parameters,   ssm:PutParameter",
        "stop-ecs,    EcsService,   ecs:CreateService",
        "stop-alarms, Alarms,       application-autoscaling:RegisterScalableTarget"
    })
    void aDeploymentThatIsStoppedIsUndone(String name, String function, String call) {
        TestedService service = new TestedService(account, name);
        Snapshot before = service.snapshot();
        Fault held = hold(service, function, call);
        String version = service.upload(Manifests.first(service.name));
        awaitStruck(held);

        String recovery = service.stop(service.idOfUpload(version), 1);
        service.awaitState(recovery, "WaitForLock");
        account.aws.gateway().faults().letGo(held);

        assertRecovered(service, before, service.ended(recovery));
        assertThat(service.deploy(Manifests.first(service.name)).outcome()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aDeploymentThatIsStoppedWhileItPlansChangesNothing() {
        TestedService service = new TestedService(account, "stop-plan");
        Fault held = hold(service, "Plan", "dynamodb:TransactWriteItems");
        String version = service.upload(Manifests.small(service.name));
        awaitStruck(held);

        String recovery = service.stop(service.idOfUpload(version), 1);
        Deployed recovered = service.ended(recovery);
        account.aws.gateway().faults().letGo(held);

        assertThat(recovered.outcome()).as(recovered.toString()).isEqualTo("ROLLED_BACK");
        assertThat(recovered.status().path("failure").path("error").asText()).isEqualTo("ExecutionStopped");
        assertThat(service.snapshot().names()).isEmpty();
        assertThat(service.isLocked()).isFalse();
        assertThat(service.deploy(Manifests.small(service.name)).outcome()).isEqualTo("SUCCEEDED");
        assertThat(service.statuses(service.idOfUpload(version)))
                .as("what the plan still did after it was stopped")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "died-acquire, Acquire, dynamodb:PutItem",
        "died-plan,    Plan,    dynamodb:TransactWriteItems",
        "died-record,  Record,  events:PutEvents"
    })
    void aFunctionThatDiesWhereItCanBeRepeatedIsRepeated(String name, String function, String call) {
        TestedService service = new TestedService(account, name);
        account.fault(service.fault(function, call).with(Effect.KILL_AFTER));

        Deployed made = service.deploy(Manifests.small(service.name));

        assertThat(made.outcome()).as(made.toString()).isEqualTo("SUCCEEDED");
        assertThat(service.isLocked()).isFalse();
    }

    @Test
    void aRolloutThatHangsCanBeStopped() {
        TestedService service = new TestedService(account, "stop-hanging");
        service.deploy(Manifests.first(service.name));
        Snapshot before = service.snapshot();
        account.steerRollout(service.ecsService(), "hang", 1);
        String version = service.upload(Manifests.second(service.name));
        service.awaitState(service.idOfUpload(version), "WaitForRollout");

        assertRecovered(service, before, service.ended(service.stop(service.idOfUpload(version), 1)));
        assertThat(service.deploy(Manifests.second(service.name)).outcome()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aRecoveryThatIsStoppedIsRecoveredToo() {
        TestedService service = new TestedService(account, "stop-recovery");
        Snapshot before = service.snapshot();
        Fault first = hold(service, "EcsService", "ecs:CreateService");
        String version = service.upload(Manifests.first(service.name));
        awaitStruck(first);
        String recovery = service.stop(service.idOfUpload(version), 1);
        Fault second = hold(service, "EcsService", "logs:DeleteLogGroup");
        account.aws.gateway().faults().letGo(first);
        awaitStruck(second);

        String again = service.stop(recovery, 2);
        account.aws.gateway().faults().letGo(second);

        assertRecovered(service, before, service.ended(again));
        assertThat(service.deploy(Manifests.first(service.name)).outcome()).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @CsvSource({
        "crash-before, KILL_BEFORE, EcsService, ecs:CreateService",
        "crash-after,  KILL_AFTER,  EcsService, ecs:CreateService",
        "crash-rule,   KILL_AFTER,  ListenerRule, elasticloadbalancing:CreateRule"
    })
    void aFunctionThatDiesInACallIsUndone(String name, Effect effect, String function, String call) {
        TestedService service = new TestedService(account, name);
        Snapshot before = service.snapshot();
        account.fault(service.fault(function, call).with(effect));

        Deployed failed = service.deploy(Manifests.first(service.name));

        assertThat(failed.outcome()).as(failed.toString()).isEqualTo("ROLLED_BACK");
        assertThat(before.differencesTo(service.snapshot())).isEmpty();
        assertThat(service.isLocked()).isFalse();
        assertThat(service.deploy(Manifests.first(service.name)).outcome()).isEqualTo("SUCCEEDED");
    }

    private static void assertRecovered(TestedService service, Snapshot before, Deployed recovered) {
        assertThat(recovered.outcome()).as(recovered.toString()).isEqualTo("ROLLED_BACK");
        assertThat(service.status().orElseThrow().path("status").asText()).isEqualTo("ROLLED_BACK");
        assertThat(before.differencesTo(service.snapshot())).isEmpty();
        assertThat(service.isLocked()).isFalse();
    }

    private static String coloured(TestedService service, String colour) {
        return Manifests.small(service.name) + "variables:\n  COLOUR: " + colour + "\n";
    }

    private Fault hold(TestedService service, String function, String call) {
        Fault held = service.fault(function, call).with(Effect.HOLD);
        account.fault(held);
        return held;
    }

    private void awaitStruck(Fault fault) {
        Eventually.get("the call is held", TestedService.LIMIT, () -> Optional.of(fault)
                .filter(one -> account.aws.gateway().faults().fired().get(one) > 0));
    }
}
