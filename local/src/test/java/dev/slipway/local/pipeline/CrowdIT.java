package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.gateway.Call;
import dev.slipway.local.gateway.RateLimit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * Fifty services are uploaded to one load balancer at the same moment, then all updated, then all removed, while the ELBv2 API
 * throttles as it does on AWS. Ten at a time have paths within each other, so it matters whose rule comes first.
 */
@Tag("crowd")
class CrowdIT {
    private static final int SERVICES = Integer.getInteger("crowd.services", 50);
    private static final int NESTED = 10;
    private static final int PROCESSES = 5;

    private static final String BELOW = "/index.html";

    private final Account account = Account.get();

    /** Mutating calls, describing calls, and all of them: bucket and tokens per second, as AWS documents them. */
    private final List<RateLimit> rates = List.of(
            new RateLimit(call -> isElb(call) && call.mutating(), 20, 3),
            new RateLimit(call -> isElb(call) && !call.mutating(), 40, 10),
            new RateLimit(CrowdIT::isElb, 40, 10));

    private static boolean isElb(Call call) {
        return call.service().equals("elasticloadbalancing");
    }

    @AfterEach
    void noMoreThrottling() {
        account.aws.gateway().faults().limit(List.of());
    }

    @Test
    void allAreDeployedUpdatedAndRemovedAtOnceAndTheMostSpecificRuleWinsEveryRequest() {
        List<TestedService> services = IntStream.range(0, SERVICES)
                .mapToObj(i -> new TestedService(account, "crowd-" + i + "x"))
                .collect(Collectors.toCollection(ArrayList::new));
        Map<TestedService, String> paths = new HashMap<>();
        services.forEach(service -> paths.put(service, path(services.indexOf(service))));
        Collections.shuffle(services, new Random(1));
        // On AWS each invocation has a process of its own; here some wait for those before them.
        account.aws.gateway().processesOfAFunction(PROCESSES);
        account.aws.gateway().faults().limit(rates);

        atOnce(services, "SUCCEEDED", service -> service.upload(manifest(service, paths, "1.27")));
        Map<String, String> priorities = priorities(services, paths);
        assertThat(priorities.values()).hasSize(SERVICES).doesNotHaveDuplicates();
        services.forEach(service ->
                assertThat(winner(paths.get(service) + BELOW)).as(service.name).contains(paths.get(service)));

        atOnce(
                services,
                "SUCCEEDED",
                service -> service.upload(manifest(service, paths, "1.28") + "  healthcheck: /\n"));
        assertThat(priorities(services, paths)).as("priorities after an update").isEqualTo(priorities);

        Map<TestedService, String> markers = new HashMap<>();
        services.forEach(service -> markers.put(service, service.delete()));
        markers.forEach((service, marker) -> {
            Deployed removed = service.removed(marker);
            assertThat(removed.outcome()).as(removed.toString()).isEqualTo("REMOVED");
        });
        assertThat(priorities(services, paths)).isEmpty();
        assertThat(account.elb.describeTargetGroupsPaginator().targetGroups().stream())
                .noneMatch(group -> group.healthCheckPath() != null
                        && group.targetGroupName().startsWith("crowd-"));
        assertThat(rates).as("throttling that never struck shows nothing").anyMatch(rate -> rate.refused() > 0);
        System.out.printf(
                "%d services at once; calls throttled: %s%n",
                SERVICES, rates.stream().map(RateLimit::refused).toList());
    }

    private static void atOnce(List<TestedService> services, String outcome, Function<TestedService, String> upload) {
        long start = System.nanoTime();
        Map<TestedService, String> versions = new HashMap<>();
        services.forEach(service -> versions.put(service, upload.apply(service)));
        versions.forEach((service, version) -> {
            Deployed done = service.uploaded(version);
            assertThat(done.outcome()).as(done.toString()).isEqualTo(outcome);
        });
        System.out.printf("%d services in %d s%n", services.size(), (System.nanoTime() - start) / 1_000_000_000);
    }

    private static String path(int i) {
        return "/crowd-" + i / NESTED + "/deeper".repeat(i % NESTED);
    }

    private static String manifest(TestedService service, Map<TestedService, String> paths, String tag) {
        return """
                name: %s
                type: Load Balanced Web Service
                image:
                  location: public.ecr.aws/nginx/nginx:%s
                  port: 80
                http:
                  path: %s
                """.formatted(service.name, tag, paths.get(service));
    }

    /** By path, of the rules of these services. */
    private Map<String, String> priorities(List<TestedService> services, Map<TestedService, String> paths) {
        Map<String, String> priorities = new HashMap<>();
        for (Rule rule : rules()) {
            services.stream()
                    .map(paths::get)
                    .filter(path -> pathsOf(rule).contains(path))
                    .forEach(path -> priorities.put(path, rule.priority()));
        }
        return priorities;
    }

    /** The paths of the rule that takes a request. */
    private List<String> winner(String request) {
        return rules().stream()
                .filter(rule -> pathsOf(rule).stream()
                        .anyMatch(path -> path.endsWith("/*")
                                ? request.startsWith(path.substring(0, path.length() - 1))
                                : request.equals(path)))
                .min(Comparator.comparingInt(rule -> Integer.parseInt(rule.priority())))
                .map(CrowdIT::pathsOf)
                .orElse(List.of());
    }

    private static List<String> pathsOf(Rule rule) {
        return rule.conditions().stream()
                .filter(condition -> condition.pathPatternConfig() != null)
                .flatMap(condition -> condition.pathPatternConfig().values().stream())
                .toList();
    }

    private List<Rule> rules() {
        return account
                .elb
                .describeRulesPaginator(r -> r.listenerArn(account.environment.get("HTTPListenerArn")))
                .rules()
                .stream()
                .filter(rule -> !rule.isDefault())
                .toList();
    }
}
