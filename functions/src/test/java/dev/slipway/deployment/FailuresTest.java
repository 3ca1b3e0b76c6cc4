package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FailuresTest {
    private final Failures failures = Failures.collectAll();

    @Test
    void allOfThemAreToldAndKeepTheirStacks() {
        IllegalStateException second = new IllegalStateException("no such rule");
        failures.collect("target-group", "web", () -> {
            throw new NullPointerException();
        });
        failures.collect("listener-rule", "/", () -> {
            throw second;
        });

        assertThatThrownBy(failures::tell)
                .hasMessage("target-group web: java.lang.NullPointerException; listener-rule /: no such rule")
                .hasCauseInstanceOf(NullPointerException.class)
                .cause()
                .hasSuppressedException(second);
    }
}
