package dev.slipway.resource;

import static dev.slipway.aws.Mocks.client;
import static dev.slipway.aws.Mocks.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.efs.model.AccessPointDescription;
import software.amazon.awssdk.services.efs.model.CreateAccessPointRequest;
import software.amazon.awssdk.services.efs.model.CreateAccessPointResponse;
import software.amazon.awssdk.services.efs.model.DeleteAccessPointRequest;
import software.amazon.awssdk.services.efs.model.DescribeAccessPointsRequest;
import software.amazon.awssdk.services.efs.model.DescribeAccessPointsResponse;
import software.amazon.awssdk.services.efs.model.EfsException;
import software.amazon.awssdk.services.efs.model.LifeCycleState;
import software.amazon.awssdk.services.efs.model.Tag;

class AccessPointsTest {
    private static final String ARN = "arn:aws:elasticfilesystem:us-west-2:123456789123:access-point/fsap-1";
    private static final String VOLUME = "storage:\n  volumes:\n    v: {path: /v, efs: %s}\n";

    private final EfsClient efs = client(EfsClient.class);
    private final AccessPoints accessPoints = new AccessPoints(efs);
    private final Service service = TestService.of(TestService.BASE, VOLUME.formatted("true"));
    private final Scope scope = TestService.scope(service);
    private final Arns arns = new Arns(Map.of());
    private final AccessPoint wanted =
            accessPoints.desired(service, new Existing()).get(0);

    private AccessPointDescription description() {
        return AccessPointDescription.builder()
                .accessPointArn(ARN)
                .clientToken("my-app-test-fe")
                .fileSystemId("fs-managed")
                .lifeCycleState(LifeCycleState.AVAILABLE)
                .posixUser(user -> user.uid(1336298249L).gid(1336298249L))
                .rootDirectory(directory -> directory.path("/fe"))
                .tags(service.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    private void there(AccessPointDescription... descriptions) {
        doReturn(DescribeAccessPointsResponse.builder()
                        .accessPoints(descriptions)
                        .build())
                .when(efs)
                .describeAccessPoints(any(DescribeAccessPointsRequest.class));
    }

    @Test
    void theUserOfAServiceThatNamesNoneIsTheChecksumOfItsName() {
        assertThat(wanted)
                .isEqualTo(new AccessPoint(
                        "fs-managed", "/fe", 1336298249L, 1336298249L, "my-app-test-fe", service.tags()));
        assertThat(accessPoints.desired(TestService.of(TestService.BASE, ""), new Existing()))
                .isEmpty();
    }

    @Test
    void anotherUserIsAnotherAccessPointBesideTheOld() {
        Existing existing = new Existing();
        existing.add(accessPoints, List.of(new Found<>(wanted, ARN)));
        Service other = TestService.of(TestService.BASE, VOLUME.formatted("{uid: 1000, gid: 1000}"));

        AccessPoint second = accessPoints.desired(other, existing).get(0);

        assertThat(second.key()).isNotEqualTo(wanted.key());
        assertThat(second.clientToken()).startsWith("my-app-test-fe-");
        assertThat(accessPoints.desired(service, existing)).containsExactly(wanted);
    }

    @Test
    void whatIsReadBackEqualsWhatIsWantedAndWhatIsBeingDeletedIsGone() {
        there(
                description(),
                description().toBuilder()
                        .lifeCycleState(LifeCycleState.DELETING)
                        .build(),
                description().toBuilder().tags(List.of()).build());

        assertThat(accessPoints.read(scope, arns)).containsExactly(new Found<>(wanted, ARN));
    }

    @Test
    void theDirectoryIsMadeForItsOwner() {
        doReturn(CreateAccessPointResponse.builder().accessPointArn(ARN).build())
                .when(efs)
                .createAccessPoint(any(CreateAccessPointRequest.class));

        assertThat(accessPoints.create(wanted, scope, arns)).isEqualTo(ARN);

        ArgumentCaptor<CreateAccessPointRequest> sent = ArgumentCaptor.forClass(CreateAccessPointRequest.class);
        verify(efs).createAccessPoint(sent.capture());
        assertThat(sent.getValue().clientToken()).isEqualTo("my-app-test-fe");
        assertThat(sent.getValue().posixUser().uid()).isEqualTo(1336298249L);
        assertThat(sent.getValue().rootDirectory().path()).isEqualTo("/fe");
        assertThat(sent.getValue().rootDirectory().creationInfo().permissions()).isEqualTo("0755");
        assertThat(sent.getValue().rootDirectory().creationInfo().ownerGid()).isEqualTo(1336298249L);
    }

    @Test
    void oneThatACallWithALostAnswerMadeIsFound() {
        doThrow(error(EfsException.builder(), "AccessPointAlreadyExists", EfsException.class))
                .when(efs)
                .createAccessPoint(any(CreateAccessPointRequest.class));
        there(description());

        assertThat(accessPoints.create(wanted, scope, arns)).isEqualTo(ARN);
    }

    @Test
    void oneThatIsGoneAlreadyIsFine() {
        doThrow(error(EfsException.builder(), "AccessPointNotFound", EfsException.class))
                .when(efs)
                .deleteAccessPoint(any(DeleteAccessPointRequest.class));

        accessPoints.remove(new Found<>(wanted, ARN), scope, arns);

        verify(efs).deleteAccessPoint(any(DeleteAccessPointRequest.class));
    }

    @Test
    void placeholdersBecomeArnsAndIdsAndBack() {
        arns.put("access-point", wanted.key(), ARN);
        String text = AccessPoints.placeholder(wanted.key()) + " " + AccessPoints.idPlaceholder(wanted.key());

        String resolved = AccessPoints.resolve(text, arns);

        assertThat(resolved).isEqualTo(ARN + " fsap-1");
        assertThat(AccessPoints.withPlaceholders(resolved, arns)).isEqualTo(text);
    }
}
