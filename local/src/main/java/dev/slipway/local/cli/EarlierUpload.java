package dev.slipway.local.cli;

import dev.slipway.local.cli.Upload.Uploaded;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.ManifestReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Makes an earlier version of a manifest the newest one again, and its env files as they were when it was uploaded. */
final class EarlierUpload {
    private final S3Client s3;
    private final String bucket;

    EarlierUpload(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** @throws CommandFailed if the bucket does not have that version */
    Uploaded again(String application, String environment, String service, String versionId) {
        String folder = environment + "/" + service + "/";
        String key = folder + "manifest.yml";
        ResponseBytes<GetObjectResponse> earlier = read(key, versionId);
        Map<String, String> metadata = earlier.response().metadata();
        byte[] text = earlier.asByteArray();
        Optional<Instant> uploaded = versions(key).stream()
                .filter(one -> one.versionId().equals(versionId))
                .map(ObjectVersion::lastModified)
                .findFirst();
        ManifestReader.read(
                        new String(text, StandardCharsets.UTF_8), application, environment, Upload.variables(metadata))
                .manifest()
                .ifPresent(manifest -> uploaded.ifPresent(at -> restoreEnvFiles(manifest, folder, at)));
        String version = s3.putObject(
                        r -> r.bucket(bucket).key(key).metadata(Upload.metadata(Upload.variables(metadata), false)),
                        RequestBody.fromBytes(text))
                .versionId();
        return new Uploaded(environment, service, key, version);
    }

    private ResponseBytes<GetObjectResponse> read(String key, String versionId) {
        try {
            return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key).versionId(versionId));
        } catch (S3Exception e) {
            // 400 for what cannot be a version, 405 for the mark of a deletion.
            if (e.statusCode() == 404 || e.statusCode() == 400 || e.statusCode() == 405) {
                throw new CommandFailed(
                        "There is no version " + versionId + " of s3://" + bucket + "/" + key
                                + "; \"slipway history\" prints those that were deployed.",
                        e);
            }
            throw e;
        }
    }

    /** {@link Upload} puts them before the manifest that names them, so they were there by then. */
    private void restoreEnvFiles(Manifest manifest, String folder, Instant uploaded) {
        for (String name : Upload.envFiles(manifest)) {
            List<ObjectVersion> versions = versions(folder + name);
            versions.stream()
                    .filter(version -> !version.lastModified().isAfter(uploaded))
                    .findFirst()
                    .filter(version -> !version.isLatest())
                    .ifPresent(version -> s3.putObject(
                            r -> r.bucket(bucket).key(folder + name),
                            RequestBody.fromBytes(
                                    read(folder + name, version.versionId()).asByteArray())));
        }
    }

    /** The newest first, as S3 lists them. */
    private List<ObjectVersion> versions(String key) {
        return s3.listObjectVersionsPaginator(r -> r.bucket(bucket).prefix(key)).versions().stream()
                .filter(version -> version.key().equals(key))
                .toList();
    }
}
