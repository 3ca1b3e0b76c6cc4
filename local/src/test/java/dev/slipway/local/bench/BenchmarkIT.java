package dev.slipway.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.LocalAws;
import dev.slipway.local.Options;
import dev.slipway.local.Project;
import dev.slipway.local.bench.Deployments.Deployed;
import dev.slipway.local.gateway.MeasuredFunction;
import dev.slipway.local.gateway.MeasuredFunction.Cold;
import dev.slipway.local.gateway.MeasuredFunction.Restored;
import dev.slipway.local.tiny.EmptyHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Measures the pipeline on the local AWS and writes {@code docs/performance}: {@code mvn -Pbench verify}. It fails only
 * where something does not work; what the figures should be is for the reader to judge.
 */
@Tag("bench")
class BenchmarkIT {
    private static final String EMPTY = "empty handler";
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 20);
    private static final int RESTORES = Integer.getInteger("bench.restores", 3);
    private static final List<Integer> DELAYS = List.of(20, 80);
    /** A load balancer takes 100 target groups, one of which is its listener's default. */
    private static final int NEIGHBOURS = 98;

    private final Figures figures = new Figures();

    @Test
    void thePipelineIsMeasured() throws Exception {
        Project project = Project.find();
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
            startUps(aws, first.events(), project.home().resolve("local/target/bench"));
            theLast(aws, deployments);
        }
        new Report(figures, ROUNDS).write(project.home().resolve("docs/performance"));
    }

    private static Path functionsJar(Project project) throws IOException {
        try (var files = Files.list(project.home().resolve("functions/target"))) {
            return files.filter(file -> file.toString().endsWith("-lambda.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void startUps(LocalAws aws, Map<String, byte[]> events, Path directory) throws Exception {
        Files.createDirectories(directory.resolve("logs"));
        Map<String, MeasuredFunction> plain = new LinkedHashMap<>();
        events.forEach((name, event) -> plain.put(
                name.replaceAll("^slipway-|Function.*$", ""),
                MeasuredFunction.of(aws.gateway(), aws.details().region(), name, event, directory)));
        MeasuredFunction any = plain.values().iterator().next();
        plain.put(
                EMPTY,
                any.handler(
                        EmptyHandler.class.getName() + "::handleRequest", List.of(jar(directory)), "{}".getBytes()));
        Map<String, MeasuredFunction> archived = new LinkedHashMap<>();
        MeasuredFunction typical = plain.get("Plan").withArchive("functions");
        for (var function : plain.entrySet()) {
            archived.put(
                    function.getKey(),
                    function.getKey().equals(EMPTY)
                            ? function.getValue().withArchive("empty")
                            : function.getValue().withArchiveOf(typical));
        }
        Map<String, List<Cold>> cold = new LinkedHashMap<>();
        Map<String, List<Cold>> coldArchived = new LinkedHashMap<>();
        Map<String, List<Restored>> restored = new LinkedHashMap<>();
        // In turns, so that whatever else the machine does meanwhile befalls all of them.
        for (int round = 0; round < ROUNDS; round++) {
            for (String name : plain.keySet()) {
                add(cold, name, plain.get(name).cold());
                if (round % 2 == 0) {
                    add(coldArchived, name, archived.get(name).cold());
                }
                if (round < RESTORES && !name.equals(EMPTY)) {
                    add(restored, name, plain.get(name).restored());
                }
            }
        }
        for (String name : plain.keySet()) {
            figures.coldStart(name, cold.get(name), coldArchived.get(name), restored.getOrDefault(name, List.of()));
        }
    }

    private static <T> void add(Map<String, List<T>> lists, String name, T value) {
        lists.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    private static Path jar(Path directory) throws IOException {
        Path jar = directory.resolve("empty.jar");
        String name = EmptyHandler.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                var code = EmptyHandler.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            code.transferTo(out);
        }
        return jar;
    }

    private void scenarios(LocalAws aws, Deployments deployments, int delay) throws InterruptedException {
        aws.gateway().delay(Duration.ofMillis(delay));
        try {
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
        new Neighbours(aws).settle(NEIGHBOURS);
        figures.scenario("first, the 99th", 0, deployments.deploy("last", manifest("last")));
        figures.scenario("no-op, the 99th", 0, deployments.deploy("last", manifest("last") + "# again\n"));
    }

    /** Something of everything: every step but the certificate's has something to do. */
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
