package dev.slipway.local.cli;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Sidecar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts a manifest where the pipeline looks for it, after the files that it names. */
final class Upload {
    private static final String VARIABLE = "slipway-var-";
    private static final String DRY_RUN = "slipway-dry-run";

    private final S3Client s3;
    private final String bucket;

    Upload(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** An object version in the pipeline's bucket. */
    record Uploaded(String environment, String service, String key, String versionId) {

        /** The key of what the pipeline writes beside the manifest. */
        String beside(String name) {
            return environment + "/" + service + "/" + name;
        }
    }

    /** @param dryRun whether the pipeline is only to say what it would do */
    Uploaded put(Path file, Manifest manifest, String environment, Map<String, String> variables, boolean dryRun) {
        String folder = environment + "/" + manifest.name() + "/";
        envFiles(manifest).forEach(name -> {
            Path envFile = file.resolveSibling(name);
            if (!Files.isRegularFile(envFile)) {
                throw new CommandFailed(file + " names the env file " + name + ", but there is no " + envFile + ".");
            }
            s3.putObject(r -> r.bucket(bucket).key(folder + name), RequestBody.fromFile(envFile));
        });
        String key = folder + "manifest.yml";
        Map<String, String> metadata = metadata(variables, dryRun);
        String version = s3.putObject(r -> r.bucket(bucket).key(key).metadata(metadata), bytes(file))
                .versionId();
        if (version == null) {
            throw new CommandFailed("The bucket " + bucket + " is not versioned: it is not Slipway's.");
        }
        return new Uploaded(environment, manifest.name(), key, version);
    }

    static Map<String, String> metadata(Map<String, String> variables, boolean dryRun) {
        Map<String, String> metadata = new LinkedHashMap<>();
        variables.forEach((name, value) -> metadata.put(VARIABLE + name, value));
        if (dryRun) {
            metadata.put(DRY_RUN, "true");
        }
        return metadata;
    }

    /** What {@link #metadata} has put there; S3 has made the names lower-case. */
    static Map<String, String> variables(Map<String, String> metadata) {
        Map<String, String> variables = new LinkedHashMap<>();
        metadata.forEach((name, value) -> {
            if (name.startsWith(VARIABLE)) {
                variables.put(name.substring(VARIABLE.length()), value);
            }
        });
        return variables;
    }

    static SortedSet<String> envFiles(Manifest manifest) {
        SortedSet<String> names = new TreeSet<>();
        Stream.concat(
                        Stream.of(manifest.envFile()),
                        manifest.sidecars().values().stream().map(Sidecar::envFile))
                .flatMap(Optional::stream)
                .forEach(names::add);
        return names;
    }

    private static RequestBody bytes(Path file) {
        try {
            return RequestBody.fromBytes(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
