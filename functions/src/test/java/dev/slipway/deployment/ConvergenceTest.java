package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.slipway.resource.Alarms;
import dev.slipway.resource.Arns;
import dev.slipway.resource.DiscoveryServices;
import dev.slipway.resource.EcsServices;
import dev.slipway.resource.ListenerRules;
import dev.slipway.resource.LogGroups;
import dev.slipway.resource.Parameters;
import dev.slipway.resource.Resource;
import dev.slipway.resource.ResourceKind;
import dev.slipway.resource.Roles;
import dev.slipway.resource.ScalableTargets;
import dev.slipway.resource.ScalingPolicies;
import dev.slipway.resource.Service;
import dev.slipway.resource.TargetGroups;
import dev.slipway.resource.TaskDefinitions;
import dev.slipway.resource.TestService;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * The promises of the engine, over the real decisions of the real kinds of resource and from any version of a service to any
 * other; only AWS is a {@link StandIn}. What the journal says is read as the functions read it: from its JSON.
 */
class ConvergenceTest {
    private final StandIn.Line line = new StandIn.Line();
    private final Map<Step, List<ResourceKind<?>>> standIns = new EnumMap<>(Step.class);
    private final Kinds kinds = new Kinds(standIns);

    ConvergenceTest() {
        standIn(Step.TARGET_GROUP, new TargetGroups(null));
        standIn(Step.LISTENER_RULE, new ListenerRules(null));
        standIn(Step.DISCOVERY, new DiscoveryServices(null));
        standIn(Step.PARAMETERS, new Parameters(null, null));
        standIn(Step.ECS_SERVICE, new LogGroups(null));
        standIn(Step.ECS_SERVICE, new Roles(null, "arn:aws:iam::123456789123:policy/bounds"));
        standIn(Step.ECS_SERVICE, new TaskDefinitions(null));
        standIn(Step.ECS_SERVICE, new EcsServices(null, null, null, null, null));
        standIn(Step.ALARMS, new ScalableTargets(null));
        standIn(Step.ALARMS, new ScalingPolicies(null));
        standIn(Step.ALARMS, new Alarms(null));
    }

    private <R extends Resource> void standIn(Step step, ResourceKind<R> real) {
        standIns.computeIfAbsent(step, s -> new ArrayList<>()).add(new StandIn<>(real, line));
    }

    @Property(tries = 60)
    void convergedTwiceIsConvergedOnce(@ForAll("manifests") String from, @ForAll("manifests") String to) {
        startAnew();
        new Run(from).carryOut();
        new Run(to).carryOut();
        Map<String, Resource> once = everything();
        line.calls = 0;

        new Run(to).carryOut();

        assertThat(line.calls).as("calls that change something").isZero();
        assertThat(everything()).isEqualTo(once);
    }

    @Property(tries = 60)
    void theWayThereDoesNotMatter(@ForAll("manifests") String from, @ForAll("manifests") String to) {
        startAnew();
        new Run(from).carryOut();
        new Run(to).carryOut();
        List<Map<String, Integer>> afterAnUpdate = List.of(counts());

        startAnew();
        new Run(to).carryOut();

        assertThat(List.of(counts())).isEqualTo(afterAnUpdate);
    }

    @Property(tries = 150)
    void whereverItBreaksUndoGivesTheStateBefore(
            @ForAll("manifests") String from,
            @ForAll("manifests") String to,
            @ForAll @IntRange(min = 1, max = 45) int call,
            @ForAll boolean afterTheEffect) {
        startAnew();
        new Run(from).carryOut();
        Map<String, Resource> before = everything();
        Run run = new Run(to);
        line.breakAt(call, afterTheEffect);

        boolean broken = run.untilItBreaks();
        line.heal();
        if (broken) {
            assertThat(everything()).isEqualTo(before);
        }

        new Run(to).carryOut();
        line.calls = 0;
        new Run(to).carryOut();
        assertThat(line.calls).as("changes after the next deployment").isZero();
    }

    /** One deployment, from its plan on. */
    private final class Run {
        private final Journal journal = mock(Journal.class);
        private final Deployment deployment = new Deployment();

        Run(String manifest) {
            Service service = TestService.of(manifest, "");
            Plan plan = Plan.of(kinds, TestService.scope(service), Optional.of(service), new Arns(Optional.empty()));
            deployment.deployment = "test-fe-1";
            deployment.application = service.id().application();
            deployment.environment = service.id().environment();
            deployment.service = service.id().service();
            deployment.steps = plan.statuses();
            deployment.arns = plan.arns();
            deployment.retires = plan.retires();
            plan.changing(false).forEach((step, changes) -> when(journal.begin(any(), eq(step), any()))
                    .thenAnswer(call -> Optional.of(StepPlan.fromJson(changes.toJson(), kinds.of(step)))));
        }

        void carryOut() {
            assertThat(untilItBreaks()).isFalse();
        }

        /** As the state machine does; after a failure with the undo of all steps from there backwards. */
        boolean untilItBreaks() {
            for (Step step : Step.values()) {
                if (isBroken(() -> run(step).apply(deployment), step)) {
                    return true;
                }
            }
            if (deployment.retires) {
                if (isBroken(() -> run(Step.LISTENER_RULE).retire(deployment), Step.ALARMS)) {
                    return true;
                }
                backwards(Step.ALARMS)
                        .filter(step -> step != Step.LISTENER_RULE)
                        .forEach(step -> retire(run(step)));
            }
            return false;
        }

        /** What fails here stays for the next deployment, as the state machine leaves it after its last attempt. */
        private void retire(StepRun run) {
            try {
                run.retire(deployment);
            } catch (IllegalStateException | StepFailedException e) {
                line.heal();
            }
        }

        private boolean isBroken(Runnable forward, Step undoFrom) {
            try {
                forward.run();
                return false;
            } catch (IllegalStateException | StepFailedException e) {
                line.heal();
                backwards(undoFrom).forEach(step -> run(step).undo(deployment));
                return true;
            }
        }

        private StepRun run(Step step) {
            return new StepRun(step, kinds.of(step), journal, mock(Bucket.class), Clock.systemUTC());
        }
    }

    private static Stream<Step> backwards(Step from) {
        return Stream.iterate(from.ordinal(), i -> i >= 0, i -> i - 1).map(i -> Step.values()[i]);
    }

    private void startAnew() {
        line.heal();
        standIns().forEach(kind -> kind.there.clear());
    }

    private Stream<StandIn<?>> standIns() {
        return kinds.all().map(kind -> (StandIn<?>) kind);
    }

    private Map<String, Resource> everything() {
        Map<String, Resource> all = new TreeMap<>();
        standIns().forEach(kind -> kind.there.forEach((key, state) -> all.put(kind.name() + " " + key, state)));
        return all;
    }

    /** How many there are of each kind. */
    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        standIns().forEach(kind -> counts.put(kind.name(), kind.there.size()));
        return counts;
    }

    @Provide
    Arbitrary<String> manifests() {
        Arbitrary<String> http = Combinators.combine(
                        Arbitraries.of("/", "/api", "/else"),
                        Arbitraries.of("", "\n  version: http2", "\n  version: grpc"),
                        Arbitraries.of("", "\n  healthcheck: /alive", "\n  stickiness: true"),
                        Arbitraries.of("", "\n  additional_rules: [{path: /more}]"))
                .as((path, version, check, more) -> "http:\n  path: " + path + version + check + more + "\n");
        Arbitrary<String> more = Combinators.combine(
                        Arbitraries.of(
                                "",
                                "count: 3\n",
                                "count: {range: 1-3, cpu_percentage: 50}\n",
                                "count: {spot: 2}\n",
                                "count: {range: {min: 1, max: 4, spot_from: 2}, requests: 100}\n"),
                        Arbitraries.of("", "cpu: 512\nmemory: 1024\n"),
                        Arbitraries.of("", "variables: {COLOUR: green}\n", "variables: {COLOUR: blue}\n"),
                        Arbitraries.of("", "exec: true\n"),
                        Arbitraries.of("", "deployment: {rollback_alarms: {cpu_utilization: 80}}\n"))
                .as((count, size, variables, exec, alarms) -> count + size + variables + exec + alarms);
        return Combinators.combine(Arbitraries.of(80, 8080), http, more)
                .as((port, rules, rest) ->
                        "name: fe\ntype: Load Balanced Web Service\nimage:\n  location: nginx\n  port: " + port + "\n"
                                + rules + rest);
    }
}
