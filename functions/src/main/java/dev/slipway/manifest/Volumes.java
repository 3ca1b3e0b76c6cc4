package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.FileSystem;
import dev.slipway.manifest.Manifest.Posix;
import dev.slipway.manifest.Manifest.Storage;
import dev.slipway.manifest.Manifest.Value;
import dev.slipway.manifest.Manifest.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Reads a task's disk space and volumes. */
final class Volumes {
    private static final int SMALLEST = 20;
    private static final int LARGEST = 200;

    private Volumes() {}

    static Storage storage(Place storage) {
        Map<String, Volume> volumes = new TreeMap<>();
        storage.at("volumes").entries().forEach((name, volume) -> volumes.put(name, volume(volume)));
        refuseSecondManaged(storage.at("volumes"), volumes);
        return new Storage(
                ephemeral(storage.at("ephemeral")), storage.at("readonly_fs").truth(), volumes);
    }

    private static OptionalInt ephemeral(Place place) {
        OptionalInt size = place.integer();
        if (size.isPresent() && (size.getAsInt() < SMALLEST || size.getAsInt() > LARGEST)) {
            place.error("invalid-value", "must be from 20 to 200 GiB, not " + size.getAsInt());
        }
        // Every task has 20 GiB, and ECS refuses to be asked for exactly that.
        return size.isPresent() && size.getAsInt() == SMALLEST ? OptionalInt.empty() : size;
    }

    private static Volume volume(Place volume) {
        return new Volume(
                Containers.mountPath(volume.at("path")),
                volume.at("read_only").truth().orElse(true),
                fileSystem(volume.at("efs")));
    }

    private static Optional<FileSystem> fileSystem(Place efs) {
        if (!efs.isMap()) {
            return efs.truth().filter(on -> on).map(on -> new FileSystem.Managed(Optional.empty()));
        }
        boolean owner = efs.at("uid").isSet() || efs.at("gid").isSet();
        boolean own = List.of("id", "root_dir", "auth").stream()
                .anyMatch(key -> efs.at(key).isSet());
        if (owner && own) {
            efs.error(
                    "conflict",
                    "must have one, not both, of uid/gid and id/root_dir/auth",
                    "uid and gid are of the environment's file system, the others of one of your own");
            return Optional.empty();
        }
        if (owner) {
            return Optional.of(new FileSystem.Managed(posix(efs)));
        }
        return ownFileSystem(efs);
    }

    private static Optional<Posix> posix(Place efs) {
        Place uid = efs.at("uid");
        Place gid = efs.at("gid");
        if (!uid.isSet()) {
            uid.missing("it belongs to gid");
        }
        if (!gid.isSet()) {
            gid.missing("it belongs to uid");
        }
        if (uid.whole().isPresent() && uid.whole().getAsLong() == 0) {
            uid.error("invalid-value", "must not be 0: that is root");
        }
        return Optional.of(new Posix(uid.whole().orElse(1), gid.whole().orElse(1)));
    }

    private static Optional<FileSystem> ownFileSystem(Place efs) {
        Place id = efs.at("id");
        Optional<Value> value = Variables.value(id);
        if (!id.isSet() || value.filter(new Value.Text("")::equals).isPresent()) {
            id.missing("the id of an EFS file system, or write efs: true for the environment's");
        }
        Place rootDir = efs.at("root_dir");
        String root = rootDir.text().filter(dir -> !dir.isEmpty()).orElse("/");
        if (!root.equals("/")) {
            Containers.mountPath(rootDir);
        }
        Place iam = efs.at("auth").at("iam");
        Optional<String> accessPoint =
                efs.at("auth").at("access_point_id").text().filter(point -> !point.isEmpty());
        if (accessPoint.isPresent()) {
            checkAccessPoint(efs, root, iam);
        }
        return Optional.of(new FileSystem.Own(
                value.orElse(new Value.Text("")), root, iam.truth().orElse(false), accessPoint));
    }

    private static void checkAccessPoint(Place efs, String root, Place iam) {
        if (!root.equals("/")) {
            efs.at("root_dir")
                    .error(
                            "conflict",
                            "must be left out or / beside access_point_id, which has a directory of its own");
        }
        if (iam.truth().equals(Optional.of(false))) {
            iam.error("conflict", "must be true beside access_point_id");
        } else if (!iam.isSet()) {
            efs.at("auth")
                    .warning(
                            "no-effect",
                            "has an access point, but IAM stays off as it did with Copilot",
                            "write iam: true to have the task's role checked");
        }
    }

    private static void refuseSecondManaged(Place place, Map<String, Volume> volumes) {
        List<String> managed = volumes.entrySet().stream()
                .filter(volume -> volume.getValue().efs().orElse(null) instanceof FileSystem.Managed)
                .map(Map.Entry::getKey)
                .toList();
        for (String name : managed.subList(Math.min(1, managed.size()), managed.size())) {
            place.at(name)
                    .at("efs")
                    .error(
                            "conflict",
                            "is a second volume on the environment's file system; a service can have one",
                            "the other is " + managed.get(0));
        }
    }
}
