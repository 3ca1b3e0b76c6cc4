package dev.slipway.manifest;

import static dev.slipway.manifest.Fields.TEXT;
import static dev.slipway.manifest.Fields.TEXT_OR_LIST;
import static dev.slipway.manifest.Fields.TRUTH;
import static dev.slipway.manifest.Fields.UNSIGNED;
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

/** The part of {@link Schema} about networks and volumes. */
final class PlacementSchema {
    private static final Section TAGGED =
            section(required("from_tags", mapOf(TEXT_OR_LIST), "Tags that the subnets have."));

    private static final Field SUBNETS =
            field("subnets", either(listOf(TEXT), TAGGED), "Subnets: a list of ids, or tags to find them by.");

    private static final Section GROUPS = section(
            field("deny_default", TRUTH, "false", "Whether the environment's own group is left out."),
            field("groups", listOf(ContainerSchema.VALUE), "Security groups."));

    private static final Section VPC = section(
            field(
                    "placement",
                    either(word("public", "private"), section(SUBNETS)),
                    "public",
                    "The environment's public or private subnets, or a map with others."),
            field(
                    "security_groups",
                    either(listOf(ContainerSchema.VALUE), GROUPS),
                    "More security groups: a list, or a map."));

    static final Section NETWORK = section(
            field(
                    "connect",
                    either(TRUTH, section(field("alias", TEXT, "the service's name", "Its name in Service Connect."))),
                    "false",
                    "Whether other services can reach it through Service Connect."),
            field("vpc", VPC, "Subnets and security groups."));

    private static final FieldType EFS = either(
            TRUTH,
            alternatives(
                    List.of(Set.of("uid", "gid"), Set.of("id", "root_dir", "auth")),
                    field("uid", UNSIGNED, "User id that owns the files, on the environment's file system."),
                    field("gid", UNSIGNED, "Group id that owns the files."),
                    field("id", ContainerSchema.VALUE, "A file system of your own."),
                    field("root_dir", TEXT, "/", "The directory to mount."),
                    field(
                            "auth",
                            section(
                                    field("iam", TRUTH, "false", "Whether the task's role decides what it may do."),
                                    field("access_point_id", TEXT, "The access point to go through.")),
                            "How to reach it.")));

    static final Section STORAGE = section(
            field("ephemeral", WHOLE, "20", "Disk space of a task in GiB, 20 to 200."),
            field("readonly_fs", TRUTH, "Whether the main container cannot write to its own file system."),
            field(
                    "volumes",
                    mapOf(section(
                            required("path", TEXT, "Where the main container mounts it."),
                            field("read_only", TRUTH, "true", "Whether the main container can only read it."),
                            field(
                                    "efs",
                                    EFS,
                                    "false",
                                    "Whether it is on EFS: `true` for the environment's file system, or a map."))),
                    "Volumes, by name."));

    private PlacementSchema() {}
}
