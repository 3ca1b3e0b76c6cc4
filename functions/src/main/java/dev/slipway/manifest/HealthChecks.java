package dev.slipway.manifest;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Warnings about health checks that AWS is going to refuse, or that no task can pass: Copilot let them through, and a
 * deployment fails over them only when it is halfway.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html">limits of
 *     target groups</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html">limits of containers</a>
 */
final class HealthChecks {
    private static final int DEFAULT_INTERVAL = 30;
    private static final int DEFAULT_TIMEOUT = 5;
    private static final int LONGEST_PATH = 1024;
    private static final Pattern HTTP_CODES = Pattern.compile("[2-4][0-9]{2}([-,][2-4][0-9]{2})*");
    private static final Pattern GRPC_CODES = Pattern.compile("[0-9]{1,2}([-,][0-9]{1,2})*");

    private HealthChecks() {}

    /** @param http whether requests are asked for; else connections, which have neither path nor codes */
    static void ofLoadBalancer(Place check, boolean http, boolean grpc) {
        inRange(check.at("healthy_threshold"), check.at("healthy_threshold").integer(), 2, 10, "");
        inRange(check.at("unhealthy_threshold"), check.at("unhealthy_threshold").integer(), 2, 10, "");
        OptionalInt interval = check.at("interval").seconds();
        OptionalInt timeout = check.at("timeout").seconds();
        boolean inRange = inRange(check.at("interval"), interval, 5, 300, "s")
                & inRange(check.at("timeout"), timeout, 2, 120, "s");
        if (http && inRange && interval.orElse(DEFAULT_INTERVAL) <= timeout.orElse(DEFAULT_TIMEOUT)) {
            Place place = timeout.isPresent() ? check.at("timeout") : check.at("interval");
            doubtful(
                    place,
                    "makes the timeout of %ds as long as the interval of %ds, or longer, which Elastic Load Balancing refuses"
                            .formatted(timeout.orElse(DEFAULT_TIMEOUT), interval.orElse(DEFAULT_INTERVAL)),
                    "the timeout has to be shorter than the interval");
        }
        if (http) {
            path(check.isMap() ? check.at("path") : check);
            codes(check.at("success_codes"), grpc);
        }
    }

    static void ofContainer(Place check) {
        inRange(check.at("interval"), check.at("interval").seconds(), 5, 300, "s");
        inRange(check.at("timeout"), check.at("timeout").seconds(), 2, 60, "s");
        inRange(check.at("start_period"), check.at("start_period").seconds(), 0, 300, "s");
        inRange(check.at("retries"), check.at("retries").integer(), 1, 10, "");
    }

    /** ECS ignores failed checks for so long that the rollout is given up before it has seen one. */
    static void gracePeriod(Place place, int rolloutTimeout) {
        OptionalInt period = place.seconds();
        if (period.isPresent() && period.getAsInt() >= rolloutTimeout) {
            doubtful(
                    place,
                    "is %ds, and the rollout is given up after %ds".formatted(period.getAsInt(), rolloutTimeout),
                    "shorten it, or set deployment.timeout to more");
        }
    }

    private static void path(Place place) {
        String path = place.text().orElse("/");
        if (path.contains("://")) {
            doubtful(
                    place,
                    "looks like an address; it is asked of the task as the path /" + Scalars.shortened(path),
                    "");
        } else if (path.length() > LONGEST_PATH || !path.chars().allMatch(c -> c > ' ' && c < 127)) {
            doubtful(
                    place,
                    "is a path that Elastic Load Balancing refuses",
                    "it has up to 1024 characters, without spaces; others are written as %20 and the like");
        }
    }

    private static void codes(Place place, boolean grpc) {
        String codes = place.text().map(text -> text.replace(" ", "")).orElse("");
        if (!codes.isEmpty() && !(grpc ? GRPC_CODES : HTTP_CODES).matcher(codes).matches()) {
            doubtful(
                    place,
                    "has codes that Elastic Load Balancing refuses: " + Scalars.shortened(codes),
                    grpc
                            ? "codes of gRPC are from 0 to 99: 12, or 0,12 or 0-99"
                            : "codes of HTTP are from 200 to 499: 200, or 200,301 or 200-399");
        }
    }

    private static boolean inRange(Place place, OptionalInt value, int least, int most, String unit) {
        boolean fits = value.isEmpty() || value.getAsInt() >= least && value.getAsInt() <= most;
        if (!fits) {
            doubtful(
                    place,
                    "is %d%s, and AWS takes %d%s to %d%s".formatted(value.getAsInt(), unit, least, unit, most, unit),
                    "");
        }
        return fits;
    }

    private static void doubtful(Place place, String says, String hint) {
        place.warning("health-check", says, hint);
    }
}
