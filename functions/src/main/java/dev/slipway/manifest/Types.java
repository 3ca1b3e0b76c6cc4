package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Type;
import dev.slipway.manifest.Node.Mapping;
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

    /** The one problem of a manifest whose type cannot be deployed. */
    static Optional<Problem> refusal(Mapping manifest) {
        Problems problems = new Problems();
        Place type = Place.of(manifest, problems).at("type");
        Optional<String> text = type.text().filter(label -> !label.isEmpty());
        if (!type.isSet() || (type.text().isPresent() && text.isEmpty())) {
            type.missing("Load Balanced Web Service or Backend Service");
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
        return problems.inOrder().stream().findFirst();
    }

    /** Of a manifest that is not refused. */
    static Type of(Mapping manifest) {
        return Place.of(manifest, new Problems())
                .at("type")
                .text()
                .flatMap(Types::label)
                .orElseThrow();
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
