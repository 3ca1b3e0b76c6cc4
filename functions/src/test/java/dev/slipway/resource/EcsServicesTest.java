package dev.slipway.resource;

import static dev.slipway.aws.Mocks.client;
import static dev.slipway.aws.Mocks.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.slipway.aws.ModelJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesResponse;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;

class EcsServicesTest {
    private static final String REGISTRY = "arn:aws:servicediscovery:us-west-2:123456789123:service/srv-1";
    private static final String EVERYTHING = """
            count: {range: {min: 3, max: 9, spot_from: 4}, cpu_percentage: 50}
            exec: true
            network: {connect: true}
            deployment: {rollback_alarms: [mine]}
            """;

    private final EcsClient ecs = client(EcsClient.class);
    private final ResourceGroupsTaggingApiClient tagging = client(ResourceGroupsTaggingApiClient.class);
    private final ElasticLoadBalancingV2Client elb = client(ElasticLoadBalancingV2Client.class);
    private final ServiceDiscoveryClient cloudMap = client(ServiceDiscoveryClient.class);
    private final ApplicationAutoScalingClient autoScaling = client(ApplicationAutoScalingClient.class);
    private final EcsServices services = new EcsServices(ecs, tagging, elb, cloudMap, autoScaling);
    private final Arns arns = new Arns(Map.of());

    @BeforeEach
    void nothingIsThere() {
        answer();
        doReturn(GetResourcesResponse.builder().build()).when(tagging).getResources(any(GetResourcesRequest.class));
        doReturn(ListServicesResponse.builder()
                        .services(ServiceSummary.builder()
                                .name("fe")
                                .arn(REGISTRY)
                                .build())
                        .build())
                .when(cloudMap)
                .listServices(any(ListServicesRequest.class));
        doReturn(DescribeScalableTargetsResponse.builder()
                        .scalableTargets(ScalableTarget.builder()
                                .resourceId("service/cluster/my-app-test-fe")
                                .minCapacity(3)
                                .maxCapacity(9)
                                .build())
                        .build())
                .when(autoScaling)
                .describeScalableTargets(any(DescribeScalableTargetsRequest.class));
    }

    private void answer(software.amazon.awssdk.services.ecs.model.Service... found) {
        doReturn(DescribeServicesResponse.builder().services(found).build())
                .when(ecs)
                .describeServices(any(DescribeServicesRequest.class));
    }

    /** Everything that the service refers to is there. */
    private EcsService wanted(Service service) {
        EcsService wanted = services.desired(service, new Existing()).get(0);
        arns.put("task-definition", wanted.taskDefinition(), definition(7));
        arns.put("discovery-service", "fe", REGISTRY);
        List<software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup> groups = new ArrayList<>();
        for (EcsService.Attachment attachment : wanted.loadBalancers()) {
            String arn = "arn:aws:elasticloadbalancing:us-west-2:123456789123:targetgroup/" + attachment.targetGroup()
                    + "/1234";
            arns.put("target-group", attachment.targetGroup(), arn);
            groups.add(software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup.builder()
                    .targetGroupArn(arn)
                    .build());
        }
        doReturn(DescribeTargetGroupsResponse.builder().targetGroups(groups).build())
                .when(elb)
                .describeTargetGroups(any(DescribeTargetGroupsRequest.class));
        return wanted;
    }

    private static String definition(int revision) {
        return "arn:aws:ecs:us-west-2:123456789123:task-definition/my-app-test-fe:" + revision;
    }

    private static String arn(String name) {
        return "arn:aws:ecs:us-west-2:123456789123:service/my-app-test-Cluster/" + name;
    }

    /** What ECS says of a service that was created so. */
    private static software.amazon.awssdk.services.ecs.model.Service described(CreateServiceRequest request) {
        var tree = ModelJson.write(request);
        tree.remove(List.of("cluster", "serviceConnectConfiguration"));
        tree.put("status", "ACTIVE")
                .put("runningCount", request.desiredCount())
                .put("serviceArn", arn(request.serviceName()));
        return ModelJson.read(tree, software.amazon.awssdk.services.ecs.model.Service.builder())
                .deployments(Deployment.builder()
                        .status("PRIMARY")
                        .taskDefinition(request.taskDefinition())
                        .serviceConnectConfiguration(request.serviceConnectConfiguration())
                        .build())
                .build();
    }

    @Test
    void aServiceThatIsReadBackEqualsTheOneThatWasCreated() {
        Service service = TestService.of(TestService.BASE, EVERYTHING);
        Scope scope = TestService.scope(service);
        EcsService wanted = wanted(service);
        answer(described(EcsServiceTranslator.creation(wanted, scope, arns)));

        assertThat(services.read(scope, arns)).containsExactly(new Found<>(wanted, arn("my-app-test-fe")));
    }

    @Test
    void aNewServiceSaysWhatIsOffToo() {
        Service service = TestService.of(TestService.BASE, "");
        CreateServiceRequest request = EcsServiceTranslator.creation(wanted(service), TestService.scope(service), arns);

        assertThat(request.launchTypeAsString()).isEqualTo("FARGATE");
        assertThat(request.hasCapacityProviderStrategy()).isFalse();
        assertThat(request.serviceConnectConfiguration().enabled()).isFalse();
        assertThat(request.deploymentConfiguration().alarms().enable()).isFalse();
        assertThat(request.deploymentConfiguration().alarms().rollback()).isTrue();
        assertThat(request.deploymentConfiguration().alarms().alarmNames()).isEmpty();
        assertThat(request.deploymentConfiguration().deploymentCircuitBreaker().enable())
                .isTrue();
        assertThat(request.deploymentConfiguration().deploymentCircuitBreaker().rollback())
                .isTrue();
        assertThat(request.enableExecuteCommand()).isNull();
        assertThat(request.serviceRegistries().get(0).registryArn()).isEqualTo(REGISTRY);
        assertThat(request.serviceRegistries().get(0).port()).isEqualTo(80);
        assertThat(request.taskDefinition()).isEqualTo(definition(7));
        assertThat(request.propagateTagsAsString()).isEqualTo("SERVICE");
    }

    @Test
    void govCloudIsNotToldOfWhatItDoesNotHave() {
        Service service = TestService.service()
                .in(TestService.environment("aws-us-gov", Optional.empty(), Optional.empty()))
                .of(TestService.BASE);
        CreateServiceRequest request = EcsServiceTranslator.creation(wanted(service), TestService.scope(service), arns);

        assertThat(request.serviceConnectConfiguration()).isNull();
        assertThat(request.deploymentConfiguration().alarms()).isNull();
    }

    @Test
    void anUpdateSendsOnlyWhatDiffers() {
        Service service = TestService.of(TestService.BASE, "");
        EcsService from = wanted(service);
        EcsService to = services.desired(TestService.of(TestService.BASE, "count: 4\n"), new Existing())
                .get(0);

        UpdateServiceRequest request = EcsServiceTranslator.update(from, to, TestService.scope(service), arns)
                .orElseThrow();

        assertThat(request)
                .isEqualTo(UpdateServiceRequest.builder()
                        .cluster("my-app-test-Cluster")
                        .service("my-app-test-fe")
                        .desiredCount(4)
                        .build());
        assertThat(EcsServiceTranslator.update(from, from, TestService.scope(service), arns))
                .isEmpty();
    }

    @Test
    void switchingBetweenLaunchTypeAndCapacityProvidersForcesNewTasksBothWays() {
        Scope scope = TestService.scope(TestService.of(TestService.BASE, ""));
        EcsService fargate = wanted(TestService.of(TestService.BASE, ""));
        EcsService spot = wanted(TestService.of(TestService.BASE, "count: {spot: 1}\n"));

        UpdateServiceRequest there =
                EcsServiceTranslator.update(fargate, spot, scope, arns).orElseThrow();
        assertThat(there.forceNewDeployment()).isTrue();
        assertThat(there.capacityProviderStrategy().get(0).capacityProvider()).isEqualTo("FARGATE_SPOT");
        UpdateServiceRequest back =
                EcsServiceTranslator.update(spot, fargate, scope, arns).orElseThrow();
        assertThat(back.forceNewDeployment()).isTrue();
        assertThat(back.hasCapacityProviderStrategy()).isTrue();
        assertThat(back.capacityProviderStrategy()).isEmpty();
    }

    @Test
    void whatIsTurnedOffIsSaidToBeOff() {
        Scope scope = TestService.scope(TestService.of(TestService.BASE, ""));
        EcsService with = wanted(TestService.of(TestService.BASE, EVERYTHING));
        EcsService without = wanted(TestService.of(TestService.BASE, ""));

        UpdateServiceRequest request =
                EcsServiceTranslator.update(with, without, scope, arns).orElseThrow();

        assertThat(request.serviceConnectConfiguration().enabled()).isFalse();
        assertThat(request.enableExecuteCommand()).isFalse();
        assertThat(request.deploymentConfiguration().alarms().enable()).isFalse();
        assertThat(request.deploymentConfiguration().alarms().alarmNames()).isEmpty();
    }

    @Test
    void autoscalingsNumberIsRaisedButNeverLowered() {
        Scope scope = TestService.scope(TestService.of(TestService.BASE, ""));
        EcsService seven = wanted(TestService.of(TestService.BASE, "")).withTasks(7, true);
        EcsService five = seven.withTasks(5, true);

        assertThat(EcsServiceTranslator.update(seven, five, scope, arns)).isEmpty();
        assertThat(EcsServiceTranslator.update(five, seven, scope, arns)
                        .orElseThrow()
                        .desiredCount())
                .isEqualTo(7);
        assertThat(EcsServiceTranslator.update(seven, seven.withTasks(2, false), scope, arns)
                        .orElseThrow()
                        .desiredCount())
                .isEqualTo(2);
    }

    @Test
    void afterEcsRolledBackItselfThereIsNothingToUndo() {
        Service service = TestService.of(TestService.BASE, "count: 1\n");
        Scope scope = TestService.scope(service);
        EcsService before = wanted(service);
        var described = described(EcsServiceTranslator.creation(before, scope, arns)).toBuilder()
                .deployments(
                        Deployment.builder()
                                .status("PRIMARY")
                                .taskDefinition(definition(7))
                                .build(),
                        Deployment.builder()
                                .status("INACTIVE")
                                .taskDefinition(definition(8))
                                .rolloutState("FAILED")
                                .build())
                .build();
        doReturn(DescribeScalableTargetsResponse.builder().build())
                .when(autoScaling)
                .describeScalableTargets(any(DescribeScalableTargetsRequest.class));
        answer(described);

        services.update(services.read(scope, arns).get(0), before, scope, arns);

        verify(ecs, never()).updateService(any(UpdateServiceRequest.class));
        verify(ecs, never()).tagResource(any(TagResourceRequest.class));
    }

    @Test
    void aServiceThatCopilotMadeIsFoundByItsTags() {
        Service service = TestService.of(TestService.BASE, EVERYTHING);
        Scope scope = TestService.scope(service);
        var copilots = described(EcsServiceTranslator.creation(wanted(service), scope, arns)).toBuilder()
                .serviceName("my-app-test-fe-Service-x")
                .serviceArn(arn("my-app-test-fe-Service-x"))
                .build();
        doReturn(GetResourcesResponse.builder()
                        .resourceTagMappingList(
                                ResourceTagMapping.builder()
                                        .resourceARN(arn("my-app-test-fe-Service-x"))
                                        .build(),
                                ResourceTagMapping.builder()
                                        .resourceARN("arn:aws:ecs:us-west-2:123456789123:service/other/x")
                                        .build())
                        .build())
                .when(tagging)
                .getResources(any(GetResourcesRequest.class));
        doReturn(DescribeServicesResponse.builder().build())
                .doReturn(DescribeServicesResponse.builder().services(copilots).build())
                .when(ecs)
                .describeServices(any(DescribeServicesRequest.class));

        assertThat(services.read(scope, arns))
                .extracting(found -> found.state().name())
                .containsExactly("my-app-test-fe-Service-x");
    }

    @Test
    void aServiceOfThatNameThatIsNotOursIsRefused() {
        Service service = TestService.of(TestService.BASE, "");
        Scope scope = TestService.scope(service);
        answer(described(EcsServiceTranslator.creation(wanted(service), scope, arns)).toBuilder()
                .tags(List.of())
                .build());

        assertThatThrownBy(() -> services.read(scope, arns)).isInstanceOf(NotOursException.class);
    }

    @Test
    void aTargetGroupThatIsGoneIsNotTakenForItsSuccessor() {
        Service service = TestService.of(TestService.BASE, "");
        Scope scope = TestService.scope(service);
        EcsService wanted = wanted(service);
        answer(described(EcsServiceTranslator.creation(wanted, scope, arns)));
        doReturn(DescribeTargetGroupsResponse.builder().build())
                .when(elb)
                .describeTargetGroups(any(DescribeTargetGroupsRequest.class));

        EcsService read = services.read(scope, arns).get(0).state();

        assertThat(read.loadBalancers().get(0).targetGroup()).startsWith("arn:");
        assertThat(EcsServiceTranslator.update(read, wanted, scope, arns)
                        .orElseThrow()
                        .hasLoadBalancers())
                .isTrue();
    }

    @Test
    void aCreationWhoseAnswerWasLostIsCompleted() {
        Service service = TestService.of(TestService.BASE, "");
        Scope scope = TestService.scope(service);
        EcsService wanted = wanted(service);
        answer(described(EcsServiceTranslator.creation(wanted, scope, arns)));
        refuseCreation("Creation of service was not idempotent.");
        doReturn(DescribeScalableTargetsResponse.builder().build())
                .when(autoScaling)
                .describeScalableTargets(any(DescribeScalableTargetsRequest.class));

        assertThat(services.create(wanted, scope, arns)).isEqualTo(arn("my-app-test-fe"));

        verify(ecs, never()).updateService(any(UpdateServiceRequest.class));
    }

    @Test
    void aNameThatStillDrainsIsWaitedFor() {
        Service service = TestService.of(TestService.BASE, "");
        EcsService wanted = wanted(service);
        refuseCreation("Unable to Start a service that is still Draining.");

        assertThatThrownBy(() -> services.create(wanted, TestService.scope(service), arns))
                .isInstanceOf(StillInUseException.class);
    }

    private void refuseCreation(String message) {
        doThrow(error(EcsException.builder(), "InvalidParameterException", message, EcsException.class))
                .when(ecs)
                .createService(any(CreateServiceRequest.class));
    }

    @Test
    void aServiceIsGoneOnlyWhenItsLastTaskIs() {
        Service service = TestService.of(TestService.BASE, "");
        Scope scope = TestService.scope(service);
        EcsService wanted = wanted(service);
        Found<EcsService> found = new Found<>(wanted, arn(wanted.name()));
        var active = described(EcsServiceTranslator.creation(wanted, scope, arns));
        doReturn(null).when(ecs).deleteService(any(DeleteServiceRequest.class));

        answer(active);
        assertThatThrownBy(() -> services.remove(found, scope, arns)).isInstanceOf(StillInUseException.class);
        answer(active.toBuilder().status("DRAINING").build());
        assertThatThrownBy(() -> services.remove(found, scope, arns)).isInstanceOf(StillInUseException.class);
        answer(active.toBuilder().status("INACTIVE").build());
        services.remove(found, scope, arns);
        answer();
        services.remove(found, scope, arns);

        ArgumentCaptor<DeleteServiceRequest> sent = ArgumentCaptor.forClass(DeleteServiceRequest.class);
        verify(ecs).deleteService(sent.capture());
        assertThat(sent.getValue().force()).isTrue();
    }

    @Test
    void whatDrainsIsSeenOnlyByTheDeploymentThatRemovesIt() {
        Service service = TestService.of(TestService.BASE, "");
        Scope scope = TestService.scope(service);
        EcsService wanted = wanted(service);
        answer(described(EcsServiceTranslator.creation(wanted, scope, arns)).toBuilder()
                .status("DRAINING")
                .build());

        assertThat(services.read(scope, arns)).isEmpty();
        arns.put("ecs-service", wanted.name(), arn(wanted.name()));
        assertThat(services.read(scope, arns)).hasSize(1);
    }

    @Test
    void aCreatedServiceComesBackWithItsArn() {
        Service service = TestService.of(TestService.BASE, "");
        doReturn(CreateServiceResponse.builder()
                        .service(created -> created.serviceArn(arn("my-app-test-fe")))
                        .build())
                .when(ecs)
                .createService(any(CreateServiceRequest.class));

        assertThat(services.create(wanted(service), TestService.scope(service), arns))
                .isEqualTo(arn("my-app-test-fe"));
    }

    @Test
    void withoutLoadBalancerThereIsNoGracePeriodToSpeakOf() {
        Service backend =
                TestService.service().of("name: fe\ntype: Backend Service\nimage: {location: nginx, port: 80}\n");
        EcsService web = wanted(TestService.of(TestService.BASE, ""));
        EcsService without = wanted(backend);

        UpdateServiceRequest request = EcsServiceTranslator.update(web, without, TestService.scope(backend), arns)
                .orElseThrow();

        assertThat(request.hasLoadBalancers()).isTrue();
        assertThat(request.loadBalancers()).isEmpty();
        assertThat(request.healthCheckGracePeriodSeconds()).isNull();
    }

    @Test
    void aRestartStartsNewTasksWithTheSameDefinition() {
        Service service = TestService.of(TestService.BASE, "");
        doReturn(null).when(ecs).updateService(any(UpdateServiceRequest.class));

        services.restart(new Found<>(wanted(service), arn("my-app-test-fe")), TestService.scope(service));

        verify(ecs)
                .updateService(UpdateServiceRequest.builder()
                        .cluster("my-app-test-Cluster")
                        .service("my-app-test-fe")
                        .forceNewDeployment(true)
                        .build());
    }
}
