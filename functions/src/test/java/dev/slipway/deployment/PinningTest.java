package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.slipway.aws.ServiceId;
import dev.slipway.environment.EcrImage;
import dev.slipway.environment.Images;
import dev.slipway.resource.Existing;
import dev.slipway.resource.RunningImages;
import dev.slipway.resource.Service;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PinningTest {
    private static final ServiceId FE = new ServiceId("my-app", "test", "fe");
    private static final String REPOSITORY = "123456789123.dkr.ecr.us-west-2.amazonaws.com/base";
    private static final EcrImage V1 = EcrImage.parse(REPOSITORY + ":v1").orElseThrow();
    private static final String WRITTEN = V1.toString();

    private final Images images = mock(Images.class);
    private final Pinning pinning = new Pinning(images);

    @Test
    void anUploadTakesATagAsItIsWritten() {
        assertThat(image(Deployment.of(FE), WRITTEN)).isEqualTo(WRITTEN);
        verifyNoInteractions(images);
    }

    @Test
    void aPushPinsToWhatTheTagStandsForNow() {
        when(images.digest(V1)).thenReturn(Optional.of("sha256:newer"));

        assertThat(image(pushed("sha256:new"), WRITTEN)).isEqualTo(REPOSITORY + "@sha256:newer");
    }

    @Test
    void aTagThatIsGoneAgainIsPinnedToWhatWasPushed() {
        assertThat(image(pushed("sha256:new"), WRITTEN)).isEqualTo(REPOSITORY + "@sha256:new");
    }

    @Test
    void aPushUnderAnotherTagPinsNothing() {
        Deployment deployment = Deployment.of(FE);
        deployment.pushed.put(REPOSITORY + ":v2", "sha256:new");

        assertThat(image(deployment, WRITTEN)).isEqualTo(WRITTEN);
    }

    @Test
    void whatIsPinnedStaysPinnedWithTheNextUpload() {
        when(images.digest(V1)).thenReturn(Optional.of("sha256:old"));

        assertThat(image(Deployment.of(FE), REPOSITORY + "@sha256:old")).isEqualTo(REPOSITORY + "@sha256:old");
    }

    @Test
    void anUploadBringsAPinnedContainerToWhatItsTagStandsFor() {
        when(images.digest(V1)).thenReturn(Optional.of("sha256:new"));

        assertThat(image(Deployment.of(FE), REPOSITORY + "@sha256:old")).isEqualTo(REPOSITORY + "@sha256:new");
    }

    @Test
    void aContainerThatRanAnotherRepositoryIsNotPinned() {
        assertThat(image(Deployment.of(FE), REPOSITORY + "-other@sha256:old")).isEqualTo(WRITTEN);
    }

    @Test
    void theScheduleTakesNoPushForDrift() {
        Deployment check = Deployment.of(FE);
        check.trigger.put("type", "schedule");

        assertThat(image(check, REPOSITORY + "@sha256:old")).isEqualTo(REPOSITORY + "@sha256:old");
        assertThat(image(check, WRITTEN)).isEqualTo(WRITTEN);
        verifyNoInteractions(images);
    }

    private static Deployment pushed(String digest) {
        Deployment deployment = Deployment.of(FE);
        deployment.pushed.put(WRITTEN, digest);
        return deployment;
    }

    /** What the service is to run, where its manifest says {@link #WRITTEN}. */
    private String image(Deployment deployment, String running) {
        Existing existing = RunningImages.existing("fe", running);
        Service service = RunningImages.service(WRITTEN);
        return pinning.pin(deployment, service, existing, Map.of("fe", V1))
                .images()
                .get("fe");
    }
}
