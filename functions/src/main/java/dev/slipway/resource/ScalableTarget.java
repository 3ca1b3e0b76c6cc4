package dev.slipway.resource;

/**
 * An ECS service whose number of tasks Application Auto Scaling keeps between two bounds.
 *
 * @param ecsService name of the ECS service in the environment's cluster
 */
public record ScalableTarget(String ecsService, int min, int max) implements Resource {
    @Override
    public String key() {
        return ecsService;
    }
}
