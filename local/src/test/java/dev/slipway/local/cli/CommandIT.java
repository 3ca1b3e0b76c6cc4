package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.local.LocalAws;
import dev.slipway.local.cli.Status.Outcome;
import dev.slipway.local.pipeline.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a local AWS with the whole pipeline; each test has a service of its own. */
class CommandIT {
    private static final LocalAws aws = Account.get().aws;

    private final CommandRun command = new CommandRun();

    @TempDir
    private Path directory;

    @Test
    void aManifestIsDeployedStepByStepAndOnceOnly() throws IOException {
        Path manifest = manifest("shop", "healthcheck: /ok");

        assertThat(command.run("deploy", manifest.toString(), "--endpoint", endpoint()))
                .as(command.err())
                .isZero();
        assertThat(command.out().strip().lines().reduce((first, last) -> last).orElseThrow())
                .startsWith("Deployed: http://");
        assertThat(command.out()).contains("ecs-service    ECS service        demo-test-shop");
        assertThat(command.err())
                .contains("target-group   created", "ecs-service    creating", "ecs-service    created");

        assertThat(command.run("deploy", manifest.toString(), "--endpoint", endpoint()))
                .isZero();
        assertThat(command.out()).contains("Nothing to change: http://");
    }

    @Test
    void aPlanTellsWhatADeploymentWouldDoAndDoesNotDoIt() throws IOException {
        String manifest = manifest("planned", "healthcheck: /ok").toString();

        assertThat(command.run("plan", manifest, "--endpoint", endpoint())).isEqualTo(2);
        assertThat(command.out()).contains("ecs-service    to create").contains("Nothing was changed.");
        assertThat(command.run("plan", manifest, "--endpoint", endpoint())).isEqualTo(2);
        assertThat(command.run("deploy", manifest, "--endpoint", endpoint())).isZero();
        assertThat(command.run("plan", manifest, "--endpoint", endpoint())).isZero();
        assertThat(command.out().strip()).isEqualTo("Nothing would change.");

        String changed = manifest("planned", "healthcheck: /health").toString();
        assertThat(command.run("plan", changed, "--endpoint", endpoint())).isEqualTo(2);
        assertThat(command.out()).contains("healthCheck.path: \"/ok\" -> \"/health\"");
    }

    @Test
    void whatOnlyThePipelineCanKnowIsShownAtItsPlaceInTheFile() throws IOException {
        Path manifest = manifest("secretive", "healthcheck: /ok\nsecrets:\n  KEY: /no/such/parameter");

        assertThat(command.run("deploy", manifest.toString(), "--endpoint", endpoint()))
                .isEqualTo(1);
        assertThat(command.err()).contains(manifest + ":10:8: error: ");
        assertThat(command.out()).startsWith("Rejected: nothing was changed. Cause: ");
    }

    @Test
    void asJsonTheResultIsTheStatusAndNothingElse() throws IOException {
        Path manifest = manifest("machine", "healthcheck: /ok");

        assertThat(command.run("deploy", manifest.toString(), "--endpoint", endpoint(), "--json"))
                .as(command.err())
                .isZero();

        Status status = Status.parse(command.out());
        assertThat(status.service()).hasValue("machine");
        assertThat(status.isFinal()).isTrue();
    }

    @Test
    void thePlanIsPrintedBeforeTheDeploymentThatItIsOf() throws IOException {
        Path manifest = manifest("announced", "healthcheck: /ok");
        assertThat(command.run("deploy", manifest.toString(), "--endpoint", endpoint()))
                .as(command.err())
                .isZero();

        assertThat(command.err())
                .containsSubsequence(
                        "Plan:",
                        "  target-group   to create",
                        "      + target group announced-",
                        "  ecs-service    to create",
                        "      + ECS service demo-test-announced",
                        "target-group   created");
        assertThat(command.out()).doesNotContain("Plan:");
    }

    @Test
    void whatWasDeployedIsToldAndAnEarlierVersionIsDeployedAgain() throws IOException {
        Files.writeString(directory.resolve("settings.env"), "COUNT=1\n");
        deployed(manifest("undecided", "healthcheck: /one\nenv_file: settings.env"));
        Files.writeString(directory.resolve("settings.env"), "COUNT=2\n");
        deployed(manifest("undecided", "healthcheck: /two\nenv_file: settings.env"));

        assertThat(command.run("status", "--endpoint", endpoint())).isZero();
        assertThat(command.out())
                .startsWith("ENVIRONMENT  SERVICE")
                .containsPattern("test +undecided +SUCCEEDED +20\\S+Z +public.ecr.aws/nginx/nginx:1.27 +http://");
        assertThat(command.run("status", "undecided", "--endpoint", endpoint())).isZero();
        assertThat(command.out())
                .startsWith("Service     undecided in test of demo")
                .contains("Deployed: http://");
        assertThat(command.run("status", "undecided", "--json", "--endpoint", endpoint()))
                .isZero();
        assertThat(Status.parse(command.out()).service()).hasValue("undecided");
        assertThat(command.run("status", "nobody", "--endpoint", endpoint())).isEqualTo(1);

        assertThat(command.run("history", "undecided", "--endpoint", endpoint()))
                .isZero();
        assertThat(command.out().lines()).hasSize(3);
        assertThat(command.run("history", "undecided", "--json", "--endpoint", endpoint()))
                .isZero();
        List<Status> past = new ArrayList<>();
        new JsonMapper().readTree(command.out()).forEach(one -> past.add(Status.parse(one.toString())));
        assertThat(past).extracting(Status::status).containsOnly(Outcome.SUCCEEDED);
        assertThat(command.run("history", "nobody", "--endpoint", endpoint())).isEqualTo(1);

        assertThat(command.run("rollback", "undecided", "--endpoint", endpoint()))
                .as(command.err())
                .isZero();
        assertThat(command.err()).contains("healthCheck.path: \"/two\" -> \"/one\"");
        assertThat(command.out()).contains("Deployed: http://");
        assertThat(envFile()).as("goes back with its manifest").isEqualTo("COUNT=1\n");
        String second = past.get(0).deployment().orElseThrow();
        assertThat(command.run("rollback", "undecided", second, "--json", "--endpoint", endpoint()))
                .as(command.err())
                .isZero();
        assertThat(command.err()).contains("healthCheck.path: \"/one\" -> \"/two\"");
        assertThat(envFile()).isEqualTo("COUNT=2\n");
        assertThat(Status.parse(command.out()).status()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(command.run("rollback", "undecided", "nonsense", "--endpoint", endpoint()))
                .isEqualTo(1);
        assertThat(command.err()).contains("There is no version nonsense");
    }

    private static String envFile() {
        return Account.get()
                .s3
                .getObjectAsBytes(r -> r.bucket(aws.details().bucket()).key("test/undecided/settings.env"))
                .asUtf8String();
    }

    private void deployed(Path manifest) {
        assertThat(command.run("deploy", manifest.toString(), "--endpoint", endpoint()))
                .as(command.err())
                .isZero();
    }

    @Test
    void aFunctionAnswersAnEvent() throws IOException {
        Path event = Files.writeString(directory.resolve("event.json"), "{\"detail-type\": \"Moonrise\"}");

        assertThat(command.run("invoke", "trigger", event.toString(), "--endpoint", endpoint()))
                .as(command.err())
                .isZero();
        assertThat(command.out()).contains("Moonrise");
    }

    private static String endpoint() {
        return aws.details().endpoint();
    }

    private Path manifest(String name, String more) throws IOException {
        String text = """
                name: %s
                type: Load Balanced Web Service
                image:
                  location: public.ecr.aws/nginx/nginx:1.27
                  port: 80
                http:
                  path: /%s
                  %s
                """.formatted(name, name, more);
        return Files.writeString(directory.resolve("manifest.yml"), text);
    }
}
