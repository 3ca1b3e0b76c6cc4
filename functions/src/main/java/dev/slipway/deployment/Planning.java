package dev.slipway.deployment;

import dev.slipway.aws.Tags;
import dev.slipway.aws.Together;
import dev.slipway.deployment.Deployment.Action;
import dev.slipway.deployment.Deployment.RolloutPlan;
import dev.slipway.deployment.Deployment.State;
import dev.slipway.deployment.Deployment.Status;
import dev.slipway.deployment.Deployment.StepStatus;
import dev.slipway.environment.Answer;
import dev.slipway.environment.EcrImage;
import dev.slipway.environment.Environment;
import dev.slipway.environment.Images;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import dev.slipway.resource.Arns;
import dev.slipway.resource.EcsServices;
import dev.slipway.resource.Found;
import dev.slipway.resource.ListenerRule;
import dev.slipway.resource.LoadBalancerCheck;
import dev.slipway.resource.LoadBalancerQuotas;
import dev.slipway.resource.NotOursException;
import dev.slipway.resource.OverrideException;
import dev.slipway.resource.Scope;
import dev.slipway.resource.Service;
import dev.slipway.resource.ServiceLimits;
import dev.slipway.resource.TaskDefinitions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/**
 * The manifest against the world: looks up what it points at, reads what the service has, decides what changes, and
 * writes the journal. Reads only, as far as the service is concerned.
 */
public final class Planning {
    private final Validation validation;
    private final Resolver resolver;
    private final Pinning pinning;
    private final Kinds kinds;
    private final ResourceGroupsTaggingApiClient tagging;
    private final LoadBalancerCheck loadBalancerCheck;
    private final LoadBalancerQuotas quotas;
    private final Journal journal;
    private final Uses uses;
    private final Bucket bucket;
    private final Events events;

    public Planning(
            Validation validation,
            Resolver resolver,
            Pinning pinning,
            Kinds kinds,
            ResourceGroupsTaggingApiClient tagging,
            LoadBalancerCheck loadBalancerCheck,
            LoadBalancerQuotas quotas,
            Journal journal,
            Uses uses,
            Bucket bucket,
            Events events) {
        this.validation = validation;
        this.resolver = resolver;
        this.pinning = pinning;
        this.kinds = kinds;
        this.tagging = tagging;
        this.loadBalancerCheck = loadBalancerCheck;
        this.quotas = quotas;
        this.journal = journal;
        this.uses = uses;
        this.bucket = bucket;
        this.events = events;
    }

    public Deployment plan(Deployment deployment) {
        try {
            return deployment.removal ? planRemoval(deployment) : planDeployment(deployment);
        } catch (NotOursException e) {
            return reject(deployment, Problem.error("not-ours", "", Position.NONE, e.getMessage()));
        }
    }

    /** Goes through what {@link #plan} does, without any effect where calls have none; see {@code Clients.rehearse}. */
    public void rehearse(Deployment deployment, Service service) {
        Failures failures = Failures.collectAll();
        failures.collect("resolver", service.id().service(), () -> planDeployment(deployment));
        Scope scope = new Scope(service.id(), service.environment(), service.tags(), List.of());
        kinds.all()
                .forEach(kind -> failures.collect(kind.name(), "", () -> kind.read(scope, new Arns(deployment.arns))));
        failures.collect("plan", service.id().service(), () -> {
            Plan plan = Plan.nothingFound(kinds, scope, service);
            proceed(deployment, plan);
            tellStart(deployment);
        });
        failures.tell();
    }

    private Deployment planDeployment(Deployment deployment) {
        Given given = Given.of(deployment, validation, resolver, tagging, quotas, kinds);
        Validation.Fetched fetched = given.fetched;
        Validation.report(deployment, given.service.problems());
        if (deployment.status == Status.REJECTED) {
            deployment.next = "record";
            return deployment;
        }
        Service named = given.service.value().orElseThrow();
        Scope scope = new Scope(named.id(), named.environment(), named.tags(), named.certificates());
        Map<String, EcrImage> tags =
                Images.tags(named.manifest(), named.environment(), Resolver.tag(fetched.variables()));
        Service service;
        Plan plan;
        try {
            plan = Plan.read(kinds, scope, Optional.of(named), given.known);
            service = pinning.pin(deployment, named, plan.existing(), tags);
            plan.decide(Optional.of(service));
            plan.checkFree();
            deployment.uses = List.copyOf(Use.all(tags.values(), TaskDefinitions.secrets(named), named.environment()));
        } catch (OverrideException e) {
            String path = e.index < 0 ? "taskdef_overrides" : "taskdef_overrides[" + e.index + "]";
            return reject(
                    deployment,
                    Problem.error("invalid-value", path, fetched.reading().at(path), e.getMessage()));
        }
        Validation.report(deployment, ServiceLimits.ofTaskDefinition(service, fetched.reading()));
        Validation.report(
                deployment,
                loadBalancerCheck.check(
                        service, fetched.reading(), scope, plan.existing(), plan.known(), given.limits));
        deployment.image = service.images().get(service.manifest().name());
        deployment.next = "record";
        if (deployment.status != Status.REJECTED) {
            proceed(deployment, plan);
        }
        Addressing.begin(deployment, service, plan.existing());
        deployment.taskDefinition =
                new Arns(plan.arns()).of("task-definition").get(TaskDefinitions.keyOf(service, plan.existing()));
        if (deployment.next.equals("apply")) {
            deployment.rolloutPlan = rollout(deployment, service, plan);
            StepRun.runFrom(deployment, 0);
            tellStart(deployment);
        }
        return deployment;
    }

    private Deployment planRemoval(Deployment deployment) {
        Answer<Optional<Environment>> environment =
                resolver.environment(deployment.application, deployment.environment);
        if (environment.value().isEmpty()) {
            Validation.report(deployment, environment.problems());
            deployment.next = "record";
            return deployment;
        }
        Environment found = environment.value().get();
        Scope scope = new Scope(deployment.id(), found, Tags.of(deployment.id(), found.tags()), List.of());
        Plan plan = Plan.of(kinds, scope, Optional.empty(), new Arns(Optional.empty()));
        List<ListenerRule> standing = plan.existing().of(ListenerRule.class).stream()
                .map(Found::state)
                .toList();
        deployment.kept = Stream.concat(plan.kept().stream(), resolver.certificates(found, standing).stream())
                .toList();
        proceed(deployment, plan);
        if (deployment.next.equals("undo")) {
            deployment.set(deployment.step(Step.ALARMS).in(State.running));
            tellStart(deployment);
        } else {
            deployment.status = Status.REMOVED;
        }
        return deployment;
    }

    private void proceed(Deployment deployment, Plan plan) {
        deployment.steps = plan.statuses();
        deployment.arns = plan.arns();
        deployment.retires = plan.retires();
        deployment.next = "record";
        boolean restart = deployment.force && !deployment.removal;
        Map<Step, StepPlan> changing = plan.changing(restart);
        StepStatus service = deployment.step(Step.ECS_SERVICE);
        if (restart && service.action() == Action.none) {
            deployment.set(service.restarting(plan.restarts()));
        }
        if (deployment.checksForDrift()) {
            Validation.report(deployment, plan.drift());
        }
        if (changing.isEmpty() && !deployment.dryRun) {
            deployment.status = Status.UNCHANGED;
            deployment.steps.replaceAll(step -> step.in(State.done));
        } else if (deployment.onlyTells()) {
            deployment.status = Status.PLANNED;
        } else {
            // What changes while it runs is not to be missed: the index is written before anything is changed.
            journal.write(deployment, changing, uses.additions(deployment.id(), deployment.uses));
            deployment.next = deployment.removal ? "undo" : "apply";
        }
    }

    /** What there is to wait for; nothing where the tasks stay as they are. */
    private static RolloutPlan rollout(Deployment deployment, Service service, Plan plan) {
        if (deployment.step(Step.ECS_SERVICE).action() == Action.none) {
            return null;
        }
        return new RolloutPlan(
                service.environment().cluster(),
                EcsServices.nameOf(service, plan.existing()),
                TaskDefinitions.keyOf(service, plan.existing()),
                service.manifest().deployment().timeout(),
                null);
    }

    private void tellStart(Deployment deployment) {
        Together.run(() -> bucket.writeStatus(deployment), () -> events.started(deployment));
    }

    private static Deployment reject(Deployment deployment, Problem problem) {
        Validation.report(deployment, List.of(problem));
        deployment.next = "record";
        return deployment;
    }
}
