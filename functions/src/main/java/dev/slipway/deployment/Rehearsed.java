package dev.slipway.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.environment.Environment;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.ManifestReader;
import dev.slipway.resource.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A deployment that never happens, of a service that does not exist ({@code rehearsal.json}): what functions rehearse
 * before a SnapStart snapshot is taken of them.
 *
 * @param event what the state machine would send
 * @param answers of AWS without which functions would not come far, see {@code Clients.rehearse}: a manifest with a bit of
 *     everything, and an ECS service in the midst of its rollout
 */
public record Rehearsed(JsonNode event, Service service, Map<String, String> answers) {

    public static Rehearsed read() {
        try (InputStream input = Rehearsed.class.getResourceAsStream("/rehearsal.json")) {
            JsonNode json = Json.MAPPER.readTree(input);
            Deployment deployment = Json.MAPPER.treeToValue(json.path("event").path("deployment"), Deployment.class);
            Environment environment = Json.MAPPER.treeToValue(json.path("environment"), Environment.class);
            String text = json.path("manifest").asText();
            Manifest manifest = ManifestReader.read(text, deployment.application, deployment.environment, Map.of())
                    .manifest()
                    .orElseThrow();
            Service service = new Service(
                    deployment.id(),
                    manifest,
                    environment,
                    Map.of(deployment.service, "example/image:1"),
                    Map.of(),
                    environment.publicSubnets(),
                    List.of(),
                    environment.publicLoadBalancer(),
                    Map.of(),
                    Map.of(),
                    Map.of());
            return new Rehearsed(json.path("event"), service, answers(json.path("answers")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> answers(JsonNode json) {
        Map<String, String> answers = new LinkedHashMap<>();
        json.fields().forEachRemaining(answer -> {
            JsonNode body = answer.getValue();
            answers.put(answer.getKey(), body.isTextual() ? body.asText() : body.toString());
        });
        return answers;
    }
}
