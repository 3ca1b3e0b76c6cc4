package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.FireLens;
import dev.slipway.manifest.Manifest.Logging;
import dev.slipway.manifest.Manifest.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads where logs go. */
final class Logs {
    static final String ROUTER = "firelens_log_router";

    private static final String ROUTER_IMAGE = "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable";
    private static final int DEFAULT_RETENTION = 30;

    /** <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html">PutRetentionPolicy</a>. */
    private static final List<Integer> RETENTIONS = List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    private static final List<String> ROUTER_KEYS = List.of(
            "image",
            "destination",
            "enableMetadata",
            "secretOptions",
            "configFilePath",
            "variables",
            "secrets",
            "env_file");

    private Logs() {}

    static Logging logging(Place logging) {
        Place retention = logging.at("retention");
        OptionalInt days = retention.integer();
        if (days.isPresent() && !RETENTIONS.contains(days.getAsInt())) {
            retention.error(
                    "invalid-value",
                    "must be a number of days that CloudWatch offers, not " + days.getAsInt(),
                    "the nearest is " + nearest(days.getAsInt()));
        }
        boolean router = ROUTER_KEYS.stream().anyMatch(key -> logging.at(key).isSet());
        return new Logging(days.orElse(DEFAULT_RETENTION), router ? Optional.of(fireLens(logging)) : Optional.empty());
    }

    private static FireLens fireLens(Place logging) {
        Map<String, Value> variables = Variables.variables(logging.at("variables"));
        return new FireLens(
                logging.at("image").text().filter(image -> !image.isBlank()).orElse(ROUTER_IMAGE),
                logging.at("destination").textMap(),
                logging.at("enableMetadata").truth().orElse(true),
                Variables.secrets(logging.at("secretOptions"), Map.of()),
                logging.at("configFilePath").text(),
                variables,
                Variables.secrets(logging.at("secrets"), variables),
                Variables.envFile(logging.at("env_file")));
    }

    private static int nearest(int days) {
        return RETENTIONS.stream()
                .min((a, b) -> Long.compare(Math.abs((long) a - days), Math.abs((long) b - days)))
                .orElseThrow();
    }
}
