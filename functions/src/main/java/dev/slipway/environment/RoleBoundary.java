package dev.slipway.environment;

import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import java.util.Optional;

/**
 * Whether the application's roles may be bounded as the pipeline bounds them. Where Copilot was given a policy of the
 * user's own ({@code copilot app init --permissions-boundary}), the pipeline has to be deployed with the same: what it
 * may give to a role is fixed in its template, and nothing that can be written into a record changes it. Pure.
 */
public final class RoleBoundary {
    private RoleBoundary() {}

    /** @param boundary ARN of the policy that the pipeline bounds every role with */
    public static Optional<Problem> check(Environment environment, String boundary) {
        return environment
                .permissionsBoundary()
                .filter(wanted -> !wanted.equals(boundary))
                .map(wanted -> Problem.error(
                                "permissions-boundary",
                                "",
                                Position.NONE,
                                "the roles of application \"%s\" are to be bounded by %s, but this pipeline bounds them by %s"
                                        .formatted(environment.application(), wanted, boundary))
                        .withHint("deploy the pipeline with PermissionsBoundary=%s"
                                .formatted(wanted.substring(wanted.indexOf(":policy/") + ":policy/".length()))));
    }
}
