package dev.slipway.environment;

import dev.slipway.aws.AwsErrors;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

/** What the roles of tasks need to be there: the permissions boundary of the application. */
public final class TaskRoles {
    private final IamClient iam;

    public TaskRoles(IamClient iam) {
        this.iam = iam;
    }

    public Optional<Problem> check(Environment environment) {
        return environment.permissionsBoundary().filter(arn -> !exists(arn)).map(arn -> Problem.error(
                        "permissions-boundary-not-found",
                        "",
                        Position.NONE,
                        "the application's permissions boundary is not there: " + arn)
                .withHint("every role of the application needs it; make the policy in IAM"));
    }

    private boolean exists(String policy) {
        try {
            iam.getPolicy(r -> r.policyArn(policy));
            return true;
        } catch (IamException e) {
            if (AwsErrors.is(AwsErrors.Meaning.GONE, e)) {
                return false;
            }
            throw e;
        }
    }
}
