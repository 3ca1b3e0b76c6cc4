package dev.slipway.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TagsTest {

    @Test
    void anApplicationCannotTagItsServicesAsSomebodyElses() {
        Map<String, String> tags =
                Tags.of(new ServiceId("my-app", "test", "fe"), Map.of("owner", "me", "copilot-service", "hijack"));

        assertThat(tags)
                .isEqualTo(Map.of(
                        "owner", "me",
                        "copilot-application", "my-app",
                        "copilot-environment", "test",
                        "copilot-service", "fe"));
    }
}
