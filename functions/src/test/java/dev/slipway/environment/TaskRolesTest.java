package dev.slipway.environment;

import static dev.slipway.environment.EnvironmentBuilder.environment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.Mocks;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

class TaskRolesTest {
    private static final Set<String> THERE = Set.of("demo-worker", "arn:aws:iam::111122223333:policy/boundary");

    private final IamClient iam = Mocks.client(IamClient.class);

    @BeforeEach
    void rolesAndPolicies() {
        doAnswer(call -> {
                    demand(((GetRoleRequest) call.getArgument(0)).roleName());
                    return GetRoleResponse.builder().build();
                })
                .when(iam)
                .getRole(any(GetRoleRequest.class));
        doAnswer(call -> {
                    demand(((GetPolicyRequest) call.getArgument(0)).policyArn());
                    return GetPolicyResponse.builder().build();
                })
                .when(iam)
                .getPolicy(any(GetPolicyRequest.class));
    }

    private static void demand(String name) {
        if (!THERE.contains(name)) {
            throw Mocks.error(NoSuchEntityException.builder(), "NoSuchEntity", NoSuchEntityException.class);
        }
    }

    @Test
    void thePermissionsBoundaryIsThere() {
        assertThat(check("", environment().permissionsBoundary("arn:aws:iam::111122223333:policy/boundary")))
                .isEmpty();
        assertThat(check("", environment().permissionsBoundary("arn:aws:iam::111122223333:policy/other")))
                .extracting(Problem::code, Problem::isError)
                .containsExactly(tuple("permissions-boundary-not-found", true));
    }

    @Test
    void aRoleOfOnesOwnIsThereAndCanBePassed() {
        assertThat(check(role("arn:aws:iam::111122223333:role/demo-worker"), environment()))
                .isEmpty();
        assertThat(check(role("arn:aws:iam::111122223333:role/demo-other"), environment()))
                .extracting(Problem::code, Problem::path, Problem::line, Problem::isError)
                .containsExactly(tuple("role-not-found", "taskdef_overrides[1].value", 6, true));
        assertThat(check(role("arn:aws:iam::111122223333:role/worker"), environment()))
                .extracting(Problem::code, Problem::isError)
                .containsExactly(tuple("role-not-passable", false));
    }

    @Test
    void withoutEitherNothingIsAsked() {
        assertThat(check("", environment())).isEmpty();
        verifyNoInteractions(iam);
    }

    private static String role(String arn) {
        return "taskdef_overrides: [{path: PidMode, value: task},\n  {path: TaskRoleArn, value: '" + arn + "'}]\n";
    }

    private List<Problem> check(String more, EnvironmentBuilder environment) {
        Reading reading = Written.web(more);
        return new TaskRoles(iam).check(reading, reading.manifest().orElseThrow(), environment.build());
    }
}
