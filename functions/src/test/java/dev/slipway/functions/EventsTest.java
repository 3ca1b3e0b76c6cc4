package dev.slipway.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.aws.Mocks;
import dev.slipway.aws.ServiceId;
import dev.slipway.deployment.Bucket;
import dev.slipway.deployment.Deployment;
import dev.slipway.deployment.Executions;
import dev.slipway.deployment.FakeTable;
import dev.slipway.deployment.Json;
import dev.slipway.deployment.Locks;
import dev.slipway.deployment.Reasons;
import dev.slipway.deployment.Redeploys;
import dev.slipway.deployment.RolloutWatch;
import dev.slipway.deployment.Step;
import dev.slipway.deployment.Triggers;
import dev.slipway.deployment.Uses;
import dev.slipway.functions.DeploymentHandler.Request;
import dev.slipway.resource.Rollout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.SfnClient;

/** The events in {@code events/functions/}, to call single functions with. */
class EventsTest {
    private static final Path EVENTS = Path.of("..", "events", "functions");
    private static final JsonMapper STRICT = Json.MAPPER
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @Test
    void everyFunctionHasAnEvent() throws IOException {
        Set<String> functions = new TreeSet<>(Set.of("trigger", "acquire", "validate", "plan", "rollout", "record"));
        Stream.of(Step.values()).forEach(step -> functions.add(step.label));

        try (Stream<Path> files = Files.list(EVENTS)) {
            Set<String> events = files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .filter(name -> !name.startsWith("trigger-"))
                    .collect(Collectors.toSet());
            assertThat(events).isEqualTo(functions);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"acquire", "validate", "plan", "rollout", "record"})
    void anEventIsWhatTheStateMachineSends(String name) throws IOException {
        Request request = read(name);

        assertThat(request.deployment().application).isEqualTo("demo");
        assertThat(request.deployment().environment).isEqualTo("test");
        assertThat(request.execution() != null).isEqualTo(name.equals("acquire"));
    }

    /** So that whoever tries one changes nothing but the status of a service that there is not. */
    @ParameterizedTest
    @EnumSource
    void anEventOfAStepHasNothingToDo(Step step) throws IOException {
        Request request = read(step.label);

        assertThat(request.mode()).isEqualTo("apply");
        assertThat(request.deployment().service).isEqualTo("example");
        assertThat(request.deployment().steps).extracting(s -> s.name()).containsExactly(Step.values());
        assertThat(request.deployment().steps).allMatch(s -> s.action() == Deployment.Action.none);
    }

    @Test
    void theEventOfARolloutCanBeLookedAt() throws IOException {
        Deployment deployment = read("rollout").deployment();
        Rollout rollout = mock();
        when(rollout.look(any(), any(), any(), any())).thenReturn(new Rollout.Steady(1));

        new RolloutWatch(rollout, mock(), mock(), mock(), Clock.systemUTC()).look(deployment);

        assertThat(deployment.next).isEqualTo("alarms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trigger",
                "trigger-removal",
                "trigger-request",
                "trigger-image",
                "trigger-parameter",
                "trigger-rotation",
                "trigger-secret",
                "trigger-schedule"
            })
    void anEventOfAServiceStartsItsDeployment(String name) throws IOException {
        Executions executions = new Executions(mock(SfnClient.class), "arn", Clock.systemUTC());
        FakeTable table = new FakeTable();
        for (String use : List.of(
                "image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/demo/web:latest",
                "parameter /copilot/demo/test/secrets/DB_PASSWORD",
                "secret demo/test/db")) {
            table.use(new ServiceId("demo", "test", "web"), use);
        }
        S3Client s3 = Mocks.client(S3Client.class);
        doReturn(ListObjectsV2Response.builder()
                        .contents(
                                S3Object.builder().key("test/web/manifest.yml").build())
                        .build())
                .when(s3)
                .listObjectsV2(any(ListObjectsV2Request.class));
        Bucket bucket = new Bucket(s3, "manifests");
        Redeploys redeploys = new Redeploys(
                "demo",
                executions,
                new Reasons(table.client, "table", Clock.systemUTC()),
                new Uses(table.client, "table"),
                bucket,
                Duration.ofSeconds(20),
                Clock.systemUTC());
        Triggers triggers = new Triggers("demo", executions, mock(Locks.class), bucket, redeploys, false);

        Redeploys.Started started =
                triggers.on(Json.MAPPER.readTree(EVENTS.resolve(name + ".json").toFile()));

        assertThat(started.deployments()).singleElement(STRING).startsWith("test-web-");
    }

    private static Request read(String name) throws IOException {
        return STRICT.readValue(EVENTS.resolve(name + ".json").toFile(), Request.class);
    }
}
