package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionsTest {
    private static final Map<String, String> FUNCTIONS =
            Map.of("PlanFunction", "slipway-plan", "TargetGroupFunction", "slipway-target-group");

    @ParameterizedTest
    @ValueSource(
            strings = {"TargetGroupFunction", "TargetGroup", "target-group", "target_group", "targetgroupfunction"})
    void aFunctionIsFoundHoweverItIsSpelt(String name) {
        assertThat(Functions.find(name, FUNCTIONS)).hasValue("slipway-target-group");
    }

    @Test
    void halfANameIsNone() {
        assertThat(Functions.find("target", FUNCTIONS)).isEmpty();
    }
}
