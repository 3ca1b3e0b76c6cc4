package dev.slipway.manifest;

import static dev.slipway.manifest.Fields.ANYTHING;
import static dev.slipway.manifest.Fields.DECIMAL;
import static dev.slipway.manifest.Fields.DURATION;
import static dev.slipway.manifest.Fields.OFF;
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

import dev.slipway.manifest.FieldType.Exclusive;
import dev.slipway.manifest.FieldType.Field;
import dev.slipway.manifest.FieldType.Section;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every field that a manifest can have, in every form: the one place that says so. The reader's complaints about unknown
 * keys and wrong types come from here, the merge of an environment's overrides, the JSON Schema for editors
 * ({@code docs/manifest.schema.json}) and the tables of {@code docs/manifest.md}.
 */
final class Schema {
    private static final Section COOLDOWN = section(
            field("in", DURATION, "120s", "How long to wait after tasks were taken away."),
            field("out", DURATION, "60s", "How long to wait after tasks were added."));

    private static final Field QUEUE_DELAY =
            field("queue_delay", ANYTHING, "Only of Worker Services, which Slipway does not deploy: an error.");

    private static final Section RANGE = section(
            required("min", WHOLE, "The fewest tasks."),
            required("max", WHOLE, "The most tasks."),
            field("spot_from", WHOLE, "The number of the first task that runs on Fargate Spot."));

    private static final Section AUTOSCALING = new Section(
            List.of(
                    field("spot", WHOLE, "This many tasks, all of them on Fargate Spot."),
                    field("range", either(TEXT, RANGE), "How many tasks to scale between: `min-max`, or a map."),
                    field("cooldown", COOLDOWN, "The pauses between two scalings, for every metric."),
                    field("cpu_percentage", metric(WHOLE), "The CPU utilization to keep to, from 0 to 100."),
                    field("memory_percentage", metric(WHOLE), "The memory utilization to keep to, from 0 to 100."),
                    field("requests", metric(WHOLE), "The requests per task and minute to keep to."),
                    field("response_time", metric(DURATION), "The average response time to keep to."),
                    QUEUE_DELAY),
            List.of(
                    new Exclusive(
                            Set.of("spot"),
                            Set.of(
                                    "range",
                                    "cooldown",
                                    "cpu_percentage",
                                    "memory_percentage",
                                    "requests",
                                    "response_time",
                                    "queue_delay")),
                    new Exclusive(
                            Set.of(
                                    "range",
                                    "cpu_percentage",
                                    "memory_percentage",
                                    "requests",
                                    "response_time",
                                    "queue_delay"),
                            Set.of("spot"))));

    private static final Section DEPLOYMENT = section(
            field(
                    "rolling",
                    word("default", "recreate"),
                    "default",
                    "`default` starts new tasks before it stops old ones; `recreate` stops them first."),
            field(
                    "rollback_alarms",
                    either(
                            listOf(TEXT),
                            section(
                                    field("cpu_utilization", DECIMAL, "Roll back at this percentage of CPU."),
                                    field("memory_utilization", DECIMAL, "Roll back at this percentage of memory."))),
                    "Alarms that undo a deployment: names of existing ones, or thresholds."),
            field("timeout", DURATION, "30m", "How long a rollout may take (Slipway's own)."));

    private static final Section PUBLISH = section(field(
            "topics",
            listOf(section(
                    required("name", TEXT, "The topic's name: letters, digits, `-` and `_`."),
                    field(
                            "fifo",
                            either(
                                    TRUTH,
                                    section(field(
                                            "content_based_deduplication",
                                            TRUTH,
                                            "Whether equal messages are delivered once."))),
                            "false",
                            "Whether the topic keeps the order of its messages."))),
            "SNS topics that the service publishes to."));

    private static final Section OVERRIDE = section(
            required("path", TEXT, "Where, in CloudFormation's names: `ContainerDefinitions[0].Ulimits[-].Name`."),
            required("value", ANYTHING, "What to put there."));

    private static final List<Field> SERVICE = List.of(
            field("image", ContainerSchema.IMAGE, "The main container's image.").whichIsRequired(),
            field(
                    "http",
                    either(OFF, TrafficSchema.HTTP),
                    "How requests arrive through the Application Load Balancer; a Load Balanced Web Service needs it,"
                            + " or `false`."),
            field(
                    "nlb",
                    TrafficSchema.NLB,
                    "A Network Load Balancer of the service's own; Load Balanced Web Services only."),
            field("cpu", WHOLE, "256", "CPU units of a task, 1024 to a vCPU."),
            field("memory", WHOLE, "512", "Memory of a task in MiB."),
            field(
                    "platform",
                    either(
                            word("linux/x86_64", "linux/arm64", "windows/x86_64"),
                            section(
                                    field("osfamily", TEXT, "The operating system."),
                                    field("architecture", TEXT, "The processor's architecture."))),
                    "linux/x86_64",
                    "What the tasks run on; `amd64` and `arm` are understood too."),
            field("count", either(WHOLE, AUTOSCALING), "1", "How many tasks."),
            field(
                    "exec",
                    either(TRUTH, section(field("enable", TRUTH, "The same."))),
                    "false",
                    "Whether ECS Exec can open a shell in the containers."),
            field("deployment", DEPLOYMENT, "How a new version replaces the old one."),
            field("entrypoint", TEXT_OR_LIST, "the image's", "Overrides the image's ENTRYPOINT."),
            field("command", TEXT_OR_LIST, "the image's", "Overrides the image's CMD."),
            field("network", PlacementSchema.NETWORK, "Where the tasks run, and who can reach them."),
            field("variables", ContainerSchema.VARIABLES, "Environment variables of the main container."),
            field("env_file", TEXT, "A file of environment variables beside the manifest; ends in `.env`."),
            field("secrets", ContainerSchema.SECRETS, "Environment variables that hold secrets."),
            field("storage", PlacementSchema.STORAGE, "Disk space and volumes."),
            field("publish", PUBLISH, "What the service publishes."),
            field("logging", ContainerSchema.LOGGING, "Where the logs go, and for how long."),
            field(
                    "observability",
                    section(field(
                            "tracing", word("awsxray"), "`awsxray` runs the X-Ray collector beside the container.")),
                    "Tracing."),
            field("sidecars", mapOf(ContainerSchema.SIDECAR), "More containers in each task, by name."),
            field("taskdef_overrides", listOf(OVERRIDE), "Changes to the finished task definition."));

    private static final Section ENVIRONMENT = section(Stream.concat(
                    Stream.of(
                            field("name", TEXT, "Has no effect here."), //
                            field("type", TEXT, "Has no effect here.")),
                    SERVICE.stream())
            .toArray(Field[]::new));

    /** The whole manifest, of a Load Balanced Web Service as of a Backend Service. */
    static final Section MANIFEST = section(Stream.of(
                    Stream.of(
                            required("name", TEXT, "The service's name, and the main container's."),
                            required(
                                    "type",
                                    word("Load Balanced Web Service", "Backend Service"),
                                    "The type of the service.")),
                    SERVICE.stream(),
                    Stream.of(field(
                            "environments",
                            mapOf(ENVIRONMENT),
                            "What is different in an environment, by its name; every field above but name and type.")))
            .flatMap(fields -> fields)
            .toArray(Field[]::new));

    private Schema() {}

    private static FieldType metric(FieldType value) {
        return either(
                value,
                alternatives(
                        List.of(),
                        required("value", value, "The same."),
                        field("cooldown", COOLDOWN, "The pauses, for this metric.")));
    }
}
