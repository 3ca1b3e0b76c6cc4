package dev.slipway.resource;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import java.util.Map;

/** Whose a resource is that bears a name the service needs. */
final class Ownership {
    private Ownership() {}

    /** @throws NotOursException unless the tags are those of the service */
    static void check(ServiceId id, String what, Map<String, String> tags) {
        if (!Tags.belongTo(id, tags)) {
            throw new NotOursException(what, Tags.owner(tags));
        }
    }
}
