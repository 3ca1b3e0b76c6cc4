package dev.slipway.resource;

import dev.slipway.manifest.Manifest.Count;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** The bounds of a service's number of tasks, where its manifest gives {@code count.range}. */
public final class ScalableTargets implements ResourceKind<ScalableTarget> {
    private final ApplicationAutoScalingClient autoScaling;

    public ScalableTargets(ApplicationAutoScalingClient autoScaling) {
        this.autoScaling = autoScaling;
    }

    @Override
    public String name() {
        return "scalable-target";
    }

    @Override
    public Class<ScalableTarget> type() {
        return ScalableTarget.class;
    }

    @Override
    public List<ScalableTarget> desired(Service service, Existing existing) {
        return service.manifest().count() instanceof Count.Range range
                ? List.of(new ScalableTarget(EcsServices.nameOf(service, existing), range.min(), range.max()))
                : List.of();
    }

    /** They are listed by ECS service. */
    @Override
    public List<Class<? extends Resource>> readAfter() {
        return List.of(EcsService.class);
    }

    /** Those of the ECS services that are known to be the service's: a scalable target is its ECS service's. */
    @Override
    public List<Found<ScalableTarget>> read(Scope scope, Arns arns) {
        return of(autoScaling, scope, arns.of("ecs-service").keySet(), arns);
    }

    @Override
    public String create(ScalableTarget wanted, Scope scope, Arns arns) {
        // Tags are for a new scalable target only; one that exists is changed by the same call without them.
        Optional<Found<ScalableTarget>> existing = of(autoScaling, scope, List.of(wanted.ecsService()), arns).stream()
                .findFirst();
        return existing.map(found -> update(found, wanted, scope, arns)).orElseGet(() -> autoScaling
                .registerScalableTarget(request -> request.serviceNamespace(ServiceNamespace.ECS)
                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                        .resourceId(resourceId(scope, wanted.ecsService()))
                        .minCapacity(wanted.min())
                        .maxCapacity(wanted.max())
                        .tags(scope.tags()))
                .scalableTargetARN());
    }

    @Override
    public String update(Found<ScalableTarget> from, ScalableTarget to, Scope scope, Arns arns) {
        autoScaling.registerScalableTarget(request -> request.serviceNamespace(ServiceNamespace.ECS)
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .resourceId(resourceId(scope, to.ecsService()))
                .minCapacity(to.min())
                .maxCapacity(to.max()));
        return from.arn();
    }

    @Override
    public void remove(Found<ScalableTarget> existing, Scope scope, Arns arns) {
        try {
            autoScaling.deregisterScalableTarget(request -> request.serviceNamespace(ServiceNamespace.ECS)
                    .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                    .resourceId(resourceId(scope, existing.state().ecsService())));
        } catch (ObjectNotFoundException e) {
            // Gone already, as it should be.
        }
    }

    /** {@code service/<cluster>/<service>}, as Application Auto Scaling calls an ECS service. */
    static String resourceId(Scope scope, String ecsService) {
        return "service/" + scope.environment().cluster() + "/" + ecsService;
    }

    /** The ECS service's name in a resource id. */
    static String ecsService(String resourceId) {
        return resourceId.substring(resourceId.lastIndexOf('/') + 1);
    }

    /** Those of some ECS services. */
    static List<Found<ScalableTarget>> of(
            ApplicationAutoScalingClient autoScaling, Scope scope, Collection<String> ecsServices, Arns arns) {
        return ecsServices.isEmpty()
                ? List.of()
                : arns.once(
                        "scalable targets of " + List.copyOf(ecsServices),
                        () -> describe(autoScaling, scope, ecsServices));
    }

    private static List<Found<ScalableTarget>> describe(
            ApplicationAutoScalingClient autoScaling, Scope scope, Collection<String> ecsServices) {
        List<Found<ScalableTarget>> found = new ArrayList<>();
        autoScaling
                .describeScalableTargetsPaginator(request -> request.serviceNamespace(ServiceNamespace.ECS)
                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                        .resourceIds(ecsServices.stream()
                                .map(name -> resourceId(scope, name))
                                .toList()))
                .scalableTargets()
                .forEach(target -> found.add(new Found<>(
                        new ScalableTarget(ecsService(target.resourceId()), target.minCapacity(), target.maxCapacity()),
                        target.scalableTargetARN())));
        return found;
    }
}
