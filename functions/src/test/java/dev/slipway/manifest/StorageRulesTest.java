package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What Copilot refuses about volumes. */
class StorageRulesTest {
    @Test
    void ephemeralStorageHasLimits() {
        Given.refused("storage: {ephemeral: «19}\n", "invalid-value", "must be from 20 to 200 GiB");
        Given.refused("storage: {ephemeral: «201}\n", "invalid-value", "must be from 20 to 200 GiB");
        assertThat(Given.accepted("storage: {ephemeral: 20}\n").storage().ephemeral())
                .isEmpty();
        assertThat(Given.accepted("storage: {ephemeral: 21}\n").storage().ephemeral())
                .hasValue(21);
    }

    @Test
    void aVolumeHasAPathOfSafeCharacters() {
        Given.refused("storage: {volumes: {«v: {efs: true}}}\n", "missing", "storage.volumes.v.path must be given");
        Given.refused(
                "storage: {volumes: {v: {path: «/a b}}}\n", "invalid-value", "may only have letters, digits and -._/");
    }

    @Test
    void aFileSystemIsUsedAsItCanBe() {
        refusedEfs("«efs: {uid: 1}", "missing", "efs.gid must be given");
        refusedEfs("«efs: {gid: 1}", "missing", "efs.uid must be given");
        refusedEfs("efs: {uid: «0, gid: 1}", "invalid-value", "must not be 0");
        refusedEfs(
                "efs: {id: fs-1, root_dir: «/x, auth: {iam: true, access_point_id: a}}",
                "conflict",
                "root_dir must be left out");
        refusedEfs("efs: {id: fs-1, auth: {iam: «false, access_point_id: a}}", "conflict", "iam must be true");
        refusedEfs("efs: {id: fs-1, root_dir: «'/a b'}", "invalid-value", "may only have letters");
        refusedEfs("«efs: {root_dir: /x}", "missing", "efs.id must be given");
        refusedEfs("«efs: {}", "missing", "efs.id must be given");
    }

    private static void refusedEfs(String efs, String code, String message) {
        Given.refused("storage: {volumes: {v: {path: /v, " + efs + "}}}\n", code, message);
    }

    @Test
    void oneVolumeIsOnTheEnvironmentsFileSystem() {
        Given.refused(
                "storage: {volumes: {a: {path: /a, efs: true}, b: {path: /b, «efs: {uid: 1, gid: 1}}}}\n",
                "conflict",
                "is a second volume on the environment's file system");
    }

    @Test
    void aMountNamesAVolumeThatExistsAndAPath() {
        Given.refused(
                "sidecars: {s: {image: x, mount_points: [«{path: /v}]}}\n", "missing", "source_volume must be given");
        Given.refused(
                "storage: {volumes: {v: {path: /v}}}\nsidecars: {s: {image: x, mount_points: [«{source_volume: v}]}}\n",
                "missing",
                "mount_points[0].path must be given");
        Given.refused(
                "storage: {volumes: {v: {path: /v}}}\n"
                        + "sidecars: {s: {image: x, mount_points: [{source_volume: v, path: «'a b'}]}}\n",
                "invalid-value",
                "may only have letters");
        Given.refused(
                "sidecars: {s: {image: x, mount_points: [{source_volume: «v, path: /v}]}}\n",
                "invalid-value",
                "names a volume that is not in storage.volumes: v");
        Given.accepted("sidecars: {s: {image: x, mount_points: [{source_volume: v, path: /v}]}}\n"
                + "taskdef_overrides: [{path: 'Volumes[-]', value: {Name: v}}]\n");
    }
}
