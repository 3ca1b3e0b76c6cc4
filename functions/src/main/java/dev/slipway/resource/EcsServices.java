package dev.slipway.resource;

/** Stand-in until the real class is merged. */
public final class EcsServices {
    private EcsServices() {}

    public static String nameOf(Service service, Existing existing) {
        return service.id().stem();
    }
}
