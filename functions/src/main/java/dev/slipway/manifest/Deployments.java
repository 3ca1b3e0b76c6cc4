package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Deployment;
import dev.slipway.manifest.Manifest.Override;
import dev.slipway.manifest.Manifest.Topic;
import dev.slipway.manifest.Node.Mapping;
import dev.slipway.manifest.Node.Scalar;
import dev.slipway.manifest.Node.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads how versions replace each other, what is published, and changes to the task definition. */
final class Deployments {
    private static final int DEFAULT_TIMEOUT = 1800;
    private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern OVERRIDE_PATH =
            Pattern.compile("[a-zA-Z0-9_-]+(\\[([0-9]{1,6}|-)])?(\\.[a-zA-Z0-9_-]+(\\[([0-9]{1,6}|-)])?)*");
    private static final Pattern FIXED = Pattern.compile("Family|ContainerDefinitions\\[[0-9]+]\\.Name");

    private Deployments() {}

    static Deployment deployment(Place deployment) {
        Place rolling = deployment.at("rolling");
        String strategy = rolling.text().orElse("default").toLowerCase(Locale.ROOT);
        if (!strategy.equals("default") && !strategy.equals("recreate")) {
            rolling.error("invalid-value", "must be default or recreate, not \"" + Scalars.shortened(strategy) + "\"");
        }
        Place alarms = deployment.at("rollback_alarms");
        OptionalInt timeout = deployment.at("timeout").seconds();
        if (timeout.isPresent() && timeout.getAsInt() == 0) {
            deployment.at("timeout").error("invalid-value", "must be longer than 0s");
        }
        return new Deployment(
                strategy.equals("recreate"),
                alarms.texts(),
                threshold(alarms.at("cpu_utilization")),
                threshold(alarms.at("memory_utilization")),
                timeout.orElse(DEFAULT_TIMEOUT));
    }

    static List<Topic> topics(Place publish) {
        List<Topic> topics = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Place place : publish.at("topics").items()) {
            Place name = place.at("name");
            Optional<String> text = name.text().filter(t -> !t.isEmpty());
            if (text.isEmpty() && !name.isUndefined()) {
                name.missing("the topic's name");
            } else if (text.isPresent() && !TOPIC_NAME.matcher(text.get()).matches()) {
                name.error("invalid-value", "may only have letters, digits, - and _");
            }
            Place fifo = place.at("fifo");
            Topic topic = new Topic(
                    text.orElse(""),
                    fifo.isMap() || fifo.truth().orElse(false),
                    fifo.at("content_based_deduplication").truth());
            if (text.isPresent() && !names.add(topic.fullName())) {
                name.error("conflict", "is the name of another topic already: " + Scalars.shortened(topic.fullName()));
            }
            topics.add(topic);
        }
        return topics;
    }

    static List<Override> overrides(Place place) {
        List<Override> overrides = new ArrayList<>();
        for (Place override : place.items()) {
            Place path = override.at("path");
            Optional<String> text = path.text().filter(t -> !t.isEmpty());
            if (text.isEmpty() && !path.isUndefined()) {
                path.missing("such as ContainerDefinitions[0].Ulimits[-].Name");
            } else if (text.isPresent() && FIXED.matcher(text.get()).matches()) {
                path.error("unsupported", "cannot be overridden: " + text.get());
            } else if (text.isPresent() && !OVERRIDE_PATH.matcher(text.get()).matches()) {
                path.error(
                        "invalid-value",
                        "must be names with dots between them, each with [n] or [-] if it is a list",
                        "such as ContainerDefinitions[0].Ulimits[-].Name");
            }
            if (!override.at("value").isSet()) {
                override.at("value").missing("what to put there");
            }
            override.at("value").node().ifPresent(value -> overrides.add(new Override(text.orElse(""), value(value))));
        }
        return overrides;
    }

    private static Optional<Double> threshold(Place place) {
        OptionalDouble threshold = place.decimal();
        if (threshold.isPresent() && threshold.getAsDouble() < 0) {
            place.error("invalid-value", "must not be negative");
        }
        return threshold.isPresent() ? Optional.of(threshold.getAsDouble()) : Optional.empty();
    }

    private static Object value(Node node) {
        if (node instanceof Scalar scalar) {
            return Scalars.anything(scalar);
        }
        if (node instanceof Sequence sequence) {
            List<Object> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(value(item)));
            return items;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        ((Mapping) node).entries().forEach((key, entry) -> map.put(key, value(entry.value())));
        return map;
    }
}
