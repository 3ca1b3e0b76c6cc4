package dev.slipway.environment;

import dev.slipway.aws.AwsErrors;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

/**
 * What the roles of tasks need to be there: the permissions boundary of the application, and the roles that {@code
 * taskdef_overrides} puts in the place of the service's own.
 */
public final class TaskRoles {
    private static final Set<String> ROLES = Set.of("ExecutionRoleArn", "TaskRoleArn");

    private final IamClient iam;

    public TaskRoles(IamClient iam) {
        this.iam = iam;
    }

    public List<Problem> check(Reading reading, Manifest manifest, Environment environment) {
        List<Problem> problems = new ArrayList<>();
        environment
                .permissionsBoundary()
                .filter(arn -> !exists(() -> iam.getPolicy(r -> r.policyArn(arn))))
                .ifPresent(arn -> {
                    problems.add(Problem.error(
                                    "permissions-boundary-not-found",
                                    "",
                                    Position.NONE,
                                    "the application's permissions boundary is not there: " + arn)
                            .withHint("every role of the application needs it; make the policy in IAM"));
                });
        for (int i = 0; i < manifest.taskDefinitionOverrides().size(); i++) {
            Manifest.Override override = manifest.taskDefinitionOverrides().get(i);
            if (ROLES.contains(override.path()) && override.value() instanceof String arn) {
                role(reading, "taskdef_overrides[" + i + "].value", arn, environment, problems);
            }
        }
        return problems;
    }

    /** The pipeline may pass roles whose names begin with the application's, see the statement PassToTasks of its template. */
    private void role(Reading reading, String path, String arn, Environment environment, List<Problem> problems) {
        String name = arn.substring(arn.indexOf(":role/") < 0 ? 0 : arn.indexOf(":role/") + ":role/".length());
        if (!name.startsWith(environment.application() + "-")) {
            problems.add(Problem.warning(
                            "role-not-passable",
                            path,
                            reading.at(path),
                            "the pipeline gives tasks only roles whose names begin with \"%s-\", unlike %s"
                                    .formatted(environment.application(), arn))
                    .withHint("allow it in the statement PassToTasks of template.yaml"));
        } else if (!exists(() -> iam.getRole(r -> r.roleName(name)))) {
            problems.add(Problem.error("role-not-found", path, reading.at(path), "there is no role " + arn)
                    .withHint("aws iam list-roles shows those that there are"));
        }
    }

    private static boolean exists(Supplier<?> look) {
        try {
            look.get();
            return true;
        } catch (IamException e) {
            if (AwsErrors.is(AwsErrors.Meaning.GONE, e)) {
                return false;
            }
            throw e;
        }
    }
}
