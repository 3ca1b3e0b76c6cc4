package dev.slipway.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.LocalAws;
import dev.slipway.local.Options;
import dev.slipway.local.Project;
import dev.slipway.local.bench.Deployments.Deployed;
import dev.slipway.local.gateway.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Measures the pipeline on the local AWS and writes {@code docs/performance}: {@code mvn -Pbench verify}. It fails only
 * where something does not work; what the figures should be is for the reader to judge.
 */
@Tag("bench")
class BenchmarkIT {
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 20);
    private static final List<Integer> DELAYS = List.of(20, 80);
    /** A load balancer takes 100 target groups, one of which is its listener's default. */
    private static final int NEIGHBOURS = 98;

    private final Figures figures = new Figures();

    /** It waits for processes, executions and the emulator: where one of them hangs, the stack says which. */
    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void thePipelineIsMeasured() throws Exception {
        Project project = Project.find();
        Optional<Jdk> aotJdk = AotJdk.find();
        System.out.println(
                aotJdk.map(jdk -> "AOT caches on Java " + jdk.version()).orElse(AotJdk.NONE));
        figures.put("bytes of the artifact", Files.size(functionsJar(project)));
        try (LocalAws aws = LocalAws.start(Options.of(project))) {
            aws.awaitWarm();
            Deployments deployments = new Deployments(aws);
            // The first one loads what the functions and the emulator have not loaded yet.
            Deployed first = deployments.deploy("warmup", manifest("warmup"));
            assertThat(first.status()).isEqualTo("SUCCEEDED");
            // What can fail comes before what takes long: a deployment that does not succeed is known after minutes.
            for (int delay : DELAYS) {
                scenarios(aws, deployments, delay);
            }
            Deployed started = deployments.deploy("starts", withCertificate("starts", aws));
            assertThat(started.status()).isEqualTo("SUCCEEDED");
            new StartUps(figures, ROUNDS, project.home().resolve("local/target/bench"))
                    .measure(aws, started.events(), functionsJar(project), aotJdk);
            // What it has on the listener would cost the next one a call.
            deployments.remove("starts");
            theLast(aws, deployments);
        }
        new Report(figures).write(project.home().resolve("docs/performance"));
    }

    private static Path functionsJar(Project project) throws IOException {
        try (var files = Files.list(project.home().resolve("functions/target"))) {
            return files.filter(file -> file.toString().endsWith("-lambda.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void scenarios(LocalAws aws, Deployments deployments, int delay) throws InterruptedException {
        aws.gateway().delay(Duration.ofMillis(delay));
        try {
            System.out.printf("deployments at %d ms a call%n", delay);
            String name = "bench" + delay;
            figures.scenario("first", delay, deployments.deploy(name, manifest(name)));
            figures.scenario("no-op", delay, deployments.deploy(name, manifest(name) + "# again\n"));
            figures.scenario(
                    "update", delay, deployments.deploy(name, manifest(name).replace("1.27", "1.28")));
            figures.scenario(
                    "replacement",
                    delay,
                    deployments.deploy(name, manifest(name).replace("port: 80", "port: 8080")));
            figures.scenario("removal", delay, deployments.remove(name));
            PlainProgram plain = new PlainProgram(aws);
            new PlainProgram(aws).deploy("plainwarm" + delay);
            long before = plainCalls(aws);
            long start = System.nanoTime();
            double waited = plain.deploy("plain" + delay);
            double seconds = (System.nanoTime() - start) / 1e9;
            figures.plain(delay, seconds, seconds - waited, plainCalls(aws) - before);
        } finally {
            aws.gateway().delay(Duration.ZERO);
        }
    }

    private static long plainCalls(LocalAws aws) {
        return aws.gateway().calls().all().stream()
                .filter(call -> call.caller().equals(PlainProgram.CALLER))
                .count();
    }

    /** As many others stand on the listener, in the namespace and among the target groups. */
    private void theLast(LocalAws aws, Deployments deployments) {
        System.out.println("deployments beside " + NEIGHBOURS + " others");
        new Neighbours(aws).settle(NEIGHBOURS);
        figures.scenario("first, the 99th", 0, deployments.deploy("last", manifest("last")));
        figures.scenario("no-op, the 99th", 0, deployments.deploy("last", manifest("last") + "# again\n"));
    }

    /** With it every step has something to do, and so has every function whose start is measured. */
    private static String withCertificate(String service, LocalAws aws) {
        String alias = service + "." + aws.details().certificateDomain();
        return manifest(service).replace("http: {", "http: {alias: " + alias + ", ");
    }

    /** Something of everything, but of the certificate's step. */
    private static String manifest(String service) {
        return """
                name: %1$s
                type: Load Balanced Web Service
                image: {location: 'public.ecr.aws/nginx/nginx:1.27', port: 80}
                http: {path: /%1$s, healthcheck: /alive}
                cpu: 256
                memory: 512
                count: {range: 1-2, cpu_percentage: 70}
                variables: {COLOUR: green}
                secrets: {%2$s: {generate: 20}}
                deployment: {rollback_alarms: {cpu_utilization: 80}}
                """.formatted(service, service.toUpperCase() + "_KEY");
    }
}
