package dev.slipway.resource;

import java.util.List;

/** Stand-in until the real class is merged. */
public final class TargetGroups {
    private TargetGroups() {}

    public static List<TargetGroup> of(Service service, Existing existing) {
        return service.loadBalancer().isEmpty() ? List.of() : List.of(new TargetGroup("group"));
    }
}
