package dev.slipway.manifest;

import static dev.slipway.manifest.Fields.DURATION;
import static dev.slipway.manifest.Fields.PORT;
import static dev.slipway.manifest.Fields.TEXT;
import static dev.slipway.manifest.Fields.TEXT_OR_LIST;
import static dev.slipway.manifest.Fields.TRUTH;
import static dev.slipway.manifest.Fields.WHOLE;
import static dev.slipway.manifest.Fields.alternatives;
import static dev.slipway.manifest.Fields.either;
import static dev.slipway.manifest.Fields.field;
import static dev.slipway.manifest.Fields.listOf;
import static dev.slipway.manifest.Fields.mapOf;
import static dev.slipway.manifest.Fields.required;
import static dev.slipway.manifest.Fields.section;
import static dev.slipway.manifest.Fields.word;

import dev.slipway.manifest.FieldType.Field;
import dev.slipway.manifest.FieldType.Section;
import java.util.List;
import java.util.Set;

/** The part of {@link Schema} about containers: images, sidecars, what is in their environment, their logs. */
final class ContainerSchema {
    /** A text, or the CloudFormation export that holds it. */
    static final FieldType VALUE =
            either(TEXT, section(required("from_cfn", TEXT, "The name of a CloudFormation export.")));

    static final FieldType VARIABLES = mapOf(VALUE);

    static final FieldType SECRETS = mapOf(either(
            TEXT,
            alternatives(
                    List.of(Set.of("from_cfn"), Set.of("secretsmanager"), Set.of("generate")),
                    field("from_cfn", TEXT, "The name of a CloudFormation export that holds the parameter or ARN."),
                    field(
                            "secretsmanager",
                            TEXT,
                            "The name of a secret in Secrets Manager: `name[:key:stage:version]`."),
                    field(
                            "generate",
                            WHOLE,
                            "Make a parameter of this many random characters, 8 to 1024, unless there is one (Slipway's"
                                    + " own)."))));

    static final FieldType BUILD = either(
            TEXT,
            section(
                    field("dockerfile", TEXT, "Taken, but images are not built."),
                    field("context", TEXT, "Taken, but images are not built."),
                    field("args", mapOf(TEXT), "Taken, but images are not built."),
                    field("target", TEXT, "Taken, but images are not built."),
                    field("cache_from", listOf(TEXT), "Taken, but images are not built.")));

    private static final List<Set<String>> BUILD_OR_LOCATION = List.of(Set.of("build"), Set.of("location"));

    private static final Field BUILD_FIELD =
            field("build", BUILD, "The image is the one that was pushed to the service's ECR repository.");

    private static final Field LOCATION = field("location", TEXT, "An image reference.");

    private static final Field HEALTHCHECK = field(
            "healthcheck",
            section(
                    field(
                            "command",
                            listOf(TEXT),
                            "[CMD-SHELL, curl -f http://localhost/ || exit 1]",
                            "The command that succeeds in a healthy container."),
                    field("interval", DURATION, "10s", "The time from one check to the next."),
                    field("retries", WHOLE, "2", "How often it may fail before the container is unhealthy."),
                    field("timeout", DURATION, "5s", "How long a check may take."),
                    field("start_period", DURATION, "0s", "The time after the start in which failures do not count.")),
            "ECS's health check inside the container; none unless a field of it is given.");

    private static final Field DEPENDS_ON = field(
            "depends_on",
            mapOf(word("start", "healthy", "complete", "success")),
            "Containers to wait for, by name, and until when.");

    private static final Field LABELS = field("labels", mapOf(TEXT), "Docker labels.");

    static final FieldType IMAGE = alternatives(
            BUILD_OR_LOCATION,
            BUILD_FIELD,
            LOCATION,
            field("port", PORT, "The port that the container listens on; required of a Load Balanced Web Service."),
            field("credentials", TEXT, "ARN of the secret with a private registry's credentials."),
            LABELS,
            DEPENDS_ON,
            HEALTHCHECK);

    static final Section SIDECAR = section(
            required(
                    "image",
                    either(TEXT, alternatives(BUILD_OR_LOCATION, BUILD_FIELD, LOCATION)),
                    "The image: a reference, or a map with `location` or `build`."),
            field("port", TEXT, "The port that it listens on: `<port>[/tcp|/udp]`."),
            field("essential", TRUTH, "true", "Whether the task ends when this container does."),
            field("credentialsParameter", TEXT, "ARN of the secret with a private registry's credentials."),
            field("variables", VARIABLES, "Its environment variables."),
            field("secrets", SECRETS, "Its secrets."),
            field("env_file", TEXT, "A file of environment variables; ends in `.env`."),
            LABELS,
            DEPENDS_ON,
            HEALTHCHECK,
            field("entrypoint", TEXT_OR_LIST, "the image's", "Overrides the image's ENTRYPOINT."),
            field("command", TEXT_OR_LIST, "the image's", "Overrides the image's CMD."),
            field(
                    "mount_points",
                    listOf(section(
                            required("source_volume", TEXT, "The name of a volume in `storage.volumes`."),
                            required("path", TEXT, "Where it is mounted."),
                            field("read_only", TRUTH, "true", "Whether it can only be read."))),
                    "Volumes that it mounts."));

    static final Section LOGGING = section(
            field("retention", WHOLE, "30", "For how many days CloudWatch keeps the logs."),
            field(
                    "image",
                    TEXT,
                    "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable",
                    "The log router's image. Every field but `retention` switches the log router (FireLens) on."),
            field("destination", mapOf(TEXT), "Options of the log router's output."),
            field("enableMetadata", TRUTH, "true", "Whether logs say which task they are from."),
            field("secretOptions", SECRETS, "Options of the log router's output that are secrets."),
            field("configFilePath", TEXT, "A configuration file inside the log router's image."),
            field("variables", VARIABLES, "The log router's environment variables."),
            field("secrets", SECRETS, "The log router's secrets."),
            field("env_file", TEXT, "A file of environment variables for the log router; ends in `.env`."));

    private ContainerSchema() {}
}
