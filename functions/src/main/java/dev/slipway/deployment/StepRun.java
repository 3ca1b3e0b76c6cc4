package dev.slipway.deployment;

import dev.slipway.aws.Together;
import dev.slipway.deployment.Deployment.Action;
import dev.slipway.deployment.Deployment.State;
import dev.slipway.deployment.Deployment.StepStatus;
import dev.slipway.resource.Arns;
import dev.slipway.resource.Found;
import dev.slipway.resource.Resource;
import dev.slipway.resource.ResourceKind;
import dev.slipway.resource.Scope;
import dev.slipway.resource.Service;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Carries out one step of a deployment, forwards or backwards. All directions are the same movement with another target:
 *
 * <ul>
 *   <li>apply: from what the plan found, towards the desired state; nothing is taken away yet
 *   <li>retire: what is no longer desired goes
 *   <li>undo: from whatever is there now, back to what the plan found; for a removal that is nothing at all
 * </ul>
 */
public final class StepRun {
    private final Step step;
    private final List<ResourceKind<?>> kinds;
    private final Journal journal;
    private final Bucket bucket;
    private final Clock clock;

    public StepRun(Step step, List<ResourceKind<?>> kinds, Journal journal, Bucket bucket, Clock clock) {
        this.step = step;
        this.kinds = kinds;
        this.journal = journal;
        this.bucket = bucket;
        this.clock = clock;
    }

    public Deployment apply(Deployment deployment) {
        Instant started = clock.instant();
        if (step == Step.ALARMS) {
            deployment.next = deployment.retires ? "retire" : "record";
        } else if (step == Step.ECS_SERVICE) {
            deployment.next = "alarms";
        }
        if (deployment.step(step).action() == Action.none) {
            return deployment; // whoever came before has said so already, see runFrom
        }
        atWork(deployment, planned -> {
            planned.ifPresent(plan -> apply(deployment, plan));
            boolean rollout = step == Step.ECS_SERVICE && deployment.rolloutPlan != null;
            finish(deployment, rollout ? State.running : State.done, started);
            if (rollout) {
                deployment.rolloutPlan = deployment.rolloutPlan.startingAt(clock.instant());
                deployment.next = "wait";
            } else {
                runFrom(deployment, step.ordinal() + 1);
            }
        });
        return deployment;
    }

    private static void apply(Deployment deployment, StepPlan plan) {
        Arns arns = new Arns(deployment.arns);
        Failures failures = Failures.stopAtFirst();
        build(plan, arns, failures);
        if (deployment.force) {
            // What changes is started anew by that; a change of its log group, say, starts no tasks.
            plan.kinds().stream().filter(kind -> !kind.isChange()).forEach(kind -> restart(kind, plan, failures));
        }
        deployment.arns = arns.asMap();
        Addressing.complete(deployment);
    }

    /** Takes away what this deployment replaced; for listener rules first of all leads the requests to the new. */
    public Deployment retire(Deployment deployment) {
        StepStatus status = deployment.step(step);
        if (status == null || status.action() != Action.none) {
            atWork(deployment, planned -> planned.ifPresent(plan -> retire(deployment, plan)), () -> {});
        }
        if (step == Step.LISTENER_RULE) {
            journal.commit(deployment.journal());
        }
        return deployment;
    }

    private static void retire(Deployment deployment, StepPlan plan) {
        Arns arns = new Arns(deployment.arns);
        Failures failures = Failures.collectAll();
        List<Runnable> clearing = new ArrayList<>();
        plan.kinds().forEach(kind -> settle(kind, plan, arns, failures, clearing));
        for (int i = clearing.size() - 1; i >= 0; i--) {
            clearing.get(i).run();
        }
        failures.tell();
    }

    /** Puts everything of the step back, whatever its state; for a removal: takes everything away. */
    public Deployment undo(Deployment deployment) {
        Instant started = clock.instant();
        Failing.note(deployment);
        atWork(deployment, planned -> {
            planned.ifPresent(plan -> restore(plan, deployment.removal, new Arns(plan.arns(), deployment.arns)));
            StepStatus status = deployment.step(step);
            if (status != null && deployment.removal) {
                finish(deployment, State.done, started);
            } else if (status != null && status.action() != Action.none && status.state() == State.done) {
                deployment.set(status.in(State.undone));
            }
        });
        return deployment;
    }

    private void atWork(Deployment deployment, Consumer<Optional<StepPlan>> work) {
        atWork(deployment, work, () -> bucket.writeStatus(deployment));
    }

    /** A recovery waits until it is over, if the execution is stopped meanwhile. */
    private void atWork(Deployment deployment, Consumer<Optional<StepPlan>> work, Runnable tell) {
        Optional<StepPlan> plan = journal.begin(deployment.journal(), step, kinds);
        Runnable end = () -> plan.ifPresent(begun -> journal.end(deployment.journal(), step, deployment.arns));
        try {
            work.accept(plan);
        } catch (RuntimeException | Error e) {
            end.run();
            throw e;
        }
        Together.run(end, tell);
    }

    private static void restore(StepPlan plan, boolean removal, Arns arns) {
        Failures failures = Failures.collectAll();
        List<Runnable> clearing = new ArrayList<>();
        plan.kinds().forEach(kind -> putBack(kind, plan, removal, arns, failures, clearing));
        for (int i = clearing.size() - 1; i >= 0; i--) {
            clearing.get(i).run();
        }
        failures.tell();
    }

    /** Goes through what {@link #apply} does, without any effect where calls have none; see {@code Clients.rehearse}. */
    public void rehearse(Deployment deployment, Service service) {
        Scope scope = new Scope(service.id(), service.environment(), service.tags(), List.of());
        Failures failures = Failures.collectAll();
        failures.collect("journal", step.label, () -> journal.begin(deployment.journal(), step, kinds));
        kinds.forEach(kind -> failures.collect(kind.name(), "", () -> kind.read(scope, new Arns(deployment.arns))));
        Plan plan = Plan.nothingFound(new Kinds(Map.of(step, kinds)), scope, service);
        plan.changing(true).values().forEach(found -> {
            StepPlan read = StepPlan.fromJson(found.toJson(), kinds);
            build(read, new Arns(deployment.arns), failures);
        });
        journal.end(deployment.journal(), step, deployment.arns);
        bucket.writeStatus(deployment);
        failures.tell();
    }

    private static void build(StepPlan plan, Arns arns, Failures failures) {
        Map<Integer, List<Runnable>> stages = new TreeMap<>();
        plan.kinds().forEach(kind -> stages.computeIfAbsent(kind.kind().stage(), stage -> new ArrayList<>())
                .add(() -> build(kind, plan, arns, failures)));
        stages.values().forEach(Together::run);
    }

    private static <R extends Resource> void build(KindState<R> state, StepPlan plan, Arns arns, Failures failures) {
        if (state.isChange()) {
            new Convergence<>(state.kind(), plan.scope(), arns).build(state.before(), state.after(), true, failures);
        }
    }

    private static <R extends Resource> void restart(KindState<R> state, StepPlan plan, Failures failures) {
        for (Found<R> found : state.before()) {
            failures.collect(
                    state.kind().name(), found.state().key(), () -> state.kind().restart(found, plan.scope()));
        }
    }

    private static <R extends Resource> void settle(
            KindState<R> state, StepPlan plan, Arns arns, Failures failures, List<Runnable> clearing) {
        if (!state.retires()) {
            return;
        }
        Convergence<R> convergence = new Convergence<>(state.kind(), plan.scope(), arns);
        var actual = convergence.read();
        convergence.build(actual, state.after(), false, failures);
        clearing.add(() -> convergence.clear(actual, state.after(), failures));
    }

    private static <R extends Resource> void putBack(
            KindState<R> state, StepPlan plan, boolean removal, Arns arns, Failures failures, List<Runnable> clearing) {
        if (!state.isChange()) {
            return;
        }
        Convergence<R> convergence = new Convergence<>(state.kind(), plan.scope(), arns);
        failures.collect(state.kind().name(), "of " + plan.scope().id().service(), () -> {
            var actual = convergence.read();
            List<R> target = removal
                    ? List.of()
                    : state.before().stream().map(f -> f.state()).toList();
            convergence.build(actual, target, false, failures);
            clearing.add(() -> convergence.clear(actual, target, failures));
        });
    }

    private void finish(Deployment deployment, State state, Instant started) {
        StepStatus status = deployment.step(step);
        double seconds = Duration.between(started, clock.instant()).toMillis() / 1000.0;
        deployment.set(status.ended(state, resources(deployment, status), seconds));
    }

    /** What the step has made, beside what it had. */
    private List<String> resources(Deployment deployment, StepStatus status) {
        if (deployment.removal) {
            return status.resources();
        }
        TreeSet<String> arns = new TreeSet<>(status.resources() == null ? List.of() : status.resources());
        Arns known = new Arns(deployment.arns);
        kinds.forEach(kind -> arns.addAll(known.of(kind.name()).values()));
        return List.copyOf(arns);
    }

    /**
     * The next step that has something to do shows as running from here on, and those before it as done, which saves them
     * all from saying so themselves.
     *
     * @param ordinal of the first step to look at; there may be none
     */
    static void runFrom(Deployment deployment, int ordinal) {
        for (int i = ordinal; i < Step.values().length; i++) {
            StepStatus next = deployment.step(Step.values()[i]);
            if (next.action() != Action.none) {
                deployment.set(next.in(State.running));
                return;
            }
            deployment.set(next.in(State.done));
        }
    }
}
