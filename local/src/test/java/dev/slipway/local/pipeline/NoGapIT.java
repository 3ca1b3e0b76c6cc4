package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.gateway.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * During a replacement, after each call that changes something, the rules lead each request that both versions answer to
 * target groups with healthy targets of an active ECS service; also if the new version never becomes steady.
 */
@Tag("gaps")
@Execution(ExecutionMode.CONCURRENT)
class NoGapIT {
    /** What cannot be changed where it is. */
    enum Replacement {
        PORT(manifest -> manifest.replace("port: 80\n", "port: 8080\n")),
        PROTOCOL_VERSION(manifest -> manifest.replace("http:\n", "http:\n  version: http2\n")),
        PROTOCOL(manifest -> manifest.replace("port: 80\n", "port: 443\n")),
        HEALTH_CHECK_PROTOCOL(
                manifest -> manifest.replace("http:\n", "http:\n  healthcheck: {path: /alive, port: 443}\n")),
        CAPACITY_PROVIDERS(manifest -> manifest.replace("count: 2\n", "count: {spot: 2}\n")),
        LISTENER_MODE(manifest -> manifest.replaceAll("  alias: .*\n", "")),
        PATH(manifest -> manifest.replaceAll("path: .*\n", "path: /\n")),
        ALL(manifest -> CAPACITY_PROVIDERS.change.apply(PATH.change.apply(PORT.change.apply(manifest))));

        final UnaryOperator<String> change;

        Replacement(UnaryOperator<String> change) {
            this.change = change;
        }
    }

    /** What was answered after a call. */
    private record Moment(Call call, Set<String> answered) {}

    private final Account account = Account.get();

    @ParameterizedTest
    @EnumSource
    void noRequestIsWithoutATargetWhileTheNewVersionTakesOver(Replacement replacement) {
        TestedService service = new TestedService(account, "nogap-" + kebab(replacement));
        String before = manifest(service);
        assertThat(service.deploy(before).outcome()).isEqualTo("SUCCEEDED");

        replace(service, replacement.change.apply(before), "SUCCEEDED");
        replace(service, before, "SUCCEEDED");

        service.remove();
    }

    @ParameterizedTest
    @EnumSource(names = {"CAPACITY_PROVIDERS", "LISTENER_MODE", "ALL"})
    void noRequestIsWithoutATargetWhileTheNewVersionFails(Replacement replacement) {
        TestedService service = new TestedService(account, "nogap-no-" + kebab(replacement));
        String before = manifest(service);
        assertThat(service.deploy(before).outcome()).isEqualTo("SUCCEEDED");
        account.steerRollout(service.ecsService(), "fail", 1);
        account.steerRollout(service.ecsService() + "-b", "fail", 1);

        replace(service, replacement.change.apply(before).replace("nginx:1.27", "nginx:broken"), "ROLLED_BACK");

        service.remove();
    }

    private void replace(TestedService service, String manifest, String outcome) {
        Requests requests = new Requests(account, service);
        Set<String> first = requests.answered();
        assertThat(first).as("what is answered at first").isNotEmpty();
        List<Moment> moments = Collections.synchronizedList(new ArrayList<>());
        Consumer<Call> watcher = call -> {
            if (call.deployment().startsWith(service.deployments()) && changesTraffic(call)) {
                moments.add(new Moment(call, requests.answered()));
            }
        };
        account.aws.gateway().calls().watch(watcher);
        Deployed deployed = service.deploy(manifest);
        account.aws.gateway().calls().unwatch(watcher);

        assertThat(deployed.outcome()).as(deployed.toString()).isEqualTo(outcome);
        Set<String> throughout = new TreeSet<>(first);
        throughout.retainAll(requests.answered());
        assertThat(throughout).as("what both versions answer").isNotEmpty();
        assertThat(moments).as("calls that change something").isNotEmpty();
        for (Moment moment : moments) {
            assertThat(moment.answered())
                    .as("after %s %s", moment.call().name(), moment.call().parameters())
                    .containsAll(throughout);
        }
    }

    private static boolean changesTraffic(Call call) {
        return call.mutating() && Set.of("elasticloadbalancing", "ecs").contains(call.service());
    }

    private static String kebab(Replacement replacement) {
        return replacement.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static String manifest(TestedService service) {
        return Manifests.small(service.name) + "  alias: " + service.name + ".slipway.test\ncount: 2\n";
    }
}
