package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which type of service a manifest is of; with any but two there is nothing more to say about it. */
final class Types {
    private static final Map<String, String> INSTEAD = Map.of(
            "Worker Service",
                    "make it a Backend Service that polls a queue of your own, and name the queue in its variables",
            "Scheduled Job", "let EventBridge Scheduler run an ECS task on the schedule",
            "Request-Driven Web Service", "make it a Load Balanced Web Service, with http and the same image",
            "Static Site", "put the files into an S3 bucket behind CloudFront");

    private Types() {}

    /** Empty if it is none that can be deployed, which is then reported. */
    static Optional<Type> of(Place type) {
        Optional<String> text = type.text().filter(label -> !label.isEmpty());
        if (!type.isSet() || (type.text().isPresent() && text.isEmpty())) {
            type.missing("Load Balanced Web Service or Backend Service");
        } else if (type.isUndefined()) {
            type.error("undefined-variable", "needs a variable that has no value");
        } else if (text.isEmpty()) {
            type.error("wrong-type", "must be a text: Load Balanced Web Service or Backend Service");
        } else if (INSTEAD.containsKey(text.get())) {
            type.error("unsupported", "is " + text.get() + ", which Slipway does not deploy", INSTEAD.get(text.get()));
        } else if (label(text.get()).isEmpty()) {
            String hint = Suggestions.nearest(text.get(), labels())
                    .map(Suggestions::didYouMean)
                    .orElse("it is Load Balanced Web Service or Backend Service");
            type.error("invalid-value", "is no type of service: \"" + Scalars.shortened(text.get()) + "\"", hint);
        }
        return text.flatMap(Types::label);
    }

    private static Optional<Type> label(String text) {
        return Arrays.stream(Type.values())
                .filter(type -> type.label.equals(text))
                .findFirst();
    }

    private static List<String> labels() {
        return Arrays.stream(Type.values()).map(type -> type.label).toList();
    }
}
