package dev.slipway.deployment;

import dev.slipway.aws.Together;
import dev.slipway.deployment.Deployment.Action;
import dev.slipway.deployment.Deployment.Planned;
import dev.slipway.deployment.Deployment.State;
import dev.slipway.deployment.Deployment.StepStatus;
import dev.slipway.manifest.Problem;
import dev.slipway.resource.Arns;
import dev.slipway.resource.EcsServices;
import dev.slipway.resource.Existing;
import dev.slipway.resource.Found;
import dev.slipway.resource.Resource;
import dev.slipway.resource.ResourceKind;
import dev.slipway.resource.RoutingNotes;
import dev.slipway.resource.Scope;
import dev.slipway.resource.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/** What a deployment will do: everything that was found, beside everything that is wanted. */
public final class Plan {
    private final Kinds kinds;
    private final Scope scope;
    private final Map<ResourceKind<?>, List<?>> found = new HashMap<>();
    private final Map<Step, StepPlan> steps = new LinkedHashMap<>();
    private final Existing existing = new Existing();
    private final Arns arns;

    private Plan(Kinds kinds, Scope scope, Arns arns) {
        this.kinds = kinds;
        this.scope = scope;
        this.arns = arns;
    }

    /**
     * Reads everything that the service has, and decides what is to become of it.
     *
     * @param service what is wanted; empty where nothing is to be left
     * @param arns what is known so far. A search by tags among it spares reading what is neither wanted nor there; without,
     *     everything is found for certain
     */
    static Plan of(Kinds kinds, Scope scope, Optional<Service> service, Arns arns) {
        Plan plan = read(kinds, scope, service, arns);
        plan.decide(service);
        return plan;
    }

    /** Likewise, but only reads: for whom what there is has a say in what is wanted, before {@link #decide}. */
    static Plan read(Kinds kinds, Scope scope, Optional<Service> service, Arns arns) {
        Plan plan = new Plan(kinds, scope, arns);
        service.ifPresent(known -> RoutingNotes.note(known, arns));
        plan.read(service);
        return plan;
    }

    void decide(Optional<Service> service) {
        for (Step step : Step.values()) {
            List<KindState<?>> states = new ArrayList<>();
            kinds.of(step).forEach(kind -> states.add(state(kind, service, found.getOrDefault(kind, List.of()))));
            steps.put(step, new StepPlan(scope, arns.asMap(), states));
        }
    }

    /** @throws dev.slipway.resource.NotOursException if something that is to be made has a name that is taken */
    void checkFree() {
        steps.values().forEach(step -> step.kinds().forEach(kind -> kind.checkFree(scope, arns)));
    }

    /** What it would be if there were nothing yet. */
    static Plan nothingFound(Kinds kinds, Scope scope, Service service) {
        Plan plan = new Plan(kinds, scope, new Arns(Optional.empty()));
        plan.decide(Optional.of(service));
        return plan;
    }

    private void read(Optional<Service> service) {
        Map<Class<?>, FutureTask<List<?>>> reads = new LinkedHashMap<>();
        kinds.inOrderOfReading().forEach(kind -> {
            // They are begun before it, so that it never waits for what waits for a thread.
            List<FutureTask<List<?>>> before = kind.readAfter().stream()
                    .map(reads::get)
                    .filter(Objects::nonNull)
                    .toList();
            reads.put(kind.type(), new FutureTask<>(() -> read(kind, service, before)));
        });
        Together.run(List.copyOf(reads.values()));
        kinds.all().forEach(kind -> found.put(kind, Together.result(reads.get(kind.type()))));
    }

    private <R extends Resource> List<Found<R>> read(
            ResourceKind<R> kind, Optional<Service> service, List<FutureTask<List<?>>> before) {
        boolean wanted =
                service.isEmpty() || !kind.desired(service.get(), existing).isEmpty();
        if (!wanted
                && !arns.search().map(search -> kind.isShownBy(search, scope)).orElse(true)) {
            return List.of();
        }
        before.forEach(Together::result);
        List<Found<R>> found = kind.read(scope, arns);
        found.forEach(f -> arns.put(kind.name(), f.state().key(), f.arn()));
        existing.add(kind, found);
        return found;
    }

    @SuppressWarnings("unchecked")
    private <R extends Resource> KindState<R> state(ResourceKind<R> kind, Optional<Service> service, List<?> found) {
        List<Found<R>> before = (List<Found<R>>) found;
        List<R> after =
                new ArrayList<>(service.map(s -> kind.desired(s, existing)).orElse(List.of()));
        if (kind.isData()) {
            keep(before, after);
        }
        return new KindState<>(kind, before, after);
    }

    /** Data outlive the manifest that asked for them. */
    private static <R extends Resource> void keep(List<Found<R>> before, List<R> after) {
        Set<String> wanted = after.stream().map(Resource::key).collect(Collectors.toSet());
        before.stream()
                .map(Found::state)
                .filter(state -> !wanted.contains(state.key()))
                .forEach(after::add);
    }

    /** ARNs of the data that a removal leaves. */
    List<String> kept() {
        return steps.values().stream()
                .flatMap(plan -> plan.kinds().stream())
                .filter(state -> state.kind().isData())
                .flatMap(state -> state.before().stream())
                .map(Found::arn)
                .toList();
    }

    /**
     * The steps that change something, as the journal keeps them.
     *
     * @param restart whether the ECS service is started anew, even if it does not change
     */
    Map<Step, StepPlan> changing(boolean restart) {
        Map<Step, StepPlan> changing = new LinkedHashMap<>();
        steps.forEach((step, plan) -> {
            if (Changes.action(plan) != Action.none || restart && step == Step.ECS_SERVICE) {
                changing.put(step, plan);
            }
        });
        return changing;
    }

    /** What is no longer as it was deployed. */
    List<Problem> drift() {
        return steps.values().stream().flatMap(step -> Drift.of(step).stream()).toList();
    }

    /** The ECS services, where nothing is changed but they are to be started anew. */
    List<Planned> restarts() {
        return steps.get(Step.ECS_SERVICE).kinds().stream()
                .filter(state -> state.kind() instanceof EcsServices)
                .flatMap(state -> state.before().stream()
                        .map(found -> new Planned(
                                state.kind().name(),
                                found.state().key(),
                                Action.update,
                                "its tasks are to be started anew")))
                .toList();
    }

    boolean retires() {
        return steps.values().stream().flatMap(plan -> plan.kinds().stream()).anyMatch(KindState::retires);
    }

    Existing existing() {
        return existing;
    }

    Map<String, String> arns() {
        return arns.asMap();
    }

    /** The ARNs with what was read to find them. */
    Arns known() {
        return arns;
    }

    List<StepStatus> statuses() {
        List<StepStatus> statuses = new ArrayList<>();
        steps.forEach((step, plan) -> statuses.add(new StepStatus(
                step,
                Changes.action(plan),
                State.pending,
                resources(plan),
                Changes.planned(plan),
                Changes.of(plan),
                null)));
        return statuses;
    }

    private List<String> resources(StepPlan plan) {
        TreeSet<String> known = new TreeSet<>();
        plan.kinds().forEach(kind -> kind.before().forEach(found -> known.add(found.arn())));
        return List.copyOf(known);
    }
}
