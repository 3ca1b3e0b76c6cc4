package dev.slipway.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A service, and what it runs now, as far as images go. */
public final class RunningImages {
    private RunningImages() {}

    /** @param image as the manifest says it */
    public static Service service(String image) {
        return TestService.service()
                .of(TestService.BASE.replace("location: nginx", "location: " + image))
                .withImages(Map.of("fe", image));
    }

    /** The container runs the image. */
    public static Existing existing(String container, String image) {
        Service service = service(image);
        EcsServices kind = new EcsServices(null, null, null, null, null);
        EcsService wanted = kind.desired(service, new Existing()).get(0);
        ArrayNode containers = JsonNodeFactory.instance.arrayNode();
        containers.addObject().put("name", container).put("image", image);
        ObjectNode content = JsonNodeFactory.instance.objectNode().set("containerDefinitions", containers);
        Existing existing = new Existing();
        existing.add(kind, List.of(new Found<>(wanted, "arn:service")));
        existing.add(
                new TaskDefinitions(null),
                List.of(new Found<>(new TaskDefinition(wanted.taskDefinition(), content, Map.of()), "arn:definition")));
        return existing;
    }
}
