package dev.slipway.manifest;

import static dev.slipway.manifest.Fields.DURATION;
import static dev.slipway.manifest.Fields.PORT;
import static dev.slipway.manifest.Fields.TEXT;
import static dev.slipway.manifest.Fields.TRUTH;
import static dev.slipway.manifest.Fields.WHOLE;
import static dev.slipway.manifest.Fields.either;
import static dev.slipway.manifest.Fields.field;
import static dev.slipway.manifest.Fields.listOf;
import static dev.slipway.manifest.Fields.required;
import static dev.slipway.manifest.Fields.section;
import static dev.slipway.manifest.Fields.word;

import dev.slipway.manifest.FieldType.Field;
import dev.slipway.manifest.FieldType.Section;
import java.util.List;
import java.util.stream.Stream;

/** The part of {@link Schema} about load balancers. */
final class TrafficSchema {
    private static final FieldType ALIAS = alias("The Route 53 zone to write its record to.");

    /** What is not supported of it is a field nevertheless: the error says so, and not that there is no such field. */
    private static final FieldType NETWORK_ALIAS =
            alias("Not supported: records for it are written to the environment's zone only.");

    private static final Field GRACE_PERIOD = field(
            "grace_period",
            DURATION,
            "60s",
            "The time after a task's start in which failed checks do not count; not in additional rules or listeners.");

    private static final List<Field> THRESHOLDS = List.of(
            field("healthy_threshold", WHOLE, "Elastic Load Balancing's", "Checks that must succeed."),
            field("unhealthy_threshold", WHOLE, "Elastic Load Balancing's", "Checks that must fail."),
            field("interval", DURATION, "Elastic Load Balancing's", "The time from one check to the next."),
            field("timeout", DURATION, "Elastic Load Balancing's", "How long a check may take."),
            GRACE_PERIOD);

    private static final List<Field> RULE = List.of(
            required("path", TEXT, "The path whose requests come to the service, with everything below it."),
            field("version", word("grpc", "http1", "http2"), "http1", "The protocol towards the tasks."),
            field(
                            "healthcheck",
                            either(
                                    TEXT,
                                    sectionOf(
                                            List.of(
                                                    field("path", TEXT, "/", "The path to ask."),
                                                    field("port", WHOLE, "the target port", "The port to ask."),
                                                    field("success_codes", TEXT, "200", "Codes of a healthy task.")),
                                            THRESHOLDS)),
                            "/",
                            "The load balancer's health check: a path, or a map.")
                    .whichMustHaveAValue(),
            field("stickiness", TRUTH, "false", "Whether a client's requests keep going to one task."),
            field("alias", ALIAS, "Host names of the rule: one, a list, or a list of maps."),
            field("hosted_zone", TEXT, "The Route 53 zone of the aliases that do not name one."),
            field("deregistration_delay", DURATION, "60s", "How long open requests may finish on a task that stops."),
            field("target_container", TEXT, "the main container", "The container that answers."),
            field("target_port", PORT, "the container's port", "The port that answers."),
            field("allowed_source_ips", listOf(TEXT), "Ranges of IP addresses (CIDR) that may come in."),
            field("redirect_to_https", TRUTH, "true", "Whether HTTP is redirected, where there is HTTPS."));

    static final Section HTTP = sectionOf(
            RULE,
            List.of(
                    field("targetContainer", TEXT, "The old spelling of `target_container`."),
                    field("alb", TEXT, "Name or ARN of a load balancer of your own, instead of the environment's."),
                    field(
                            "additional_rules",
                            listOf(sectionOf(RULE, List.of())),
                            "More rules: the fields above, each time.")));

    private static final List<Field> LISTENER = List.of(
            required("port", TEXT, "The port to listen on: `<port>[/tcp|/udp|/tls]`."),
            field(
                    "healthcheck",
                    sectionOf(List.of(field("port", WHOLE, "the target port", "The port to ask, by TCP.")), THRESHOLDS),
                    "The load balancer's health check."),
            field("target_container", TEXT, "the main container", "The container that answers."),
            field("target_port", WHOLE, "the listener's port", "The port that answers."),
            field(
                    "ssl_policy",
                    TEXT,
                    "ELBSecurityPolicy-TLS13-1-2-2021-06",
                    "The TLS versions and ciphers of a TLS listener."),
            field("stickiness", TRUTH, "Whether a client's connections keep going to one task."),
            field("deregistration_delay", DURATION, "60s", "How long open connections may last on a task that stops."));

    static final Section NLB = sectionOf(
            LISTENER,
            List.of(
                    field("alias", NETWORK_ALIAS, "Host names of the load balancer."),
                    field(
                            "additional_listeners",
                            listOf(sectionOf(LISTENER, List.of())),
                            "More listeners: the fields above but `alias`, each time.")));

    private TrafficSchema() {}

    private static FieldType alias(String hostedZone) {
        return either(
                TEXT,
                listOf(either(
                        TEXT,
                        section(required("name", TEXT, "A host name."), field("hosted_zone", TEXT, hostedZone)))));
    }

    private static Section sectionOf(List<Field> first, List<Field> more) {
        return section(Stream.concat(first.stream(), more.stream()).toArray(Field[]::new));
    }
}
