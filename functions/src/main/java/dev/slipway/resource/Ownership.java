package dev.slipway.resource;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import java.util.Map;

/** Whose a resource is that bears a name the service needs. */
final class Ownership {
    private Ownership() {}

    /**
     * Of something that is the service's by what it does: CloudFormation gave no tags to the listeners that Copilot made, and
     * without them the pipeline may not change them.
     *
     * @throws NotOursException unless it has the service's tags, with the command that gives it them
     * @see <a href="https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1460">CloudFormation's issue</a>
     */
    static void checkTagged(ServiceId id, String what, String arn, Map<String, String> tags) {
        if (!Tags.belongTo(id, tags)) {
            StringBuilder command = new StringBuilder("aws elbv2 add-tags --resource-arns " + arn + " --tags");
            Tags.of(id, Map.of()).forEach((key, value) -> command.append(" Key=%s,Value=%s".formatted(key, value)));
            throw new NotOursException(
                    what, Tags.owner(tags) + ", though it serves this service; give it the service's tags: " + command);
        }
    }

    /** @throws NotOursException unless the tags are those of the service */
    static void check(ServiceId id, String what, Map<String, String> tags) {
        if (!Tags.belongTo(id, tags)) {
            throw new NotOursException(what, Tags.owner(tags));
        }
    }
}
