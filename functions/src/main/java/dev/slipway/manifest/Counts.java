package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Count;
import dev.slipway.manifest.Manifest.Scaling;
import dev.slipway.manifest.Manifest.ScalingMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how many tasks a service has, and how it scales. */
final class Counts {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})");
    private static final String METRICS = "cpu_percentage, memory_percentage, requests and response_time";
    private static final int SCALE_IN_COOLDOWN = 120;
    private static final int SCALE_OUT_COOLDOWN = 60;

    private Counts() {}

    static Count count(Place place) {
        if (!place.isMap()) {
            return new Count.Fixed(notNegative(place).orElse(1));
        }
        Place spot = place.at("spot");
        Place range = place.at("range");
        if (place.at("queue_delay").isSet()) {
            place.at("queue_delay").error("unsupported", "scales a Worker Service only", "scale by " + METRICS);
        }
        boolean scales = hasMetrics(place);
        if (spot.isSet() && (range.isSet() || scales)) {
            spot.error("conflict", "cannot stand beside range and metrics", "in a range, write spot_from instead");
        } else if (range.isSet() && !scales) {
            range.error("missing", "needs something to scale by: one of " + METRICS);
        } else if (scales && !range.isSet()) {
            place.at("range").missing("metrics scale within a range, such as 1-10");
        } else if (place.at("cooldown").isSet() && !scales) {
            place.at("cooldown").error("missing", "needs something to scale by: one of " + METRICS);
        } else if (!spot.isSet() && !range.isSet()) {
            place.error("missing", "must have spot, or range and something to scale by");
        }
        if (spot.isSet()) {
            return new Count.Spot(notNegative(spot).orElse(1));
        }
        return range(range, metrics(place));
    }

    private static boolean hasMetrics(Place count) {
        for (ScalingMetric metric : ScalingMetric.values()) {
            if (count.at(metric.key).isSet()) {
                return true;
            }
        }
        return false;
    }

    private static Count range(Place place, List<Scaling> metrics) {
        if (place.text().isPresent()) {
            Matcher range = RANGE.matcher(place.text().get());
            if (!range.matches()) {
                place.error("invalid-value", "must be the fewest and the most tasks, such as 1-10");
                return new Count.Range(1, 1, OptionalInt.empty(), metrics);
            }
            int min = Integer.parseInt(range.group(1));
            int max = Integer.parseInt(range.group(2));
            checkOrder(place, min, max);
            return new Count.Range(min, max, OptionalInt.empty(), metrics);
        }
        for (String key : List.of("min", "max")) {
            if (place.isMap() && !place.at(key).isSet()) {
                place.at(key).missing("a range has a fewest and a most number of tasks");
            }
        }
        int min = notNegative(place.at("min")).orElse(1);
        int max = notNegative(place.at("max")).orElse(min);
        checkOrder(place, min, max);
        return new Count.Range(min, max, notNegative(place.at("spot_from")), metrics);
    }

    private static void checkOrder(Place place, int min, int max) {
        if (min > max) {
            place.error("invalid-value", "has a minimum of " + min + " that is above its maximum of " + max);
        }
    }

    private static List<Scaling> metrics(Place count) {
        List<Scaling> metrics = new ArrayList<>();
        for (ScalingMetric metric : ScalingMetric.values()) {
            Place place = count.at(metric.key);
            if (place.isSet()) {
                metrics.add(metric(metric, place, count.at("cooldown")));
            }
        }
        return metrics;
    }

    private static Scaling metric(ScalingMetric metric, Place place, Place cooldown) {
        Place value = place.isMap() ? place.at("value") : place;
        if (!value.isSet()) {
            value.missing("the value of the metric to keep to");
        }
        return new Scaling(
                metric,
                target(metric, value),
                cooldown(place.at("cooldown").at("in"), cooldown.at("in"), SCALE_IN_COOLDOWN),
                cooldown(place.at("cooldown").at("out"), cooldown.at("out"), SCALE_OUT_COOLDOWN));
    }

    private static double target(ScalingMetric metric, Place value) {
        return switch (metric) {
            case CPU, MEMORY -> {
                OptionalInt percent = value.integer();
                if (percent.isPresent() && (percent.getAsInt() < 0 || percent.getAsInt() > 100)) {
                    value.error("invalid-value", "must be a percentage from 0 to 100, not " + percent.getAsInt());
                }
                yield percent.orElse(0);
            }
            case REQUESTS -> notNegative(value).orElse(0);
            case RESPONSE_TIME -> value.exactSeconds().orElse(0);
        };
    }

    /** Application Auto Scaling takes whole seconds only, so that a fraction is rounded up. */
    private static int cooldown(Place own, Place shared, int byDefault) {
        OptionalDouble seconds = own.isSet() ? own.exactSeconds() : shared.exactSeconds();
        return seconds.isPresent() ? (int) Math.ceil(seconds.getAsDouble()) : byDefault;
    }

    private static OptionalInt notNegative(Place place) {
        OptionalInt number = place.integer();
        if (number.isPresent() && number.getAsInt() < 0) {
            place.error("invalid-value", "must not be negative");
            return OptionalInt.empty();
        }
        return number;
    }
}
