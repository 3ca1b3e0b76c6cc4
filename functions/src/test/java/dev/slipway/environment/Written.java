package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Reading;
import java.util.Map;

/** Manifests of the service {@code api} as they are written, for tests that ask where in the file something stands. */
final class Written {
    private Written() {}

    /** @param more what follows in line 5 and after */
    static Reading web(String more) {
        return with("image: {location: nginx, port: 80}\n" + more);
    }

    /** @param more with the image, in line 4 and after */
    static Reading with(String more) {
        String text = "name: api\ntype: Load Balanced Web Service\nhttp: {path: /}\n" + more;
        Reading reading = ManifestReader.read(text, "demo", "test", Map.of());
        assertThat(reading.manifest()).as("%s", reading.problems()).isPresent();
        return reading;
    }
}
