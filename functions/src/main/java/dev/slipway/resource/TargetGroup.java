package dev.slipway.resource;

/** Stand-in until the real class is merged. */
public record TargetGroup(String name) implements Resource {
    @Override
    public String key() {
        return name;
    }
}
