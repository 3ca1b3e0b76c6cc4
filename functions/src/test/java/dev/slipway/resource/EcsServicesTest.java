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
import java.util.List;
import java.util.Map;
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
                                .arn(TestEcsService.REGISTRY)
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
        EcsService wanted = TestEcsService.wanted(service, arns);
        doReturn(DescribeTargetGroupsResponse.builder()
                        .targetGroups(wanted.loadBalancers().stream()
                                .map(attachment -> TestEcsService.targetGroup(attachment.targetGroup()))
                                .map(arn ->
                                        software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup
                                                .builder()
                                                .targetGroupArn(arn)
                                                .build())
                                .toList())
                        .build())
                .when(elb)
                .describeTargetGroups(any(DescribeTargetGroupsRequest.class));
        return wanted;
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
        Service service = TestService.of(TestService.BASE, TestEcsService.EVERYTHING);
        Scope scope = TestService.scope(service);
        EcsService wanted = wanted(service);
        answer(described(EcsServiceTranslator.creation(wanted, scope, arns)));

        assertThat(services.read(scope, arns)).containsExactly(new Found<>(wanted, arn("my-app-test-fe")));
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
                                .taskDefinition(TestEcsService.definition(7))
                                .build(),
                        Deployment.builder()
                                .status("INACTIVE")
                                .taskDefinition(TestEcsService.definition(8))
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
        Service service = TestService.of(TestService.BASE, TestEcsService.EVERYTHING);
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
