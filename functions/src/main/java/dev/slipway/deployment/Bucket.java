package dev.slipway.deployment;

import dev.slipway.aws.ServiceId;
import dev.slipway.deployment.Deployment.ManifestVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The bucket: manifests come in, status.json and plan.json go out. */
public final class Bucket {
    /** {@code <environment>/<service>/manifest.yml}; nothing else in the bucket is ours. */
    private static final Pattern KEY =
            Pattern.compile("([a-zA-Z0-9][a-zA-Z0-9_-]{0,254})/([a-zA-Z0-9][a-zA-Z0-9_-]{0,254})/manifest\\.yml");

    private static final String METADATA = "slipway-";

    private final S3Client s3;
    private final String name;

    public Bucket(S3Client s3, String name) {
        this.s3 = s3;
        this.name = name;
    }

    public String name() {
        return name;
    }

    public static String manifestKey(String environment, String service) {
        return environment + "/" + service + "/manifest.yml";
    }

    /** The service whose manifest has this key; empty where it is no manifest's. */
    public static Optional<ServiceId> service(String application, String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches()
                ? Optional.of(new ServiceId(application, matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /** An object as it was uploaded, with what its metadata says. Text is empty where the object is too large or none. */
    record Upload(Optional<String> text, long size, boolean dryRun, Map<String, String> variables) {}

    /**
     * The newest version of an object.
     *
     * @param dryRun whether it only asks for a plan, so that an earlier version is the one that counts
     */
    record Newest(String versionId, boolean dryRun) {}

    /** Empty where the object was deleted or never was. */
    Optional<Newest> newest(String key) {
        return head(key, null);
    }

    /** The newest version that is to be deployed, or is; empty where the object was deleted or never was. */
    Optional<String> live(String key) {
        Optional<Newest> newest = newest(key);
        if (newest.isEmpty() || !newest.get().dryRun()) {
            return newest.map(Newest::versionId);
        }
        ListObjectVersionsResponse versions =
                s3.listObjectVersions(request -> request.bucket(name).prefix(key));
        Optional<Instant> deleted = versions.deleteMarkers().stream()
                .filter(marker -> marker.key().equals(key))
                .map(DeleteMarkerEntry::lastModified)
                .findFirst();
        return versions.versions().stream()
                .filter(version -> version.key().equals(key))
                .filter(version -> deleted.isEmpty() || version.lastModified().isAfter(deleted.get()))
                .map(ObjectVersion::versionId)
                .filter(version -> head(key, version).filter(v -> !v.dryRun()).isPresent())
                .findFirst();
    }

    /** One version of an object, as far as it is still there. */
    Optional<Newest> version(String key, String version) {
        return head(key, version);
    }

    private Optional<Newest> head(String key, String version) {
        try {
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(name).key(key).versionId(version));
            return Optional.of(
                    new Newest(head.versionId() == null ? "null" : head.versionId(), isDryRun(head.metadata())));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isDryRun(Map<String, String> metadata) {
        return "true".equalsIgnoreCase(metadata.get(METADATA + "dry-run"));
    }

    /** The services of an environment that have a manifest. */
    List<ServiceId> services(String application, String environment) {
        return servicesBelow(application, environment + "/");
    }

    /** All services that have a manifest. */
    List<ServiceId> allServices(String application) {
        return servicesBelow(application, "");
    }

    private List<ServiceId> servicesBelow(String application, String prefix) {
        List<ServiceId> services = new ArrayList<>();
        s3.listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix))
                .contents()
                .forEach(object -> service(application, object.key()).ifPresent(services::add));
        return services;
    }

    /** Whether there is an object, for who may list the bucket but not read it. */
    boolean stands(String key) {
        return s3.listObjectsV2(request -> request.bucket(name).prefix(key)).contents().stream()
                .anyMatch(object -> object.key().equals(key));
    }

    /** Whether a version of an object is still there. */
    boolean has(String key, String version) {
        return head(key, version).isPresent();
    }

    /**
     * From this bucket, whatever else a document may name.
     *
     * @param version where it has no version id, the one that is current
     * @param limit bytes; of what is larger, nothing is read, and of what is not text in UTF-8 no more than shows it
     */
    Upload read(ManifestVersion version, int limit) {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(name)
                .key(version.key())
                .versionId(version.versionId())
                .build();
        return s3.getObject(request, (response, stream) -> {
            Map<String, String> metadata = response.metadata();
            boolean dryRun = isDryRun(metadata);
            Map<String, String> variables = new java.util.TreeMap<>();
            metadata.forEach((name, value) -> {
                if (name.startsWith(METADATA + "var-")) {
                    variables.put(name.substring((METADATA + "var-").length()), value);
                }
            });
            Optional<String> text = response.contentLength() > limit ? Optional.empty() : text(stream);
            if (text.isEmpty()) {
                stream.abort();
            }
            return new Upload(text, response.contentLength(), dryRun, variables);
        });
    }

    /** Empty at the first byte that is not text. */
    private static Optional<String> text(InputStream stream) throws IOException {
        Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8.newDecoder());
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[4096];
        try {
            for (int length = reader.read(buffer); length >= 0; length = reader.read(buffer)) {
                text.append(buffer, 0, length);
                if (text.indexOf("\0", text.length() - length) >= 0) {
                    return Optional.empty();
                }
            }
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        return Optional.of(text.toString());
    }

    /** The latest status.json of a service, if it is this deployment's. */
    Optional<Deployment> readStatus(ServiceId id, String deployment) {
        return readStatus(id).filter(d -> deployment.equals(d.deployment));
    }

    /** The latest status.json of a service. */
    Optional<Deployment> readStatus(ServiceId id) {
        try {
            String json = s3.getObjectAsBytes(
                            request -> request.bucket(name).key(id.environment() + "/" + id.service() + "/status.json"))
                    .asUtf8String();
            return Optional.of(Json.read(json, Deployment.class));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    void writeStatus(Deployment deployment) {
        write(deployment, "status.json", deployment.statusJson());
    }

    void writePlan(Deployment deployment) {
        write(deployment, "plan.json", deployment.statusJson());
    }

    private void write(Deployment deployment, String file, String json) {
        String key = deployment.environment + "/" + deployment.service + "/" + file;
        s3.putObject(
                request -> request.bucket(name).key(key).contentType("application/json"), RequestBody.fromString(json));
    }
}
