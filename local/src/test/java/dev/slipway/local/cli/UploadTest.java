package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.cli.Upload.Uploaded;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UploadTest {

    @Test
    void substitutionsTravelAsMetadataOfTheObject() {
        assertThat(Upload.metadata(Map.of("TAG", "v7"), false)).isEqualTo(Map.of("slipway-var-TAG", "v7"));
    }

    @Test
    void aDryRunIsMarkedAsOne() {
        assertThat(Upload.metadata(Map.of(), true)).isEqualTo(Map.of("slipway-dry-run", "true"));
    }

    @Test
    void whatThePipelineWritesLiesBesideTheManifest() {
        assertThat(new Uploaded("test", "web", "test/web/manifest.yml", "v1").beside("status.json"))
                .isEqualTo("test/web/status.json");
    }
}
