package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.slipway.aws.ServiceId;
import dev.slipway.deployment.Deployment.ManifestVersion;
import dev.slipway.deployment.Deployment.Status;
import dev.slipway.deployment.Reasons.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedeploymentTest {
    private static final ServiceId WEB = new ServiceId("demo", "test", "web");
    private static final String KEY = "test/web/manifest.yml";
    private static final String REPOSITORY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/demo/web";
    private static final Map<String, Object> PUSH =
            Map.of("type", "image", "repository", REPOSITORY, "tag", "latest", "digest", "sha256:abc");
    private static final Map<String, Object> SECRET = Map.of("type", "secret", "secret", "demo/db");
    private static final Map<String, Object> REQUEST = Map.of("type", "request");

    private final Reasons reasons = mock(Reasons.class);
    private final History history = mock(History.class);
    private final Bucket bucket = mock(Bucket.class);
    private final Redeployment redeployment = new Redeployment(reasons, history, bucket);

    @BeforeEach
    void everyVersionIsThere() {
        when(bucket.has(any(), any())).thenReturn(true);
    }

    @Test
    void theVersionThatTheServiceRunsIsDeployedNotOneThatWasRefused() {
        when(history.liveVersion(WEB)).thenReturn(Optional.of("v1"));

        Deployment deployment = prepare(Optional.of("v2"), List.of(SECRET));

        assertThat(deployment.manifest.versionId()).isEqualTo("v1");
        assertThat(deployment.next).isEqualTo("validate");
    }

    @Test
    void whereTheTableWasLostStatusSaysWhatIsLive() {
        Deployment last = Deployment.of(WEB);
        last.status = Status.SUCCEEDED;
        last.manifest = new ManifestVersion("manifests", KEY, "v1");
        when(bucket.readStatus(WEB)).thenReturn(Optional.of(last));

        assertThat(prepare(Optional.of("v2"), List.of(SECRET)).manifest.versionId())
                .isEqualTo("v1");
    }

    @Test
    void aVersionThatIsGoneIsNotDeployed() {
        when(history.liveVersion(WEB)).thenReturn(Optional.of("v1"));
        when(bucket.has(KEY, "v1")).thenReturn(false);

        assertThat(prepare(Optional.of("v2"), List.of(SECRET)).manifest.versionId())
                .isEqualTo("v2");
    }

    @Test
    void aRequestTriesWhatWasUploadedWhereNothingIsLive() {
        assertThat(prepare(Optional.of("v2"), List.of(REQUEST)).manifest.versionId())
                .isEqualTo("v2");
    }

    /** It may have been planned, and never be deployed. */
    @Test
    void aRequestForAllServicesIsNoneForWhatCannotBeDeployed() {
        Deployment deployment = prepare(Optional.empty(), List.of(Map.of("type", "request", "service", "*")));

        assertThat(deployment.status).isEqualTo(Status.SUPERSEDED);
    }

    @Test
    void aRequestWithoutAManifestIsRejected() {
        Deployment rejected = prepare(Optional.empty(), List.of(REQUEST));

        assertThat(rejected.status).isEqualTo(Status.REJECTED);
        assertThat(rejected.failure.message()).contains(KEY);
    }

    @Test
    void anEventForAServiceThatWasRemovedEndsWithoutNoise() {
        when(history.liveVersion(WEB)).thenReturn(Optional.of("v1"));

        assertThat(prepare(Optional.empty(), List.of(SECRET, PUSH)).status).isEqualTo(Status.SUPERSEDED);
    }

    @Test
    void whoseReasonsAnotherDeploymentTookEndsWithoutNoise() {
        assertThat(prepare(Optional.of("v1"), List.of()).status).isEqualTo(Status.SUPERSEDED);
    }

    @Test
    void theScheduleLooksAtNothingThatWasNeverDeployed() {
        Deployment check = Deployment.of(WEB);
        check.trigger.put("type", "schedule");

        assertThat(redeployment.prepare(check, Optional.of("v1")).status).isEqualTo(Status.SUPERSEDED);
    }

    @Test
    void aPushSaysWhatToPinAndASecretThatTasksAreStartedAnew() {
        Deployment pushed = prepare(Optional.of("v1"), List.of(PUSH));
        Deployment both = prepare(Optional.of("v1"), List.of(PUSH, SECRET));

        assertThat(pushed.force).isFalse();
        assertThat(pushed.trigger).isEqualTo(PUSH);
        assertThat(both.force).isTrue();
        assertThat(both.pushed).isEqualTo(Map.of(REPOSITORY + ":latest", "sha256:abc"));
        assertThat(both.trigger).containsEntry("type", "image").containsEntry("reasons", List.of(PUSH, SECRET));
    }

    private Deployment prepare(Optional<String> current, List<Map<String, Object>> why) {
        Deployment deployment = Deployment.of(WEB);
        deployment.deployment = "d1";
        deployment.redeploy = true;
        when(reasons.take(WEB, "d1"))
                .thenReturn(why.stream()
                        .map(trigger -> new Reason("e", Instant.EPOCH, trigger))
                        .toList());
        return redeployment.prepare(deployment, current);
    }
}
