package dev.slipway.local.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.local.Endpoint;
import dev.slipway.local.Eventually;
import dev.slipway.local.LocalAws;
import dev.slipway.local.Options;
import dev.slipway.local.Project;
import dev.slipway.manifest.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Every real manifest is deployed to the local AWS and removed again, in every environment that it names and in one that
 * it does not. Takes a long time, so it runs only with the Maven profile {@code corpus}.
 */
@Tag("corpus")
class CorpusIT {
    private static final int AT_A_TIME = 3;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Codes of refusals, each with what AWS or Copilot would say to it. */
    private static final Map<String, String> REFUSALS = Map.of(
            "hosted-zone-not-found",
            "it is in the account of the manifest's owner, and Route 53 does not know it in another",
            "secret-not-tagged",
            "it is another environment's, and the tasks' role may read only what bears the tags of theirs",
            "wrong-type",
            "Copilot took another value for it, without a word",
            "invalid-value",
            "ECS refuses a mount point of an unknown volume",
            "missing",
            "Copilot refuses a service without an image",
            "security-group-not-found",
            "it is in the account of the manifest's owner, and EC2 does not know it in another",
            "file-system-not-found",
            "its id is a variable, and EFS knows none by the value that it gets here",
            "load-balancer-not-found",
            "likewise, Elastic Load Balancing",
            "alias-unsupported",
            "Copilot refuses aliases of a Network Load Balancer without a domain");

    private final Map<String, String> table = new ConcurrentSkipListMap<>();

    @Test
    void everyRealManifestIsDeployedOrRefusedForAReasonThatHoldsOnAws() throws Exception {
        Optional<Path> folder = RealManifest.folder();
        assumeTrue(folder.isPresent(), "there are no real manifests beside the project");
        Map<String, List<RealManifest>> byEnvironment = RealManifest.in(folder.get()).stream()
                .collect(Collectors.groupingBy(RealManifest::environment, TreeMap::new, Collectors.toList()));
        Options options = Options.of(Project.find())
                .environments(List.copyOf(byEnvironment.keySet()))
                .rollout(Duration.ofMillis(300));
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try (LocalAws aws = LocalAws.start(options)) {
            aws.awaitWarm();
            Run run = new Run(
                    aws.endpoint(), aws.details().application(), aws.details().bucket());
            List<Callable<Void>> batches = byEnvironment.values().stream()
                    .map(batch -> (Callable<Void>) () -> {
                        batch.forEach(one ->
                                table.put("%-96s %-12s".formatted(one.file(), one.environment()), run.outcome(one)));
                        return null;
                    })
                    .toList();
            for (Future<Void> batch : threads.invokeAll(batches)) {
                batch.get();
            }
        } finally {
            threads.shutdownNow();
            table.forEach((manifest, outcome) -> System.out.println(manifest + " " + outcome));
        }
        assertThat(table).allSatisfy((manifest, outcome) -> assertThat(outcome.equals("SUCCEEDED, REMOVED")
                        || REFUSALS.keySet().stream().anyMatch(code -> outcome.startsWith("REJECTED " + code)))
                .as("%s: %s", manifest, outcome)
                .isTrue());
    }

    /** Deploys manifests, each after the one before it in its environment has gone: they all want the same paths. */
    private static final class Run {
        private final S3Client s3;
        private final String application;
        private final String bucket;
        private final Surroundings surroundings;

        Run(Endpoint endpoint, String application, String bucket) {
            this.s3 = endpoint.client(S3Client.builder());
            this.application = application;
            this.bucket = bucket;
            this.surroundings = new Surroundings(endpoint, application, bucket);
        }

        String outcome(RealManifest real) {
            Reading reading = real.reading(application);
            if (reading.manifest().isPresent()) {
                surroundings.make(real, reading);
            }
            JsonNode status = ended(real, upload(real));
            if (status.path("status").asText().equals("REJECTED")) {
                JsonNode problem = first(status);
                return "REJECTED %s in line %d: %s"
                        .formatted(
                                problem.path("code").asText(),
                                problem.path("line").asInt(),
                                problem.path("message").asText());
            }
            if (!status.path("status").asText().equals("SUCCEEDED")) {
                return status.path("status").asText() + " " + status.path("failure");
            }
            return "SUCCEEDED, " + removed(real);
        }

        private static JsonNode first(JsonNode status) {
            for (JsonNode problem : status.path("problems")) {
                if (problem.path("severity").asText().equals("error")) {
                    return problem;
                }
            }
            return status.path("failure");
        }

        private String upload(RealManifest real) {
            Map<String, String> metadata = real.variables().entrySet().stream()
                    .collect(Collectors.toMap(one -> "slipway-var-" + one.getKey(), Map.Entry::getValue));
            return s3.putObject(
                            put -> put.bucket(bucket).key(real.key()).metadata(metadata),
                            RequestBody.fromString(real.text()))
                    .versionId();
        }

        private JsonNode ended(RealManifest real, String version) {
            return Eventually.get(real.key() + " ends", LIMIT, () -> status(real)
                    .filter(status ->
                            status.path("manifest").path("versionId").asText().equals(version))
                    .filter(status -> status.has("finishedAt")));
        }

        private String removed(RealManifest real) {
            s3.deleteObject(r -> r.bucket(bucket).key(real.key()));
            return Eventually.get(real.key() + " is removed", LIMIT, () -> status(real)
                            .filter(status ->
                                    status.path("trigger").path("type").asText().equals("removal"))
                            .filter(status -> status.has("finishedAt")))
                    .path("status")
                    .asText();
        }

        private Optional<JsonNode> status(RealManifest real) {
            try {
                return Optional.of(new JsonMapper()
                        .readTree(s3.getObjectAsBytes(
                                        r -> r.bucket(bucket).key(real.key().replace("manifest.yml", "status.json")))
                                .asUtf8String()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
