package dev.slipway.environment;

import static dev.slipway.environment.EnvironmentBuilder.environment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.Mocks;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.efs.model.AccessPointDescription;
import software.amazon.awssdk.services.efs.model.AccessPointNotFoundException;
import software.amazon.awssdk.services.efs.model.DescribeAccessPointsRequest;
import software.amazon.awssdk.services.efs.model.DescribeAccessPointsResponse;
import software.amazon.awssdk.services.efs.model.DescribeMountTargetsRequest;
import software.amazon.awssdk.services.efs.model.DescribeMountTargetsResponse;
import software.amazon.awssdk.services.efs.model.FileSystemNotFoundException;
import software.amazon.awssdk.services.efs.model.MountTargetDescription;

class FileSystemsTest {
    private static final Environment ENVIRONMENT = environment().build();

    /** VPC of the mount target, by file system. */
    private static final Map<String, String> MOUNTED = Map.of("fs-1", ENVIRONMENT.vpc(), "fs-2", "vpc-other");

    private static final Map<String, String> ACCESS_POINTS = Map.of("fsap-1", "fs-1", "fsap-2", "fs-2");

    private final EfsClient efs = Mocks.client(EfsClient.class);

    @BeforeEach
    void fileSystems() {
        doAnswer(call -> {
                    String id = ((DescribeMountTargetsRequest) call.getArgument(0)).fileSystemId();
                    if (!MOUNTED.containsKey(id)) {
                        throw Mocks.error(
                                FileSystemNotFoundException.builder(),
                                "FileSystemNotFound",
                                FileSystemNotFoundException.class);
                    }
                    return DescribeMountTargetsResponse.builder()
                            .mountTargets(MountTargetDescription.builder()
                                    .vpcId(MOUNTED.get(id))
                                    .build())
                            .build();
                })
                .when(efs)
                .describeMountTargets(any(DescribeMountTargetsRequest.class));
        doAnswer(call -> {
                    String id = ((DescribeAccessPointsRequest) call.getArgument(0)).accessPointId();
                    if (!ACCESS_POINTS.containsKey(id)) {
                        throw Mocks.error(
                                AccessPointNotFoundException.builder(),
                                "AccessPointNotFound",
                                AccessPointNotFoundException.class);
                    }
                    return DescribeAccessPointsResponse.builder()
                            .accessPoints(AccessPointDescription.builder()
                                    .fileSystemId(ACCESS_POINTS.get(id))
                                    .build())
                            .build();
                })
                .when(efs)
                .describeAccessPoints(any(DescribeAccessPointsRequest.class));
    }

    @Test
    void aFileSystemIsThereAndInTheVpc() {
        assertThat(check("{a: {path: /a, efs: {id: fs-1}}, b: {path: /b, efs: {id: {from_cfn: Files}}}}"))
                .isEmpty();
        verify(efs, times(1)).describeMountTargets(any(DescribeMountTargetsRequest.class));
    }

    @Test
    void oneThatIsNotThereIsReportedWhereItStands() {
        assertThat(check("{a: {path: /a, efs: {id: fs-9}}}"))
                .extracting(Problem::code, Problem::path, Problem::line, Problem::isError)
                .containsExactly(tuple("file-system-not-found", "storage.volumes.a.efs.id", 5, true));
    }

    @Test
    void oneOfAnotherVpcCannotBeReached() {
        List<Problem> problems = check("{a: {path: /a, efs: {id: fs-2}}}");

        assertThat(problems).extracting(Problem::code).containsExactly("file-system-outside-vpc");
        assertThat(problems.get(0).hint().orElseThrow()).contains("create-mount-target --file-system-id fs-2");
    }

    @Test
    void anAccessPointBelongsToItsFileSystem() {
        String volume = "{a: {path: /a, efs: {id: fs-1, auth: {iam: true, access_point_id: %s}}}}";

        assertThat(check(volume.formatted("fsap-1"))).isEmpty();
        for (String other : List.of("fsap-2", "fsap-9")) {
            assertThat(check(volume.formatted(other)))
                    .extracting(Problem::code, Problem::path)
                    .containsExactly(tuple("access-point-not-found", "storage.volumes.a.efs.auth.access_point_id"));
        }
    }

    @Test
    void withoutAFileSystemOfOnesOwnNothingIsAsked() {
        assertThat(check("{a: {path: /a}, b: {path: /b, efs: true}}")).isEmpty();
        verifyNoInteractions(efs);
    }

    private List<Problem> check(String volumes) {
        Reading reading = Written.web("storage: {volumes: " + volumes + "}\n");
        return new FileSystems(efs)
                .check(reading, reading.manifest().orElseThrow(), ENVIRONMENT, Map.of("Files", "fs-1"));
    }
}
