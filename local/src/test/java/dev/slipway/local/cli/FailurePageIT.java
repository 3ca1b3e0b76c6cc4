package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.Project;
import dev.slipway.local.gateway.Fault;
import dev.slipway.local.pipeline.Account;
import dev.slipway.local.pipeline.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

/**
 * {@code docs/failures.md} shows what users see when a deployment fails: this test makes the failures and compares. With
 * {@code -Ddocs.write=true} it writes the page anew. Lines with a time are shown, but not compared: which of the short-lived
 * states somebody sees depends on the machine.
 */
class FailurePageIT {
    private static final boolean WRITE = Boolean.getBoolean("docs.write");
    private static final String PULL = "CannotPullContainerError: pull image manifest has been retried 1 time(s): ";

    private static final String INTRODUCTION = """
            # When a deployment fails

            For each class of failures: what `./slipway deploy` prints. The same is in `failure` of status.json. What differs from run to
            run is shown as `<id>`; the tasks' own ways to fail are played to ECS on the local AWS, everything else is the
            pipeline's doing.

            This page is written by `FailurePageIT`, which also fails when it is no longer true.
            """;

    private final Account account = Account.get();

    @TempDir
    private Path directory;

    private record Failure(String title, String about, String service, Map<String, Object> rollout) {}

    private static final List<Failure> FAILURES = List.of(
            new Failure(
                    "The image does not exist",
                    "The first task that cannot get its image ends the wait: the next could not either. (An image in ECR is looked"
                            + " for before anything is changed.)",
                    "missing-image",
                    Map.of("reason", PULL + "failed to resolve ref public.ecr.aws/nginx/nginx:1.27: not found")),
            new Failure(
                    "The image is for another platform",
                    "Such as an image that was built on a laptop with an ARM processor.",
                    "other-platform",
                    Map.of(
                            "reason",
                            PULL + "image Manifest does not contain descriptor matching platform 'linux/amd64'")),
            new Failure(
                    "The container ends at its start",
                    "Given up after as many tasks as ECS's own circuit breaker would take, three for a small service.",
                    "crashing",
                    Map.of(
                            "exitCode",
                            1,
                            "log",
                            List.of("starting", "cannot connect to db.internal:5432", "giving up"))),
            new Failure(
                    "The health check fails",
                    "The container runs, but the load balancer gets another answer than it wants.",
                    "wrong-path",
                    Map.of("exitCode", 0, "health", "Health checks failed with these codes: [404]")),
            new Failure(
                    "A secret vanishes during the rollout",
                    "(A secret that is missing from the beginning is found before anything is changed.)",
                    "lost-secret",
                    Map.of(
                            "reason",
                            "ResourceInitializationError: unable to pull secrets or registry auth: execution resource"
                                    + " retrieval failed: unable to retrieve secrets from ssm: service call has been"
                                    + " retried 1 time(s): invalid parameters: /failures/key")),
            new Failure("A quota is reached", "Here: the rules of a load balancer.", "full", Map.of()),
            new Failure("Access is denied", "Here: by a service control policy.", "denied", Map.of()));

    @Test
    void thePageShowsWhatIsPrinted() throws IOException, InterruptedException, ExecutionException {
        provoke();
        ExecutorService threads = Executors.newFixedThreadPool(FAILURES.size());
        List<Future<String>> printed = new ArrayList<>();
        FAILURES.forEach(failure -> printed.add(threads.submit(() -> deploy(failure))));
        threads.shutdown();
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (int i = 0; i < FAILURES.size(); i++) {
            Failure failure = FAILURES.get(i);
            page.append("\n## %s\n\n%s\n\n```console\n$ ./slipway deploy %s/manifest.yml\n%s```\n"
                    .formatted(
                            failure.title(),
                            failure.about(),
                            failure.service(),
                            printed.get(i).get()));
        }
        Path file = Project.find().home().resolve("docs/failures.md");
        if (WRITE) {
            Files.writeString(file, page);
        }
        assertThat(timeless(Files.readString(file)))
                .as("-Ddocs.write=true writes it anew")
                .isEqualTo(timeless(page.toString()));
    }

    private void provoke() {
        account.ssm.putParameter(r -> r.name("/failures/key")
                .value("x")
                .type(ParameterType.SECURE_STRING)
                .overwrite(true));
        account.ssm.addTagsToResource(r -> r.resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId("/failures/key")
                .tags(tag("copilot-application", "demo"), tag("copilot-environment", "test")));
        account.fault(Fault.of("ListenerRuleFunction", "elasticloadbalancing:CreateRule")
                .during("test-full-")
                .refused(400, "TooManyRules", "The maximum number of rules per load balancer has been reached"));
        account.fault(Fault.of("EcsServiceFunction", "ecs:CreateService")
                .during("test-denied-")
                .refused(
                        400,
                        "AccessDeniedException",
                        "User: arn:aws:sts::123456789012:assumed-role/slipway-EcsService/f is not authorized to perform:"
                                + " ecs:CreateService with an explicit deny in a service control policy"));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /** All that a user sees, results and talk together. */
    private String deploy(Failure failure) throws IOException {
        if (!failure.rollout().isEmpty()) {
            Map<String, Object> wish = new HashMap<>(failure.rollout());
            wish.put("service", "demo-test-" + failure.service());
            wish.put("behaviour", "fail");
            // As on AWS: there is time to see tasks fail before ECS gives the rollout up.
            wish.put("trips", 6);
            account.steerRollout(wish);
        }
        Path file = Files.createDirectory(directory.resolve(failure.service())).resolve("manifest.yml");
        Files.writeString(file, manifest(failure.service()));
        CommandRun command = new CommandRun();
        int code = command.runOnOneScreen(
                "deploy", file.toString(), "--endpoint", account.aws.details().endpoint());
        assertThat(code).as(command.out()).isEqualTo(1);
        return anonymous(command.out().replace(directory + "/", ""));
    }

    private static String manifest(String service) {
        String text = Manifests.small(service);
        return service.equals("lost-secret") ? text + "secrets:\n  KEY: /failures/key\n" : text;
    }

    private static String anonymous(String text) {
        return text.replaceAll("request [^)]+\\)", "request <id>)")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>")
                .replaceAll("(?<=-)[0-9a-f]{8}-[0-9a-f]{8}\\b", "<id>")
                .replaceAll("(?<=PublicLoa-)[A-Z0-9]+(/[0-9a-f]{16})*", "<id>")
                .replaceAll("(?<=manifestbucket-)[a-z0-9]+", "<id>")
                .replaceAll("\\b[0-9a-f]{32}\\b|\\b[0-9a-f]{16}\\b|(?<=ecs-svc/)[0-9]+", "<id>");
    }

    private static String timeless(String page) {
        return page.lines().filter(line -> !line.matches(" *\\d+\\.\\d s  .*")).collect(Collectors.joining("\n"));
    }
}
