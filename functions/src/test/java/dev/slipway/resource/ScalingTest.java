package dev.slipway.resource;

import static dev.slipway.environment.ManifestBuilder.web;
import static dev.slipway.resource.Samples.ID;
import static dev.slipway.resource.Samples.SCOPE;
import static dev.slipway.resource.Samples.TAGS;
import static dev.slipway.resource.Samples.arns;
import static dev.slipway.resource.Samples.noArns;
import static dev.slipway.resource.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.Mocks;
import dev.slipway.manifest.Manifest.Count;
import dev.slipway.manifest.Manifest.Scaling;
import dev.slipway.manifest.Manifest.ScalingMetric;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricStatistic;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetResponse;

class ScalingTest {
    private static final String ARN = "arn:aws:application-autoscaling:eu-west-1:111122223333:scalable-target/1";
    private static final String RESOURCE = "service/demo-test-Cluster/ecs";
    private static final String GROUP_ARN =
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/group/0123456789abcdef";
    private static final ScalableTarget TARGET = new ScalableTarget("ecs", 1, 4);

    private final ApplicationAutoScalingClient autoScaling = Mocks.client(ApplicationAutoScalingClient.class);
    private final ScalableTargets targets = new ScalableTargets(autoScaling);
    private final ScalingPolicies policies = new ScalingPolicies(autoScaling);

    @Test
    void aFixedNumberOfTasksIsNotScaled() {
        assertThat(targets.desired(service(web()), new Existing())).isEmpty();
        assertThat(policies.desired(service(web().count(new Count.Spot(3))), new Existing()))
                .isEmpty();
    }

    @Test
    void aRangeBoundsTheEcsServicesTasks() {
        Service service = service(web().count(range()));
        String ecsService = EcsServices.nameOf(service, new Existing());

        assertThat(targets.desired(service, new Existing())).containsExactly(new ScalableTarget(ecsService, 1, 4));
    }

    @Test
    void everyMetricIsAPolicyWithCopilotsName() {
        Service service = service(web().count(range(
                new Scaling(ScalingMetric.CPU, 60, 10, 2),
                new Scaling(ScalingMetric.MEMORY, 70, 45, 2),
                new Scaling(ScalingMetric.REQUESTS, 30, 45, 2),
                new Scaling(ScalingMetric.RESPONSE_TIME, 1.5, 45, 2))));
        Optional<String> group =
                Optional.of(TargetGroups.of(service, new Existing()).get(0).key());
        Optional<String> loadBalancer = Optional.of("app/public/1");

        assertThat(policies.desired(service, new Existing()))
                .extracting(
                        ScalingPolicy::name,
                        ScalingPolicy::target,
                        ScalingPolicy::scaleInCooldown,
                        ScalingPolicy::scaleOutCooldown,
                        ScalingPolicy::loadBalancer,
                        ScalingPolicy::targetGroup)
                .containsExactly(
                        tuple(
                                "api-ECSServiceAverageCPUUtilization-ScalingPolicy",
                                60.0,
                                10,
                                2,
                                Optional.empty(),
                                Optional.empty()),
                        tuple(
                                "api-ECSServiceAverageMemoryUtilization-ScalingPolicy",
                                70.0,
                                45,
                                2,
                                Optional.empty(),
                                Optional.empty()),
                        tuple("api-ALBSumRequestCountPerTarget-ScalingPolicy", 30.0, 45, 2, loadBalancer, group),
                        tuple("api-ALBAverageResponseTime-ScalingPolicy", 1.5, 45, 2, loadBalancer, group));
    }

    @Test
    void aNewTargetIsTagged() {
        targetsAre();
        registers();

        assertThat(targets.create(TARGET, SCOPE, noArns())).isEqualTo(ARN);

        RegisterScalableTargetRequest request = registered();
        assertThat(request.resourceId()).isEqualTo(RESOURCE);
        assertThat(request.scalableDimensionAsString()).isEqualTo("ecs:service:DesiredCount");
        assertThat(request.minCapacity()).isEqualTo(1);
        assertThat(request.maxCapacity()).isEqualTo(4);
        assertThat(request.tags()).isEqualTo(TAGS);
    }

    @Test
    void oneThatIsThereAlreadyIsChangedWithoutTags() {
        targetsAre(new ScalableTarget("ecs", 2, 9));
        registers();

        assertThat(targets.create(TARGET, SCOPE, noArns())).isEqualTo(ARN);
        assertThat(registered().hasTags()).isFalse();
    }

    @Test
    void theTargetsAreThoseOfTheKnownEcsServices() {
        targetsAre(TARGET);

        assertThat(targets.read(SCOPE, arns("ecs-service", "ecs", "arn:ecs")))
                .containsExactly(new Found<>(TARGET, ARN));
        ArgumentCaptor<DescribeScalableTargetsRequest> request =
                ArgumentCaptor.forClass(DescribeScalableTargetsRequest.class);
        verify(autoScaling).describeScalableTargets(request.capture());
        assertThat(request.getValue().resourceIds()).containsExactly(RESOURCE);
    }

    @Test
    void withoutAnEcsServiceThereIsNothingToAskFor() {
        assertThat(targets.read(SCOPE, noArns())).isEmpty();
        assertThat(policies.read(SCOPE, noArns())).isEmpty();
        verifyNoInteractions(autoScaling);
    }

    @Test
    void aPolicyOfRequestsIsAboutTheMainTargetGroupWhoseFullNameIsKnownWhenTheCallIsMade() {
        doReturn(PutScalingPolicyResponse.builder().policyARN("arn:policy").build())
                .when(autoScaling)
                .putScalingPolicy(any(PutScalingPolicyRequest.class));

        assertThat(policies.create(requests(), SCOPE, arns("target-group", "group", GROUP_ARN)))
                .isEqualTo("arn:policy");

        PutScalingPolicyRequest request = put();
        assertThat(request.policyTypeAsString()).isEqualTo("TargetTrackingScaling");
        var metric = request.targetTrackingScalingPolicyConfiguration().customizedMetricSpecification();
        assertThat(metric.namespace()).isEqualTo("AWS/ApplicationELB");
        assertThat(metric.metricName()).isEqualTo("RequestCountPerTarget");
        assertThat(metric.statistic()).isEqualTo(MetricStatistic.SUM);
        assertThat(metric.dimensions())
                .extracting(MetricDimension::name, MetricDimension::value)
                .containsExactly(
                        tuple("LoadBalancer", "app/public/1"),
                        tuple("TargetGroup", "targetgroup/group/0123456789abcdef"));
    }

    @Test
    void aPolicyOfCpuNamesThePredefinedMetric() {
        doReturn(PutScalingPolicyResponse.builder().build())
                .when(autoScaling)
                .putScalingPolicy(any(PutScalingPolicyRequest.class));

        policies.create(cpu(), SCOPE, noArns());

        var configuration = put().targetTrackingScalingPolicyConfiguration();
        assertThat(configuration.predefinedMetricSpecification().predefinedMetricType())
                .isEqualTo(MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION);
        assertThat(configuration.scaleInCooldown()).isEqualTo(10);
        assertThat(configuration.scaleOutCooldown()).isEqualTo(2);
        assertThat(configuration.targetValue()).isEqualTo(60);
    }

    @Test
    void whatIsReadIsWhatWasPutAndNoPolicyOfTheUsersOwn() {
        Arns arns = arns("target-group", "group", GROUP_ARN);
        arns.put("scalable-target", "ecs", ARN);
        doReturn(DescribeScalingPoliciesResponse.builder()
                        .scalingPolicies(found(requests(), arns), found(cpu(), arns), found(named("mine"), arns))
                        .build())
                .when(autoScaling)
                .describeScalingPolicies(any(DescribeScalingPoliciesRequest.class));

        assertThat(policies.read(SCOPE, arns)).extracting(Found::state).containsExactly(requests(), cpu());
    }

    @Test
    void withoutAScalableTargetNoPolicyIsLookedFor() {
        assertThat(policies.read(SCOPE, arns("ecs-service", "ecs", "arn:ecs"))).isEmpty();

        verifyNoInteractions(autoScaling);
    }

    @Test
    void aPolicyThatLooksAtATargetGroupWhichWasMadeAnewDiffers() {
        Arns anew = arns("target-group", "group", GROUP_ARN.replace("0123", "4567"));
        var policy = found(requests(), arns("target-group", "group", GROUP_ARN));

        assertThat(PolicyMetric.state("ecs", ScalingMetric.REQUESTS, policy, anew))
                .isNotEqualTo(requests());
    }

    @Test
    void goneAlreadyIsFine() {
        doThrow(ObjectNotFoundException.builder().build())
                .when(autoScaling)
                .deregisterScalableTarget(any(DeregisterScalableTargetRequest.class));
        doThrow(ObjectNotFoundException.builder().build())
                .when(autoScaling)
                .deleteScalingPolicy(any(DeleteScalingPolicyRequest.class));

        assertThatCode(() -> targets.remove(new Found<>(TARGET, ARN), SCOPE, noArns()))
                .doesNotThrowAnyException();
        assertThatCode(() -> policies.remove(new Found<>(cpu(), "arn:policy"), SCOPE, noArns()))
                .doesNotThrowAnyException();
    }

    private static Count.Range range(Scaling... metrics) {
        return new Count.Range(1, 4, OptionalInt.empty(), List.of(metrics));
    }

    private static ScalingPolicy cpu() {
        return new ScalingPolicy(
                "ecs",
                PolicyMetric.policyName(ID.service(), ScalingMetric.CPU),
                ScalingMetric.CPU,
                60,
                10,
                2,
                Optional.empty(),
                Optional.empty());
    }

    private static ScalingPolicy requests() {
        return new ScalingPolicy(
                "ecs",
                PolicyMetric.policyName(ID.service(), ScalingMetric.REQUESTS),
                ScalingMetric.REQUESTS,
                30,
                120,
                60,
                Optional.of("app/public/1"),
                Optional.of("group"));
    }

    private static ScalingPolicy named(String name) {
        return new ScalingPolicy("ecs", name, ScalingMetric.CPU, 60, 10, 2, Optional.empty(), Optional.empty());
    }

    private static software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy found(
            ScalingPolicy policy, Arns arns) {
        return software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy.builder()
                .policyName(policy.name())
                .policyARN("arn:" + policy.name())
                .targetTrackingScalingPolicyConfiguration(PolicyMetric.configuration(policy, arns))
                .build();
    }

    private void targetsAre(ScalableTarget... found) {
        doReturn(DescribeScalableTargetsResponse.builder()
                        .scalableTargets(List.of(found).stream()
                                .map(target ->
                                        software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget
                                                .builder()
                                                .resourceId(RESOURCE)
                                                .minCapacity(target.min())
                                                .maxCapacity(target.max())
                                                .scalableTargetARN(ARN)
                                                .build())
                                .toList())
                        .build())
                .when(autoScaling)
                .describeScalableTargets(any(DescribeScalableTargetsRequest.class));
    }

    private void registers() {
        doReturn(RegisterScalableTargetResponse.builder().scalableTargetARN(ARN).build())
                .when(autoScaling)
                .registerScalableTarget(any(RegisterScalableTargetRequest.class));
    }

    private RegisterScalableTargetRequest registered() {
        ArgumentCaptor<RegisterScalableTargetRequest> request =
                ArgumentCaptor.forClass(RegisterScalableTargetRequest.class);
        verify(autoScaling).registerScalableTarget(request.capture());
        return request.getValue();
    }

    private PutScalingPolicyRequest put() {
        ArgumentCaptor<PutScalingPolicyRequest> request = ArgumentCaptor.forClass(PutScalingPolicyRequest.class);
        verify(autoScaling).putScalingPolicy(request.capture());
        return request.getValue();
    }
}
