package dev.slipway.resource;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.AwsErrors.Meaning;
import dev.slipway.aws.Names;
import dev.slipway.aws.Tags;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.FileSystem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.efs.model.AccessPointDescription;
import software.amazon.awssdk.services.efs.model.EfsException;
import software.amazon.awssdk.services.efs.model.LifeCycleState;
import software.amazon.awssdk.services.efs.model.Tag;

/** The access point of a service's managed volume ({@code efs: true}), on the environment's file system. */
public final class AccessPoints implements ResourceKind<AccessPoint> {
    private static final String KIND = "access-point";
    /** Output of the environment's stack, there once a service asked for a managed file system. */
    private static final String FILE_SYSTEM = "ManagedFileSystemID";

    private static final int TOKEN_LIMIT = 64;

    private final EfsClient efs;

    public AccessPoints(EfsClient efs) {
        this.efs = efs;
    }

    /** The one that the manifest asks for, if it does. */
    static Optional<AccessPoint> of(Service service) {
        return service.manifest().storage().volumes().values().stream()
                .flatMap(volume -> volume.efs().stream())
                .filter(FileSystem.Managed.class::isInstance)
                .findFirst()
                .map(managed -> of(service, (FileSystem.Managed) managed));
    }

    private static AccessPoint of(Service service, FileSystem.Managed managed) {
        String name = service.id().service();
        Manifest.Posix user = managed.user().orElseGet(() -> new Manifest.Posix(checksum(name), checksum(name)));
        return new AccessPoint(
                service.environment().outputs().get(FILE_SYSTEM),
                "/" + name,
                user.uid(),
                user.gid(),
                Names.limited(TOKEN_LIMIT, service.id().stem(), ""),
                service.tags());
    }

    /** Copilot's user and group id of a service that names none: CRC-32 of its name. */
    private static long checksum(String name) {
        CRC32 checksum = new CRC32();
        checksum.update(name.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }

    /** What stands for an access point's ARN where a state has to name it and it may not exist yet. */
    static String placeholder(String key) {
        return "{access-point " + key + "}";
    }

    /** Likewise, for its id. */
    static String idPlaceholder(String key) {
        return "{access-point-id " + key + "}";
    }

    /** The text with ARNs and ids in place of the placeholders. */
    static String resolve(String text, Arns arns) {
        String resolved = text;
        for (Map.Entry<String, String> one : arns.of(KIND).entrySet()) {
            resolved = resolved.replace(placeholder(one.getKey()), one.getValue())
                    .replace(idPlaceholder(one.getKey()), id(one.getValue()));
        }
        return resolved;
    }

    /** The other way round. */
    static String withPlaceholders(String text, Arns arns) {
        String general = text;
        for (Map.Entry<String, String> one : arns.of(KIND).entrySet()) {
            general = general.replace(one.getValue(), placeholder(one.getKey()))
                    .replace(id(one.getValue()), idPlaceholder(one.getKey()));
        }
        return general;
    }

    private static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Class<AccessPoint> type() {
        return AccessPoint.class;
    }

    @Override
    public String whyReplaced() {
        return "path, user and group of an access point cannot be changed";
    }

    /** One that is there keeps its token; a second one beside it, for another user, needs another. */
    @Override
    public List<AccessPoint> desired(Service service, Existing existing) {
        return of(service).stream()
                .map(wanted -> withToken(wanted, token(wanted, existing.of(AccessPoint.class))))
                .toList();
    }

    private static String token(AccessPoint wanted, List<Found<AccessPoint>> existing) {
        for (Found<AccessPoint> found : existing) {
            if (found.state().key().equals(wanted.key())) {
                return found.state().clientToken();
            }
        }
        return existing.isEmpty()
                ? wanted.clientToken()
                : Names.limited(TOKEN_LIMIT, wanted.clientToken(), "-" + Names.hash(8, wanted.key()));
    }

    private static AccessPoint withToken(AccessPoint one, String token) {
        return new AccessPoint(one.fileSystem(), one.path(), one.uid(), one.gid(), token, one.tags());
    }

    @Override
    public boolean isShownBy(TagSearch search, Scope scope) {
        return search.shows(":access-point/");
    }

    @Override
    public List<Found<AccessPoint>> read(Scope scope, Arns arns) {
        String fileSystem = scope.environment().outputs().get(FILE_SYSTEM);
        if (fileSystem == null) {
            return List.of();
        }
        List<Found<AccessPoint>> found = new ArrayList<>();
        try {
            for (AccessPointDescription one : efs.describeAccessPointsPaginator(r -> r.fileSystemId(fileSystem))
                    .accessPoints()) {
                Map<String, String> tags = tags(one);
                boolean there = one.lifeCycleState() != LifeCycleState.DELETING
                        && one.lifeCycleState() != LifeCycleState.DELETED;
                if (there && Tags.belongTo(scope.id(), tags) && one.posixUser() != null) {
                    found.add(new Found<>(state(one, Tags.known(tags, scope.tags())), one.accessPointArn()));
                }
            }
        } catch (EfsException e) {
            if (!AwsErrors.is(Meaning.GONE, e)) {
                throw e;
            }
        }
        return found;
    }

    private static AccessPoint state(AccessPointDescription one, Map<String, String> tags) {
        return new AccessPoint(
                one.fileSystemId(),
                one.rootDirectory().path(),
                one.posixUser().uid(),
                one.posixUser().gid(),
                one.clientToken(),
                tags);
    }

    private static Map<String, String> tags(AccessPointDescription one) {
        Map<String, String> tags = new TreeMap<>();
        one.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    @Override
    public String create(AccessPoint wanted, Scope scope, Arns arns) {
        try {
            return efs.createAccessPoint(r -> r.clientToken(wanted.clientToken())
                            .fileSystemId(wanted.fileSystem())
                            .posixUser(user -> user.uid(wanted.uid()).gid(wanted.gid()))
                            .rootDirectory(
                                    directory -> directory.path(wanted.path()).creationInfo(owner -> owner.ownerUid(
                                                    wanted.uid())
                                            .ownerGid(wanted.gid())
                                            .permissions("0755")))
                            .tags(tags(wanted)))
                    .accessPointArn();
        } catch (EfsException e) {
            if (!AwsErrors.is(Meaning.EXISTS, e)) {
                throw e;
            }
            return read(scope, arns).stream()
                    .filter(found -> found.state().key().equals(wanted.key()))
                    .findFirst()
                    .map(found -> update(found, wanted, scope, arns))
                    .orElseThrow(() -> e);
        }
    }

    private static List<Tag> tags(AccessPoint one) {
        return one.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    @Override
    public String update(Found<AccessPoint> from, AccessPoint to, Scope scope, Arns arns) {
        if (!from.state().tags().equals(to.tags())) {
            efs.tagResource(r -> r.resourceId(id(from.arn())).tags(tags(to)));
        }
        return from.arn();
    }

    /** The files stay: they are the file system's. */
    @Override
    public void remove(Found<AccessPoint> existing, Scope scope, Arns arns) {
        try {
            efs.deleteAccessPoint(r -> r.accessPointId(id(existing.arn())));
        } catch (EfsException e) {
            if (!AwsErrors.is(Meaning.GONE, e)) {
                throw e;
            }
        }
    }
}
