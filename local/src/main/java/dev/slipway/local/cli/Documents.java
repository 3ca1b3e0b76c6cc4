package dev.slipway.local.cli;

import dev.slipway.deployment.Bucket;
import dev.slipway.local.cli.Upload.Uploaded;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the pipeline writes into its bucket. */
final class Documents {
    private final S3Client s3;
    private final String bucket;

    Documents(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** Empty where there is none; S3 says 403 instead of 404 to who may not list the bucket. */
    Optional<Document> read(String key) {
        try {
            String json = s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asUtf8String();
            return Optional.of(Document.of(json));
        } catch (S3Exception e) {
            if (e.statusCode() == 404 || e.statusCode() == 403) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A service that has, or had, a manifest in the bucket. */
    record Key(String environment, String service) {
        @Override
        public String toString() {
            return environment + "/" + service;
        }
    }

    /** By environment and name. */
    SortedSet<Key> services() {
        SortedSet<Key> keys =
                new TreeSet<>(Comparator.comparing(Key::environment).thenComparing(Key::service));
        s3.listObjectsV2Paginator(r -> r.bucket(bucket)).contents().forEach(object -> {
            String manifest = object.key().replaceAll("/status\\.json$", "/manifest.yml");
            Bucket.service("", manifest).ifPresent(id -> keys.add(new Key(id.environment(), id.service())));
        });
        return keys;
    }

    /** Empty where the service was never deployed. */
    Optional<Document> status(Key key) {
        return read(key + "/status.json");
    }

    /** Whether the upload is still what the bucket shows. */
    boolean isNewest(Uploaded upload) {
        try {
            String version =
                    s3.headObject(r -> r.bucket(bucket).key(upload.key())).versionId();
            return upload.versionId().equals(version);
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw e;
        }
    }
}
