package dev.slipway.environment;

import dev.slipway.aws.AwsErrors;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.FileSystem;
import dev.slipway.manifest.Manifest.Value;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.efs.model.AccessPointDescription;
import software.amazon.awssdk.services.efs.model.EfsException;
import software.amazon.awssdk.services.efs.model.MountTargetDescription;

/** The EFS file systems of the user's own: whether they are there, and reachable from the environment's VPC. */
public final class FileSystems {
    private final EfsClient efs;

    public FileSystems(EfsClient efs) {
        this.efs = efs;
    }

    /** @param exports values of the CloudFormation exports that the manifest names */
    public List<Problem> check(
            Reading reading, Manifest manifest, Environment environment, Map<String, String> exports) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Optional<List<MountTargetDescription>>> mountTargets = new HashMap<>();
        manifest.storage().volumes().forEach((name, volume) -> {
            if (volume.efs().orElse(null) instanceof FileSystem.Own own && id(own.id(), exports) != null) {
                String id = id(own.id(), exports);
                String path = "storage.volumes." + name + ".efs";
                Optional<List<MountTargetDescription>> targets = mountTargets.computeIfAbsent(id, this::mountTargets);
                unreachable(id, targets, environment)
                        .ifPresent(problem -> problems.add(at(reading, path + ".id", problem)));
                own.accessPoint()
                        .flatMap(accessPoint -> unsuitable(id, accessPoint))
                        .ifPresent(problem -> problems.add(at(reading, path + ".auth.access_point_id", problem)));
            }
        });
        return problems;
    }

    /** Null for an export that is not there; that is a problem of its own. */
    private static String id(Value id, Map<String, String> exports) {
        return id instanceof Value.Export export ? exports.get(export.name()) : ((Value.Text) id).text();
    }

    private record Finding(String code, String message, String hint) {}

    /** The tasks find the file system by its name in DNS, which only the VPC with its mount targets has. */
    private static Optional<Finding> unreachable(
            String id, Optional<List<MountTargetDescription>> targets, Environment environment) {
        if (targets.isEmpty()) {
            return Optional.of(new Finding(
                    "file-system-not-found",
                    "there is no file system \"%s\" in this account and region".formatted(id),
                    "aws efs describe-file-systems shows those that there are"));
        }
        if (targets.get().stream().noneMatch(target -> environment.vpc().equals(target.vpcId()))) {
            return Optional.of(new Finding(
                    "file-system-outside-vpc",
                    "file system \"%s\" has no mount target in the environment's VPC %s"
                            .formatted(id, environment.vpc()),
                    "aws efs create-mount-target --file-system-id %s --security-groups %s --subnet-id ..."
                            .formatted(id, environment.securityGroup())));
        }
        return Optional.empty();
    }

    private Optional<Finding> unsuitable(String fileSystem, String accessPoint) {
        Optional<AccessPointDescription> found = accessPoint(accessPoint);
        if (found.filter(one -> fileSystem.equals(one.fileSystemId())).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "access-point-not-found",
                "file system \"%s\" has no access point \"%s\"".formatted(fileSystem, accessPoint),
                "aws efs describe-access-points --file-system-id %s shows those that there are".formatted(fileSystem)));
    }

    private Optional<List<MountTargetDescription>> mountTargets(String fileSystem) {
        try {
            return Optional.of(efs.describeMountTargets(request -> request.fileSystemId(fileSystem))
                    .mountTargets());
        } catch (EfsException e) {
            return absent(e);
        }
    }

    private Optional<AccessPointDescription> accessPoint(String id) {
        try {
            return efs.describeAccessPoints(request -> request.accessPointId(id)).accessPoints().stream()
                    .findFirst();
        } catch (EfsException e) {
            return absent(e);
        }
    }

    /** What is no id at all is a BadRequest, or a ValidationException where the pattern of the parameter says so. */
    private static <T> Optional<T> absent(EfsException e) {
        if (AwsErrors.is(AwsErrors.Meaning.GONE, e)
                || List.of("BadRequest", "ValidationException").contains(AwsErrors.code(e))) {
            return Optional.empty();
        }
        throw e;
    }

    private static Problem at(Reading reading, String path, Finding finding) {
        return Problem.error(finding.code(), path, reading.at(path), finding.message())
                .withHint(finding.hint());
    }
}
