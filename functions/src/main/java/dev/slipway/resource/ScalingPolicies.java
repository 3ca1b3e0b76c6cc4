package dev.slipway.resource;

import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Manifest.Count;
import dev.slipway.manifest.Manifest.Scaling;
import dev.slipway.manifest.Manifest.ScalingMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** The target tracking policies of a service: one for each metric under {@code count}. */
public final class ScalingPolicies implements ResourceKind<ScalingPolicy> {
    private final ApplicationAutoScalingClient autoScaling;

    public ScalingPolicies(ApplicationAutoScalingClient autoScaling) {
        this.autoScaling = autoScaling;
    }

    @Override
    public String name() {
        return "scaling-policy";
    }

    @Override
    public Class<ScalingPolicy> type() {
        return ScalingPolicy.class;
    }

    /** They are of a scalable target. */
    @Override
    public int stage() {
        return 1;
    }

    @Override
    public List<ScalingPolicy> desired(Service service, Existing existing) {
        if (!(service.manifest().count() instanceof Count.Range range)) {
            return List.of();
        }
        String ecsService = EcsServices.nameOf(service, existing);
        return range.metrics().stream()
                .map(scaling -> desired(service, existing, ecsService, scaling))
                .toList();
    }

    private static ScalingPolicy desired(Service service, Existing existing, String ecsService, Scaling scaling) {
        boolean ofRequests =
                scaling.metric() == ScalingMetric.REQUESTS || scaling.metric() == ScalingMetric.RESPONSE_TIME;
        return new ScalingPolicy(
                ecsService,
                PolicyMetric.policyName(service.id().service(), scaling.metric()),
                scaling.metric(),
                scaling.target(),
                scaling.scaleInCooldown(),
                scaling.scaleOutCooldown(),
                ofRequests ? service.loadBalancer().map(LoadBalancer::fullName) : Optional.empty(),
                // Only the main rule's target group counts, whatever other rules there are.
                ofRequests
                        ? TargetGroups.of(service, existing).stream()
                                .findFirst()
                                .map(Resource::key)
                        : Optional.empty());
    }

    /** They are listed by scalable target; some name a target group. */
    @Override
    public List<Class<? extends Resource>> readAfter() {
        return List.of(ScalableTarget.class, TargetGroup.class);
    }

    /**
     * Those whose names are ours; a policy of another name is the user's own. Without a scalable target there is none.
     *
     * @see <a href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeregisterScalableTarget.html">
     *     Deregistering a scalable target deletes the scaling policies that are associated with it</a>
     */
    @Override
    public List<Found<ScalingPolicy>> read(Scope scope, Arns arns) {
        List<Found<ScalingPolicy>> found = new ArrayList<>();
        for (String ecsService : arns.of("scalable-target").keySet()) {
            autoScaling
                    .describeScalingPoliciesPaginator(request -> request.serviceNamespace(ServiceNamespace.ECS)
                            .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                            .resourceId(ScalableTargets.resourceId(scope, ecsService)))
                    .scalingPolicies()
                    .stream()
                    .filter(policy -> policy.targetTrackingScalingPolicyConfiguration() != null)
                    .forEach(policy -> PolicyMetric.ofPolicy(scope.id().service(), policy.policyName())
                            .ifPresent(metric -> found.add(new Found<>(
                                    PolicyMetric.state(ecsService, metric, policy, arns), policy.policyARN()))));
        }
        return found;
    }

    @Override
    public String create(ScalingPolicy wanted, Scope scope, Arns arns) {
        return put(wanted, scope, arns);
    }

    @Override
    public String update(Found<ScalingPolicy> from, ScalingPolicy to, Scope scope, Arns arns) {
        return put(to, scope, arns);
    }

    @Override
    public void remove(Found<ScalingPolicy> existing, Scope scope, Arns arns) {
        try {
            autoScaling.deleteScalingPolicy(request -> request.serviceNamespace(ServiceNamespace.ECS)
                    .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                    .resourceId(
                            ScalableTargets.resourceId(scope, existing.state().ecsService()))
                    .policyName(existing.state().name()));
        } catch (ObjectNotFoundException e) {
            // Gone already, with its scalable target or before.
        }
    }

    /** PutScalingPolicy makes a policy or replaces the one of that name. */
    private String put(ScalingPolicy wanted, Scope scope, Arns arns) {
        return autoScaling
                .putScalingPolicy(request -> request.serviceNamespace(ServiceNamespace.ECS)
                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                        .resourceId(ScalableTargets.resourceId(scope, wanted.ecsService()))
                        .policyName(wanted.name())
                        .policyType(PolicyType.TARGET_TRACKING_SCALING)
                        .targetTrackingScalingPolicyConfiguration(PolicyMetric.configuration(wanted, arns)))
                .policyARN();
    }
}
