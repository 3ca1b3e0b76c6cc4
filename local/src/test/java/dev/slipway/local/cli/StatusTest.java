package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.cli.Status.Action;
import dev.slipway.local.cli.Status.Outcome;
import dev.slipway.local.cli.Status.Progress;
import org.junit.jupiter.api.Test;

class StatusTest {

    @Test
    void everyFieldOfTheContractIsRead() {
        Status status = Status.parse("""
                {"deployment": "test-api-1", "execution": "arn:aws:states:eu-west-1:1:execution:slipway:test-api-1",
                 "application": "demo", "environment": "test", "service": "api", "status": "ROLLED_BACK",
                 "trigger": {"type": "upload", "more": {"a": 1}},
                 "manifest": {"bucket": "b", "key": "test/api/manifest.yml", "versionId": "v1"},
                 "startedAt": "2026-11-22T18:00:00Z", "finishedAt": "2026-11-22T18:01:00Z",
                 "steps": [{"name": "target-group", "action": "update", "state": "undo-failed",
                            "resources": ["arn:aws:x"],
                            "changes": [{"path": "healthCheck.path", "before": "/", "after": "/health"}], "seconds": 0.8}],
                 "problems": [{"severity": "warning", "code": "unknown-key", "path": "http.pathh", "line": 7, "column": 3,
                               "message": "unknown", "hint": "did you mean path?"}],
                 "failure": {"step": "ecs-service", "error": "E", "message": "M", "reasons": ["r"]},
                 "endpoint": "https://api.example.com/",
                 "dns": [{"name": "api.example.com", "type": "CNAME", "value": "lb"}],
                 "image": "i@sha256:1", "taskDefinition": "arn:td", "kept": ["arn:secret"]}
                """);

        assertThat(status.status()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(status.isFinal()).isTrue();
        assertThat(status.isFor("v1")).isTrue();
        assertThat(status.steps().get(0).state()).isEqualTo(Progress.UNDO_FAILED);
        assertThat(status.steps().get(0).action()).isEqualTo(Action.UPDATE);
        assertThat(status.steps().get(0).seconds()).hasValue(0.8);
        assertThat(Wording.of(status.steps().get(0).changes().get(0)))
                .isEqualTo("healthCheck.path: \"/\" -> \"/health\"");
        assertThat(status.problems().get(0).line()).hasValue(7);
        assertThat(status.failure().orElseThrow().reasons()).containsExactly("r");
        assertThat(status.dns()).hasSize(1);
        assertThat(status.kept()).containsExactly("arn:secret");
    }

    @Test
    void whatIsAbsentOrNotKnownYetDoesNotDisturb() {
        Status status = Status.parse("""
                {"status": "HIBERNATING", "news": [], "steps": [{"name": "x", "action": "paint", "state": "wet"}]}
                """);

        assertThat(status.status()).isEqualTo(Outcome.UNKNOWN);
        assertThat(status.isFinal()).isFalse();
        assertThat(status.isFor("v1")).isFalse();
        assertThat(status.steps().get(0).action()).isEqualTo(Action.NONE);
        assertThat(status.steps().get(0).state()).isEqualTo(Progress.PENDING);
        assertThat(status.problems()).isEmpty();
    }

    @Test
    void anythingElseIsSaidToBeNoStatus() {
        assertThatThrownBy(() -> Status.parse("<html>")).isInstanceOf(IllegalArgumentException.class);
    }
}
