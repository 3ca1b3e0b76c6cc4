package dev.slipway.resource;

import static dev.slipway.aws.Mocks.client;
import static dev.slipway.aws.Mocks.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.AwsErrors.Meaning;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;

class RolesTest {
    private static final String BOUNDARY = "arn:aws:iam::123456789123:policy/bounds";
    private static final String ARN = "arn:aws:iam::123456789123:role/my-app-test-fe-ExecutionRole";

    private final IamClient iam = client(IamClient.class);
    private final Roles roles = new Roles(iam, BOUNDARY);
    private final Service service = TestService.of(TestService.BASE, "");
    private final Scope scope = TestService.scope(service);
    private final Arns arns = new Arns(Map.of());
    private final Role wanted = roles.desired(service, new Existing()).get(0);

    @BeforeEach
    void nothingIsThere() {
        doThrow(error(IamException.builder(), "NoSuchEntity", IamException.class))
                .when(iam)
                .getRole(any(GetRoleRequest.class));
    }

    private void there(Map<String, String> tags) {
        there(tags, BOUNDARY);
    }

    private void there(Map<String, String> tags, String boundary) {
        there(wanted, tags, boundary, wanted.managedPolicies().get(0));
    }

    private void there(Role role, Map<String, String> tags, String boundary, String attached) {
        doReturn(GetRoleResponse.builder()
                        .role(made -> made.roleName(role.name())
                                .arn(ARN)
                                .permissionsBoundary(b -> b.permissionsBoundaryArn(boundary))
                                .assumeRolePolicyDocument(encoded(role.trust()))
                                .tags(tags.entrySet().stream()
                                        .map(tag -> Tag.builder()
                                                .key(tag.getKey())
                                                .value(tag.getValue())
                                                .build())
                                        .toList()))
                        .build())
                .when(iam)
                .getRole(argThat((GetRoleRequest r) -> r != null && r.roleName().equals(role.name())));
        doReturn(ListAttachedRolePoliciesResponse.builder()
                        .attachedPolicies(
                                AttachedPolicy.builder().policyArn(attached).build())
                        .isTruncated(false)
                        .build())
                .when(iam)
                .listAttachedRolePolicies(any(ListAttachedRolePoliciesRequest.class));
        doReturn(ListRolePoliciesResponse.builder()
                        .policyNames(role.policies().keySet())
                        .isTruncated(false)
                        .build())
                .when(iam)
                .listRolePolicies(any(ListRolePoliciesRequest.class));
        role.policies().forEach((name, document) -> doReturn(GetRolePolicyResponse.builder()
                        .policyDocument(encoded(document))
                        .build())
                .when(iam)
                .getRolePolicy(argThat(
                        (GetRolePolicyRequest r) -> r != null && r.policyName().equals(name))));
    }

    /** As IAM does it: RFC 3986, so a space is %20. */
    private static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Test
    void aRoleThatIsReadBackEqualsTheOneThatIsWanted() {
        there(service.tags());

        assertThat(roles.read(scope, arns)).containsExactly(new Found<>(wanted, ARN));
    }

    /** As Copilot's addons do it; they are no drift, and no deployment takes them away. */
    @Test
    void managedPoliciesThatOthersAttachedToTheTaskRoleAreLeftAlone() {
        Role task = roles.desired(service, new Existing()).get(1);
        there(task, service.tags(), BOUNDARY, "arn:aws:iam::123456789123:policy/addon");

        assertThat(roles.read(scope, arns)).containsExactly(new Found<>(task, ARN));

        roles.update(new Found<>(task, ARN), task, scope, arns);
        verify(iam, never()).detachRolePolicy(any(DetachRolePolicyRequest.class));
    }

    @Test
    void theTaskRoleIsRemovedWithThePoliciesThatOthersAttached() {
        Role task = roles.desired(service, new Existing()).get(1);
        there(task, service.tags(), BOUNDARY, "arn:aws:iam::123456789123:policy/addon");
        doReturn(null).when(iam).detachRolePolicy(any(DetachRolePolicyRequest.class));
        doReturn(null).when(iam).deleteRolePolicy(any(DeleteRolePolicyRequest.class));
        doReturn(null).when(iam).deleteRole(any(DeleteRoleRequest.class));

        roles.remove(new Found<>(task, ARN), scope, arns);

        verify(iam).detachRolePolicy(argThat((DetachRolePolicyRequest r) -> r.policyArn()
                .endsWith("/addon")));
        verify(iam).deleteRole(any(DeleteRoleRequest.class));
    }

    @Test
    void managedPoliciesThatOthersAttachedToTheExecutionRoleAreTakenAway() {
        there(wanted, service.tags(), BOUNDARY, "arn:aws:iam::123456789123:policy/more");

        assertThat(roles.read(scope, arns).get(0).state().managedPolicies())
                .containsExactly("arn:aws:iam::123456789123:policy/more");
    }

    @Test
    void aRoleOfThatNameThatIsNotOursIsRefused() {
        there(Map.of("copilot-application", "other"));

        assertThatThrownBy(() -> roles.read(scope, arns)).isInstanceOf(NotOursException.class);
    }

    @Test
    void aNewRoleHasItsPoliciesAndTags() {
        doReturn(CreateRoleResponse.builder().role(role -> role.arn(ARN)).build())
                .when(iam)
                .createRole(any(CreateRoleRequest.class));
        doReturn(null).when(iam).putRolePolicy(any(PutRolePolicyRequest.class));
        doReturn(null).when(iam).attachRolePolicy(any(AttachRolePolicyRequest.class));

        assertThat(roles.create(wanted, scope, arns)).isEqualTo(ARN);

        verify(iam)
                .createRole(argThat((CreateRoleRequest r) -> r.path().equals("/")
                        && r.permissionsBoundary().equals(BOUNDARY)
                        && r.tags().size() == 3
                        && r.assumeRolePolicyDocument().equals(wanted.trust())));
        verify(iam).putRolePolicy(argThat((PutRolePolicyRequest r) -> r.policyName()
                .equals("my-app-test-feSecretsPolicy")));
        verify(iam).attachRolePolicy(argThat((AttachRolePolicyRequest r) -> r.policyArn()
                .endsWith("AmazonECSTaskExecutionRolePolicy")));
    }

    @Test
    void aRoleThatACallWithALostAnswerMadeIsCompleted() {
        doThrow(error(IamException.builder(), "EntityAlreadyExists", IamException.class))
                .when(iam)
                .createRole(any(CreateRoleRequest.class));
        there(service.tags());

        assertThat(roles.create(wanted, scope, arns)).isEqualTo(ARN);

        verify(iam, never()).putRolePolicy(any(PutRolePolicyRequest.class));
        verify(iam, never()).attachRolePolicy(any(AttachRolePolicyRequest.class));
    }

    /** For some seconds IAM may not know a new role, or not know that it is bounded and tagged. */
    @ParameterizedTest
    @ValueSource(strings = {"NoSuchEntity", "AccessDenied"})
    void aRoleThatIsNotKnownEverywhereYetIsTriedAgain(String code) {
        doReturn(CreateRoleResponse.builder().role(role -> role.arn(ARN)).build())
                .when(iam)
                .createRole(any(CreateRoleRequest.class));
        doThrow(error(IamException.builder(), code, IamException.class))
                .when(iam)
                .putRolePolicy(any(PutRolePolicyRequest.class));

        assertThatExceptionOfType(SdkException.class)
                .isThrownBy(() -> roles.create(wanted, scope, arns))
                .matches(e -> AwsErrors.is(Meaning.RETRY, e))
                .withMessageContainingAll(wanted.name(), code);
    }

    @Test
    void aRoleThatExistsAndCannotBeSeenYetIsTriedAgain() {
        doThrow(error(IamException.builder(), "EntityAlreadyExists", IamException.class))
                .when(iam)
                .createRole(any(CreateRoleRequest.class));

        assertThatExceptionOfType(SdkException.class)
                .isThrownBy(() -> roles.create(wanted, scope, arns))
                .matches(e -> AwsErrors.is(Meaning.RETRY, e));
    }

    @Test
    void anUpdateGrantsBeforeItTakesAway() {
        Role old = new Role(
                wanted.name(),
                wanted.trust(),
                List.of("arn:old"),
                Map.of("Old", "{}"),
                Optional.of(BOUNDARY),
                wanted.tags());
        Role to = new Role(
                wanted.name(),
                wanted.trust(),
                List.of("arn:new"),
                Map.of("New", "{}"),
                Optional.of(BOUNDARY),
                wanted.tags());
        doReturn(null).when(iam).putRolePolicy(any(PutRolePolicyRequest.class));
        doReturn(null).when(iam).attachRolePolicy(any(AttachRolePolicyRequest.class));
        doReturn(null).when(iam).deleteRolePolicy(any(DeleteRolePolicyRequest.class));
        doReturn(null).when(iam).detachRolePolicy(any(DetachRolePolicyRequest.class));

        roles.update(new Found<>(old, ARN), to, scope, arns);

        InOrder order = inOrder(iam);
        order.verify(iam).putRolePolicy(any(PutRolePolicyRequest.class));
        order.verify(iam).attachRolePolicy(any(AttachRolePolicyRequest.class));
        order.verify(iam).deleteRolePolicy(any(DeleteRolePolicyRequest.class));
        order.verify(iam).detachRolePolicy(any(DetachRolePolicyRequest.class));
    }

    /** IAM lets the pipeline change bounded roles only; so a role of an earlier boundary is bounded first. */
    @Test
    void aRoleIsBoundedBeforeAnythingElseOfItChanges() {
        Role old = new Role(
                wanted.name(), "{}", List.of(), Map.of("Old", "{}"), Optional.of("arn:another"), wanted.tags());
        doReturn(null).when(iam).putRolePermissionsBoundary(any(PutRolePermissionsBoundaryRequest.class));
        doReturn(null).when(iam).updateAssumeRolePolicy(any(UpdateAssumeRolePolicyRequest.class));
        doReturn(null).when(iam).putRolePolicy(any(PutRolePolicyRequest.class));
        doReturn(null).when(iam).attachRolePolicy(any(AttachRolePolicyRequest.class));
        doReturn(null).when(iam).deleteRolePolicy(any(DeleteRolePolicyRequest.class));

        roles.update(new Found<>(old, ARN), wanted, scope, arns);

        InOrder order = inOrder(iam);
        order.verify(iam)
                .putRolePermissionsBoundary(argThat((PutRolePermissionsBoundaryRequest r) ->
                        r.permissionsBoundary().equals(BOUNDARY)));
        order.verify(iam).updateAssumeRolePolicy(any(UpdateAssumeRolePolicyRequest.class));
        order.verify(iam).putRolePolicy(any(PutRolePolicyRequest.class));
    }

    @Test
    void anUndoLeavesTheBoundaryOnARoleThatHadNone() {
        Role unbounded = new Role(
                wanted.name(),
                wanted.trust(),
                wanted.managedPolicies(),
                wanted.policies(),
                Optional.empty(),
                wanted.tags());

        roles.update(new Found<>(wanted, ARN), unbounded, scope, arns);

        verifyNoInteractions(iam);
    }

    @Test
    void aRoleIsBoundedBeforeItIsTakenApart() {
        doReturn(null).when(iam).putRolePermissionsBoundary(any(PutRolePermissionsBoundaryRequest.class));
        doReturn(null).when(iam).detachRolePolicy(any(DetachRolePolicyRequest.class));
        doReturn(null).when(iam).deleteRolePolicy(any(DeleteRolePolicyRequest.class));
        doReturn(null).when(iam).deleteRole(any(DeleteRoleRequest.class));
        there(service.tags());
        Role unbounded = new Role(
                wanted.name(),
                wanted.trust(),
                wanted.managedPolicies(),
                wanted.policies(),
                Optional.empty(),
                wanted.tags());

        roles.remove(new Found<>(unbounded, ARN), scope, arns);

        InOrder order = inOrder(iam);
        order.verify(iam).putRolePermissionsBoundary(any(PutRolePermissionsBoundaryRequest.class));
        order.verify(iam).detachRolePolicy(any(DetachRolePolicyRequest.class));
        order.verify(iam).deleteRole(any(DeleteRoleRequest.class));
    }

    @Test
    void removingGoesOnWhereAnEarlierAttemptStopped() {
        there(service.tags());
        doThrow(error(IamException.builder(), "NoSuchEntity", IamException.class))
                .when(iam)
                .detachRolePolicy(any(DetachRolePolicyRequest.class));
        doReturn(null).when(iam).deleteRolePolicy(any(DeleteRolePolicyRequest.class));
        doReturn(null).when(iam).deleteRole(any(DeleteRoleRequest.class));

        roles.remove(new Found<>(wanted, ARN), scope, arns);

        verify(iam).deleteRolePolicy(any(DeleteRolePolicyRequest.class));
        verify(iam).deleteRole(any(DeleteRoleRequest.class));
    }
}
