package dev.slipway.local.cli;

import static dev.slipway.local.cli.Statuses.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.cli.Documents.Key;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusLinesTest {
    private static final String DONE = """
            {"deployment": "test-web-1", "application": "demo", "environment": "test", "service": "web",
             "status": "SUCCEEDED", "trigger": {"type": "image"}, "manifest": {"versionId": "v1"},
             "startedAt": "2026-11-22T18:00:00.123Z", "finishedAt": "2026-11-22T18:01:05.4Z",
             "image": "nginx:1", "endpoint": "http://example.com/"}
            """;

    @Test
    void everyServiceHasALine() {
        List<Key> keys = List.of(new Key("prod", "api"), new Key("test", "web"));

        assertThat(StatusLines.table(keys, List.of(Optional.empty(), Optional.of(Document.of(DONE)))))
                .containsExactly(
                        "ENVIRONMENT  SERVICE  STATUS          WHEN                  IMAGE    ENDPOINT",
                        "prod         api      never deployed  -                     -        -",
                        "test         web      SUCCEEDED       2026-11-22T18:01:05Z  nginx:1  http://example.com/");
    }

    @Test
    void theHistoryTellsWhatARollbackWantsToKnow() {
        assertThat(StatusLines.history(List.of(Status.parse(DONE))))
                .containsExactly(
                        "WHEN                  STATUS     TOOK  CAUSE  DEPLOYMENT  VERSION  IMAGE",
                        "2026-11-22T18:01:05Z  SUCCEEDED  65 s  image  test-web-1  v1       nginx:1");
    }

    @Test
    void ofOneServiceEverythingIsTold() {
        assertThat(StatusLines.full(Status.parse(DONE)))
                .containsExactly(
                        "Service     web in test of demo",
                        "Status      SUCCEEDED, 2026-11-22T18:01:05Z, after 65 s",
                        "Cause       image",
                        "Deployment  test-web-1",
                        "Version     v1",
                        "",
                        "URL    http://example.com/",
                        "Image  nginx:1",
                        "",
                        "Deployed: http://example.com/");
    }

    @Test
    void ofADeploymentThatRunsItIsToldHowFarItIs() {
        Status status = Status.parse(of("IN_PROGRESS", Statuses.step("ecs-service", "create", "running"))
                .replaceFirst("\\{", "{\"rollout\": {\"desired\": 2, \"running\": 1},"));

        assertThat(StatusLines.full(status))
                .contains("Step        ecs-service, creating: 1 of 2 tasks run")
                .last()
                .asString()
                .startsWith("Still in progress: arn:");
    }
}
