package dev.slipway.environment;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The files of environment variables that a manifest names. They lie in the bucket beside the manifest, under the path
 * that the manifest gives: {@code <environment>/<service>/<path>}.
 */
public final class EnvFiles {
    private final S3Client s3;

    public EnvFiles(S3Client s3) {
        this.s3 = s3;
    }

    /** @return ARNs of the S3 objects, by container name */
    public Answer<Map<String, String>> find(
            Reading reading, Manifest manifest, Environment environment, String bucket) {
        Map<String, String> arns = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        wanted(manifest).forEach((path, file) -> {
            String key = key(environment.name(), manifest.name(), file.path());
            if (exists(bucket, key)) {
                arns.put(file.container(), "arn:%s:s3:::%s/%s".formatted(environment.partition(), bucket, key));
            } else {
                problems.add(Problem.error(
                                "env-file-not-found",
                                path,
                                reading.at(path),
                                "the file \"%s\" does not lie beside the manifest in the bucket".formatted(file.path()))
                        .withHint("aws s3 cp %s s3://%s/%s".formatted(file.path(), bucket, key)));
            }
        });
        return new Answer<>(arns, problems);
    }

    /** Where in the bucket a file lies; {@code ./} and {@code ../} do not lead out of the service's own place. */
    public static String key(String environment, String service, String path) {
        String inside = Path.of("/").resolve(path).normalize().toString();
        return environment + "/" + service + inside;
    }

    private record File(String container, String path) {}

    /** By the path in the manifest that names them. */
    private static Map<String, File> wanted(Manifest manifest) {
        Map<String, File> files = new LinkedHashMap<>();
        manifest.envFile().ifPresent(file -> files.put("env_file", new File(manifest.name(), file)));
        manifest.logging().fireLens().ifPresent(fireLens -> fireLens.envFile()
                .ifPresent(file -> files.put("logging.env_file", new File(References.LOG_ROUTER, file))));
        manifest.sidecars().forEach((name, sidecar) -> sidecar.envFile()
                .ifPresent(file -> files.put("sidecars." + name + ".env_file", new File(name, file))));
        return files;
    }

    private boolean exists(String bucket, String key) {
        try {
            s3.headObject(request -> request.bucket(bucket).key(key));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }
}
