package dev.slipway.deployment;

import dev.slipway.environment.EcrImage;
import dev.slipway.environment.Images;
import dev.slipway.resource.Existing;
import dev.slipway.resource.Service;
import dev.slipway.resource.TaskDefinitions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which containers run exactly the image that was pushed, instead of whatever their tag stands for when a task starts.
 *
 * <p>An image that a manifest names by a tag is taken as it is written, until an image is pushed under that tag: from then
 * on the container is pinned to the digest that the tag has. That it is stands in the task definition that the service
 * runs, and nowhere else; so the next upload of the manifest finds nothing to change, whoever makes it.
 */
public final class Pinning {
    private final Images images;

    public Pinning(Images images) {
        this.images = images;
    }

    /** @param tags that the service's containers run, by container */
    Service pin(Deployment deployment, Service service, Existing existing, Map<String, EcrImage> tags) {
        Map<String, String> running = TaskDefinitions.images(existing);
        Map<String, String> pinned = new TreeMap<>();
        tags.forEach((container, image) -> {
            Optional<String> now = Optional.ofNullable(running.get(container))
                    .filter(reference -> reference.startsWith(image.pinned("sha256:")))
                    .map(reference -> reference.substring(image.pinned("").length()));
            if (deployment.checksForDrift()) {
                // What was pushed since is the push's matter, not something that was changed by hand.
                now.ifPresent(digest -> pinned.put(container, image.pinned(digest)));
                return;
            }
            Optional<String> pushed = Optional.ofNullable(deployment.pushed.get(image.toString()));
            if (pushed.isPresent() || now.isPresent()) {
                // Events come in any order: what the tag stands for now is the newest. It may be gone already, though.
                Optional<String> digest = images.digest(image).or(() -> pushed).or(() -> now);
                pinned.put(container, image.pinned(digest.get()));
            }
        });
        return service.withImages(pinned);
    }
}
