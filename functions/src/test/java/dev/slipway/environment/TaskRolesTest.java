package dev.slipway.environment;

import static dev.slipway.environment.EnvironmentBuilder.environment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.Mocks;
import dev.slipway.manifest.Problem;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

class TaskRolesTest {
    private static final String THERE = "arn:aws:iam::111122223333:policy/boundary";

    private final IamClient iam = Mocks.client(IamClient.class);

    @BeforeEach
    void aPolicy() {
        doAnswer(call -> {
                    if (!((GetPolicyRequest) call.getArgument(0)).policyArn().equals(THERE)) {
                        throw Mocks.error(NoSuchEntityException.builder(), "NoSuchEntity", NoSuchEntityException.class);
                    }
                    return GetPolicyResponse.builder().build();
                })
                .when(iam)
                .getPolicy(any(GetPolicyRequest.class));
    }

    @Test
    void thePermissionsBoundaryIsThere() {
        assertThat(check(environment().permissionsBoundary(THERE))).isEmpty();
        assertThat(check(environment().permissionsBoundary("arn:aws:iam::111122223333:policy/other")))
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("permissions-boundary-not-found"));
    }

    @Test
    void withoutOneNothingIsAsked() {
        assertThat(check(environment())).isEmpty();
        verifyNoInteractions(iam);
    }

    private Optional<Problem> check(EnvironmentBuilder environment) {
        return new TaskRoles(iam).check(environment.build());
    }
}
