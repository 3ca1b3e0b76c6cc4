package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoleBoundaryTest {
    private static final String OWN = "arn:aws:iam::111122223333:policy/slipway-ServiceBoundary-X";

    @Test
    void anApplicationWithoutBoundaryGetsThePipelines() {
        assertThat(RoleBoundary.check(EnvironmentBuilder.environment().build(), OWN))
                .isEmpty();
    }

    @Test
    void theApplicationsBoundaryIsGivenWhereThePipelineHasIt() {
        assertThat(RoleBoundary.check(bounded("theirs"), "arn:aws:iam::111122223333:policy/theirs"))
                .isEmpty();
    }

    @Test
    void anotherBoundaryIsRefusedWithTheParameterThatThePipelineLacks() {
        assertThat(RoleBoundary.check(bounded("theirs"), OWN)).hasValueSatisfying(problem -> {
            assertThat(problem.isError()).isTrue();
            assertThat(problem.message()).contains("policy/theirs", OWN);
            assertThat(problem.hint()).contains("deploy the pipeline with PermissionsBoundary=theirs");
        });
    }

    private static Environment bounded(String policy) {
        return EnvironmentBuilder.environment()
                .permissionsBoundary("arn:aws:iam::111122223333:policy/" + policy)
                .build();
    }
}
