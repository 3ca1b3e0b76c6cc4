package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.LocalAws;
import dev.slipway.local.Options;
import dev.slipway.local.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a local AWS with the whole pipeline; each test has a service of its own. */
class CommandIT {
    private static LocalAws aws;

    private final CommandRun command = new CommandRun();

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws IOException {
        aws = LocalAws.start(Options.of(Project.find()));
    }

    @AfterAll
    static void end() {
        aws.close();
    }

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
                .contains("target-group   creating", "target-group   created", "ecs-service    created");

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
