package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.gateway.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/**
 * What deployments cost, in counts: a change that makes them dearer has to say so here. Seconds are for the benchmark
 * (docs/performance.md).
 */
@Execution(ExecutionMode.CONCURRENT)
class CallsIT {
    /**
     * Looks at a rollout depend on how long it takes, and the tags of redirects on how many of them other tests have on the
     * listener just then, and take away again; everything else is the same each time.
     */
    private static final Set<String> BY_CHANCE =
            Set.of("ecs:ListTasks", "ecs:DescribeTasks", "elasticloadbalancing:DescribeTags");

    /** Lock, journal, history, status.json, events; whether an execution runs is asked for the lock. */
    private static final Set<String> RECORDS = Set.of("dynamodb", "s3", "events", "states");

    private final Account account = Account.get();

    @Test
    void aDeploymentMakesNoMoreCallsThanItDid() {
        TestedService service = new TestedService(account, "calls");
        String manifest = Manifests.first(service.name);

        Object mark = service.mark();
        service.deploy(manifest);
        assertAtMost(45, service, mark);
        assertThat(records(service, mark))
                .as("calls for the pipeline's own records")
                .isLessThanOrEqualTo(36);

        mark = service.mark();
        service.deploy(manifest + "# again\n");
        assertAtMost(24, service, mark);
        assertThat(service.changesSince(mark)).isEmpty();

        mark = service.mark();
        service.deploy(Manifests.second(service.name));
        assertAtMost(75, service, mark);

        mark = service.mark();
        service.remove();
        assertAtMost(130, service, mark);
    }

    private static void assertAtMost(int most, TestedService service, Object mark) {
        List<Call> calls = service.resourceCallsSince(mark).stream()
                .filter(call -> !RECORDS.contains(call.service()))
                .filter(call -> !call.caller().contains("Rollout") && !BY_CHANCE.contains(call.name()))
                .toList();
        Map<String, Long> byName = calls.stream()
                .map(Call::name)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        assertThat(calls.size()).as("%d calls: %s", calls.size(), byName).isLessThanOrEqualTo(most);
    }

    private static long records(TestedService service, Object mark) {
        return service.callsSince(mark).stream()
                .filter(call -> RECORDS.contains(call.service()))
                .count();
    }

    @Test
    void aFirstDeploymentPassesFewStates() {
        TestedService service = new TestedService(account, "transitions");

        Deployed made = service.deploy(Manifests.first(service.name));

        assertThat(states(service, made).stream().distinct().toList())
                .as("without waiting and looking again")
                .hasSizeLessThanOrEqualTo(20);
    }

    /** Step Functions takes no more than 256 KiB from one state to the next. */
    @Test
    void aLargeManifestDoesNotComeNearTheLimitOfAState() {
        TestedService service = new TestedService(account, "large");
        String variables = IntStream.range(0, 400)
                .mapToObj(i -> "\n  VARIABLE_%d: %s".formatted(i, "x".repeat(100)))
                .collect(Collectors.joining());
        String manifest = Manifests.first(service.name).replace("  COLOUR: green", "  COLOUR: green" + variables);

        Deployed made = service.deploy(manifest);

        assertThat(made.outcome()).as(made.toString()).isEqualTo("SUCCEEDED");
        assertThat(history(service, made).stream()
                        .filter(event -> event.stateEnteredEventDetails() != null)
                        .mapToInt(event ->
                                event.stateEnteredEventDetails().input().length()))
                .allMatch(size -> size < 128 * 1024);
    }

    /** 50 MB can be uploaded directly, 250 MB unpacked; a larger one also starts later. */
    @Test
    void theArtifactDoesNotGrow() throws IOException {
        try (var files = Files.list(Path.of("../functions/target"))) {
            Path base = files.filter(file -> file.toString().endsWith("-lambda.jar"))
                    .findFirst()
                    .orElseThrow();
            boolean shrunk = Files.exists(Path.of(System.getProperty("java.home"), "jmods/java.base.jmod"))
                    && !Boolean.getBoolean("proguard.skip");
            assertThat(Files.size(base)).isLessThan(shrunk ? 36_000_000 : 90_000_000);
        }
    }

    private static List<String> states(TestedService service, Deployed made) {
        return history(service, made).stream()
                .filter(event -> event.stateEnteredEventDetails() != null)
                .map(event -> event.stateEnteredEventDetails().name())
                .filter(state -> !state.startsWith("WaitFor"))
                .toList();
    }

    private static List<HistoryEvent> history(TestedService service, Deployed made) {
        return service.account
                .stepFunctions
                .getExecutionHistory(r -> r.executionArn(service.arn(made.id())).maxResults(1000))
                .events();
    }
}
