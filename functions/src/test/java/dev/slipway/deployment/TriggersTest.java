package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.aws.ServiceId;
import dev.slipway.deployment.Deployment.ManifestVersion;
import dev.slipway.deployment.Locks.Holder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

class TriggersTest {
    private final Executions executions = mock(Executions.class);
    private final Locks locks = mock(Locks.class);
    private final Bucket bucket = mock(Bucket.class);
    private final Triggers triggers = new Triggers("demo", executions, locks, bucket, mock(Redeploys.class), false);

    @Test
    void anUploadStartsADeploymentOfExactlyThatVersion() {
        when(bucket.name()).thenReturn("manifests");
        when(executions.start(any(), any())).thenReturn(Optional.of("test-api-1"));

        triggers.on(s3("Object Created", "test/api/manifest.yml"));

        ArgumentCaptor<Deployment> started = ArgumentCaptor.forClass(Deployment.class);
        verify(executions).start(started.capture(), eq("upload v1"));
        assertThat(started.getValue().id()).isEqualTo(new ServiceId("demo", "test", "api"));
        assertThat(started.getValue().manifest.versionId()).isEqualTo("v1");
        assertThat(started.getValue().trigger).containsEntry("type", "upload");
    }

    @Test
    void aDeletionStartsARemoval() {
        when(executions.start(any(), any())).thenReturn(Optional.of("test-api-1"));

        triggers.on(s3("Object Deleted", "test/api/manifest.yml"));

        ArgumentCaptor<Deployment> started = ArgumentCaptor.forClass(Deployment.class);
        verify(executions).start(started.capture(), eq("removal v1"));
        assertThat(started.getValue().removal).isTrue();
    }

    @Test
    void aVersionThatIsPurgedAndWasNotTheCurrentOneIsNoDeletion() {
        when(executions.start(any(), any())).thenReturn(Optional.of("test-api-1"));

        assertThat(triggers.on(purged("Lifecycle Expiration")).deployments()).isEmpty();
        when(bucket.stands("test/api/manifest.yml")).thenReturn(true);
        assertThat(triggers.on(purged("DeleteObject")).deployments()).isEmpty();
        when(bucket.stands("test/api/manifest.yml")).thenReturn(false);
        assertThat(triggers.on(purged("DeleteObject")).deployments()).hasSize(1);
    }

    private static JsonNode purged(String reason) {
        JsonNode event = s3("Object Deleted", "test/api/manifest.yml");
        ((ObjectNode) event.path("detail"))
                .put("deletion-type", "Permanently Deleted")
                .put("reason", reason);
        return event;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifest.yml",
                "test/manifest.yml",
                "test/api/extra/manifest.yml",
                "../api/manifest.yml",
                "test/../manifest.yml",
                "test/api/manifest.yaml",
                "test/a b/manifest.yml",
                "test/api\n/manifest.yml",
                "test/api/manifest.yml\n",
                "test/api\u0000/manifest.yml",
                "test/api\u202e/manifest.yml",
                "/test/api/manifest.yml",
                "test/%2e%2e/manifest.yml",
                "test/..%2fapi/manifest.yml",
                "test/-api/manifest.yml",
                "test/ápi/manifest.yml",
                "test//manifest.yml"
            })
    void otherKeysAreNoneOfOurs(String key) {
        assertThat(triggers.on(s3("Object Created", key)).deployments()).isEmpty();
        verifyNoInteractions(executions);
    }

    @Test
    void namesOfMoreThan255CharactersAreNoneOfOurs() {
        String name = "x".repeat(256);

        assertThat(triggers.on(s3("Object Created", "test/" + name + "/manifest.yml"))
                        .deployments())
                .isEmpty();
        assertThat(triggers.on(s3("Object Created", name + "/api/manifest.yml")).deployments())
                .isEmpty();
        verifyNoInteractions(executions);
    }

    @Test
    void aStoppedExecutionThatHoldsItsLockIsRecovered() {
        ServiceId id = new ServiceId("demo", "test", "api");
        Holder holder = new Holder("test-api-1", "arn:execution");
        when(locks.holder(id)).thenReturn(Optional.of(holder));

        triggers.on(stopped("arn:execution"));

        verify(executions).recover(id, holder, new ManifestVersion("manifests", "test/api/manifest.yml", "v1"), 1);
    }

    @Test
    void aRecoveryThatKeepsFailingIsGivenUp() {
        ServiceId id = new ServiceId("demo", "test", "api");
        when(locks.holder(id)).thenReturn(Optional.of(new Holder("test-api-1", "arn:execution")));
        JsonNode event = stopped("arn:execution", 3);

        assertThat(triggers.on(event).reason()).contains("has failed 3 times");
        verify(executions, never()).recover(any(), any(), any(), anyInt());
    }

    @Test
    void anExecutionThatFreedItsLockNeedsNoRecovery() {
        when(locks.holder(any())).thenReturn(Optional.of(new Holder("test-api-2", "arn:another")));

        triggers.on(stopped("arn:execution"));

        verify(executions, never()).recover(any(), any(), any(), anyInt());
    }

    private static JsonNode s3(String type, String key) {
        return Json.MAPPER
                .createObjectNode()
                .put("detail-type", type)
                .set(
                        "detail",
                        Json.MAPPER
                                .createObjectNode()
                                .set(
                                        "object",
                                        Json.MAPPER
                                                .createObjectNode()
                                                .put("key", key)
                                                .put("version-id", "v1")));
    }

    private static JsonNode stopped(String execution) {
        return stopped(execution, 0);
    }

    private static JsonNode stopped(String execution, int attempt) {
        Deployment input = new Deployment();
        input.application = "demo";
        input.environment = "test";
        input.service = "api";
        input.manifest = new ManifestVersion("manifests", "test/api/manifest.yml", "v1");
        input.trigger.put("attempt", attempt);
        return Json.MAPPER
                .createObjectNode()
                .put("detail-type", "Step Functions Execution Status Change")
                .set(
                        "detail",
                        Json.MAPPER
                                .createObjectNode()
                                .put("executionArn", execution)
                                .put("input", Json.write(input)));
    }
}
