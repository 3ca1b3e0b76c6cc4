package dev.slipway.local.cli;

import static dev.slipway.local.cli.Statuses.status;
import static dev.slipway.local.cli.Statuses.step;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void aDeploymentEndsWithWhatExistsWhatIsLeftToDoAndTheUrl() {
        Status status = Status.parse("""
                {"service": "web", "environment": "test", "status": "SUCCEEDED",
                 "steps": [
                  {"name": "certificate", "action": "none", "state": "done"},
                  {"name": "target-group", "action": "create", "state": "done",
                   "resources": ["arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web-ab12/6d0e"]},
                  {"name": "ecs-service", "action": "create", "state": "done",
                   "resources": ["arn:aws:ecs:eu-west-1:1:service/demo-test/demo-test-web",
                                 "arn:aws:logs:eu-west-1:1:log-group:/copilot/demo-test-web"]}],
                 "endpoint": "https://web.example.com/", "image": "demo/web@sha256:1",
                 "dns": [{"name": "web.example.com", "type": "CNAME", "value": "demo.elb.amazonaws.com"}],
                 "kept": ["arn:aws:ssm:eu-west-1:1:parameter/copilot/demo/test/secrets/KEY"]}
                """);

        assertThat(String.join("\n", Report.result(status)) + "\n").isEqualTo("""
                        STEP          RESOURCE      NAME
                        target-group  target group  web-ab12
                        ecs-service   ECS service   demo-test-web
                        ecs-service   log group     /copilot/demo-test-web

                        URL    https://web.example.com/
                        Image  demo/web@sha256:1

                        DNS records to set, unless they are:
                          NAME             TYPE   VALUE
                          web.example.com  CNAME  demo.elb.amazonaws.com

                        Kept, because it is data or shared:
                          parameter /copilot/demo/test/secrets/KEY

                        Deployed: https://web.example.com/
                        """);
    }

    @Test
    void aRollbackSaysThatAllIsAsBeforeAndWhy() {
        Status status = Status.parse("""
                {"service": "web", "environment": "test", "status": "ROLLED_BACK",
                 "steps": [{"name": "certificate", "action": "none", "state": "undone"},
                           {"name": "target-group", "action": "create", "state": "undone"},
                           {"name": "ecs-service", "action": "create", "state": "failed"}],
                 "failure": {"step": "ecs-service", "error": "RolloutFailed", "message": "the tasks did not start",
                             "reasons": ["task stopped: CannotPullContainerError", "1 of 2 attempts"]}}
                """);

        assertThat(Report.failure(status))
                .containsExactly(
                        "Failed in step ecs-service: the tasks did not start",
                        "  - task stopped: CannotPullContainerError",
                        "  - 1 of 2 attempts",
                        "Undone: target-group, ecs-service");
        assertThat(Report.result(status))
                .containsExactly("Rolled back: everything is as it was before. Cause: the tasks did not start");
    }

    @Test
    void aRollbackThatFailedNamesWhatCouldNotBePutBack() {
        Status status = status("ROLLBACK_FAILED", step("listener-rule", "create", "undo-failed"));

        assertThat(Report.failure(status)).containsExactly("Could not be undone: listener-rule");
        assertThat(Report.verdict(status)).startsWith("Rollback failed: not everything could be put back.");
    }

    @Test
    void aRejectionNamesItsFirstErrorAndDoesNotRepeatTheProblems() {
        Status status = Status.parse("""
                {"status": "REJECTED", "failure": {"message": "no such secret"},
                 "problems": [{"severity": "warning", "message": "doubtful"}, {"severity": "error", "message": "no such secret"}]}
                """);

        assertThat(Report.failure(status)).isEmpty();
        assertThat(Report.result(status)).containsExactly("Rejected: nothing was changed. Cause: no such secret");
    }

    @Test
    void theLastLineSaysWhatIsTrueNow() {
        assertThat(Report.verdict(status("SUCCEEDED"))).isEqualTo("Deployed: web in test");
        assertThat(Report.verdict(status("UNCHANGED"))).isEqualTo("Nothing to change: web in test");
        assertThat(Report.verdict(status("REJECTED"))).isEqualTo("Rejected: nothing was changed.");
        assertThat(Report.verdict(status("REMOVED"))).isEqualTo("Removed: web in test");
        assertThat(Report.verdict(status("SUPERSEDED"))).startsWith("Superseded:");
        assertThat(Report.verdict(status("IN_PROGRESS"))).startsWith("Still in progress: arn:");
    }

    @Test
    void aPlanShowsOnlyWhatWouldChangeAndHow() {
        Status status = Status.parse("""
                {"status": "PLANNED", "steps": [
                  {"name": "certificate", "action": "none", "state": "pending"},
                  {"name": "target-group", "action": "update", "state": "pending",
                   "changes": [{"path": "healthCheck.path", "before": "/", "after": "/health"},
                               {"path": "stickiness", "after": true}]},
                  {"name": "alarms", "action": "create", "state": "pending"}]}
                """);

        assertThat(Report.plan(status))
                .containsExactly(
                        "target-group   to update",
                        "    healthCheck.path: \"/\" -> \"/health\"",
                        "    stickiness: (none) -> true",
                        "alarms         to create",
                        "",
                        "Planned: target-group to update, alarms to create. Nothing was changed.");
    }

    @Test
    void aPlanNamesEachResourceWithWhatIsDoneToItAndWhy() {
        Status status = Status.parse("""
                {"status": "PLANNED", "steps": [
                  {"name": "target-group", "action": "replace", "state": "pending",
                   "planned": [{"kind": "target-group", "name": "web-2", "action": "replace", "because": "a port is for life"},
                               {"kind": "target-group", "name": "web-1", "action": "remove"}],
                   "changes": [{"resource": "target-group web-2", "path": "port", "before": 80, "after": 8080}]},
                  {"name": "listener-rule", "action": "create", "state": "pending",
                   "planned": [{"kind": "listener-rule", "action": "create",
                                "name": "arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/demo/1/2 forward path-pattern=/"}]},
                  {"name": "ecs-service", "action": "update", "state": "pending",
                   "planned": [{"kind": "task-definition", "name": "demo-test-web:+0a1b", "action": "create"},
                               {"kind": "ecs-service", "name": "demo-test-web", "action": "update"}],
                   "changes": [{"resource": "ecs-service demo-test-web", "path": "tasks", "before": 1, "after": 2}]}]}
                """);

        assertThat(PlanLines.of(status))
                .containsExactly(
                        "target-group   to replace",
                        "    + target group web-2 in the place of another: a port is for life",
                        "        port: 80 -> 8080",
                        "    - target group web-1",
                        "listener-rule  to create",
                        "    + listener rule app/demo/1/2 forward path-pattern=/",
                        "ecs-service    to update",
                        "    + task definition demo-test-web, a new revision",
                        "    ~ ECS service demo-test-web",
                        "        tasks: 1 -> 2");
    }

    @Test
    void aFailureShowsItsEvidenceOnceTheLogBelowAndWhatToDoNext() {
        Status status = Status.parse("""
                {"status": "ROLLED_BACK", "failure": {"step": "ecs-service", "message": "not steady: task 1 stopped",
                   "reasons": ["task 1 stopped",
                     "target group arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web-ab12/6d0e is empty",
                     "log of web: no database", "log of web: bye"],
                   "hint": "start the database"}}
                """);

        assertThat(Report.failure(status))
                .containsExactly(
                        "Failed in step ecs-service: not steady: task 1 stopped",
                        "  - target group web-ab12 is empty",
                        "  Last lines of the log of web:",
                        "    | no database",
                        "    | bye",
                        "Next: start the database");
    }

    @Test
    void aPlanWithoutChangesSaysSo() {
        assertThat(Report.plan(status("PLANNED", step("certificate", "none", "pending"))))
                .containsExactly("Nothing would change.");
    }
}
