package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AvailabilityZoneRebalancing;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.ServiceNotActiveException;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.ResourceInUseException;

/** One test for each mend of ECS. */
@SuppressWarnings("unchecked") // the SDK takes lists of builders as varargs of a generic type
class EmulatedEcsIT {
    private final World world = new World();
    private final Http http = new Http(world.endpoint);
    private final EcsClient ecs = world.endpoint.client(EcsClient.builder());
    private final ServiceDiscoveryClient discovery = world.endpoint.client(ServiceDiscoveryClient.builder());
    private final CloudWatchClient cloudWatch = world.endpoint.client(CloudWatchClient.builder());
    private final String cluster = world.environment.get("ClusterId");

    @Test
    void aServiceKeepsWhatItIsGivenAndBecomesSteady() {
        world.service(request -> request.enableExecuteCommand(true).healthCheckGracePeriodSeconds(60));

        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        Service service = steady();

        assertThat(service.enableExecuteCommand()).isTrue();
        assertThat(service.healthCheckGracePeriodSeconds()).isEqualTo(60);
        assertThat(service.deploymentConfiguration().deploymentCircuitBreaker().rollback())
                .isTrue();
        assertThat(service.runningCount()).isEqualTo(2);
        assertThat(service.events().get(0).message()).contains("has reached a steady state");
        assertThat(tasks(DesiredStatus.RUNNING)).hasSize(2);
    }

    @Test
    void itsTasksAreTargetsOfTheLoadBalancerAndInstancesOfItsDiscoveryService() {
        String registry = world.discoveryService();
        String group = world.service(request -> request.serviceRegistries(
                one -> one.registryArn(arnOf(registry)).port(8080)));
        steady();

        assertThat(world.elb
                        .describeTargetHealth(describe -> describe.targetGroupArn(group))
                        .targetHealthDescriptions())
                .hasSize(2);
        assertThat(discovery.listInstances(list -> list.serviceId(registry)).instances())
                .hasSize(2);
        assertThatThrownBy(() -> discovery.deleteService(delete -> delete.id(registry)))
                .isInstanceOf(ResourceInUseException.class);

        ecs.deleteService(delete -> delete.cluster(cluster).service(world.name).force(true));
        Eventually.isTrue("the service is gone", () -> describe().status().equals("INACTIVE"));
        discovery.deleteService(delete -> delete.id(registry));
    }

    @Test
    void whatAwsRefusesIsRefused() {
        String unattached = world.targetGroup(world.name + "-x");

        assertThatThrownBy(
                        () -> ecs.createService(world.serviceRequest(unattached).build()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("does not have an associated load balancer");
        world.service(request -> {});
        assertThatThrownBy(() -> world.service(request -> {}))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("not idempotent");
    }

    @Test
    void anUpdateIsASecondDeployment() {
        world.service(request -> {});
        steady();

        String second = world.taskDefinition("nginx:2");
        ecs.updateService(update -> update.cluster(cluster).service(world.name).taskDefinition(second));

        assertThat(describe().deployments()).extracting(Deployment::status).containsExactly("PRIMARY", "ACTIVE");
        assertThat(steady().deployments())
                .extracting(Deployment::taskDefinition)
                .containsExactly(second);
    }

    @Test
    void aBrokenImageIsRolledBackAndItsTasksSayWhy() {
        world.service(request -> {});
        String good = steady().taskDefinition();

        String broken = world.taskDefinition("broken:1");
        ecs.updateService(update -> update.cluster(cluster).service(world.name).taskDefinition(broken));
        Eventually.isTrue("it is rolled back", () -> steady().taskDefinition().equals(good));

        assertThat(describe().events())
                .anyMatch(event -> event.message().contains("deployment failed: tasks failed to start"));
        Task stopped = tasks(DesiredStatus.STOPPED).stream()
                .filter(task -> task.taskDefinitionArn().equals(broken))
                .findFirst()
                .orElseThrow();
        assertThat(stopped.stoppedReason()).startsWith("CannotPullContainerError");
        assertThat(stopped.stopCodeAsString()).isEqualTo("TaskFailedToStart");
    }

    @Test
    void aTestCanMakeARolloutFail() {
        steer("{\"service\":\"%s\",\"behaviour\":\"fail\",\"after\":0.1,\"reason\":\"Task failed ELB health checks\"}");
        world.service(request -> {});

        Eventually.isTrue("it fails", () -> primary().rolloutState() == DeploymentRolloutState.FAILED);

        assertThat(primary().failedTasks()).isEqualTo(3);
        assertThat(tasks(DesiredStatus.STOPPED).get(0).stoppedReason()).isEqualTo("Task failed ELB health checks");
        ecs.updateService(update -> update.cluster(cluster).service(world.name).forceNewDeployment(true));
        assertThat(steady().runningCount()).isEqualTo(2);
    }

    @Test
    void zonesAreNotRebalancedWhereNoTaskMayBeStartedBeforeAnotherStops() {
        world.service(request -> {});
        Consumer<UpdateServiceRequest.Builder> recreate = update -> update.cluster(cluster)
                .service(world.name)
                .deploymentConfiguration(
                        configuration -> configuration.maximumPercent(100).minimumHealthyPercent(0));

        assertThatThrownBy(() -> ecs.updateService(recreate)).isInstanceOf(InvalidParameterException.class);
        ecs.updateService(
                recreate.andThen(update -> update.availabilityZoneRebalancing(AvailabilityZoneRebalancing.DISABLED)));
    }

    @Test
    void aTestCanMakeARolloutHangAndHeal() {
        steer("{\"service\":\"%s\",\"behaviour\":\"hang\"}");
        world.service(request -> {});
        steer("{\"service\":\"%s\",\"behaviour\":\"hang\",\"after\":0}");

        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);

        steer("{\"service\":\"%s\",\"behaviour\":\"heal\",\"after\":0}");
        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
    }

    @Test
    void anAlarmStopsARollout() {
        cloudWatch.putMetricAlarm(put -> put.alarmName(world.name)
                .namespace("AWS/ECS")
                .metricName("CPUUtilization")
                .statistic("Average")
                .period(60)
                .evaluationPeriods(1)
                .threshold(50.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
        assertThat(cloudWatch
                        .describeAlarms(describe -> describe.alarmNames(world.name))
                        .metricAlarms()
                        .get(0)
                        .stateValue())
                .isEqualTo(StateValue.INSUFFICIENT_DATA);
        cloudWatch.setAlarmState(
                set -> set.alarmName(world.name).stateValue("ALARM").stateReason("by hand"));

        world.service(request -> request.deploymentConfiguration(configuration -> configuration.alarms(
                alarms -> alarms.alarmNames(world.name).enable(true).rollback(true))));

        Eventually.isTrue("it fails", () -> primary().rolloutState() == DeploymentRolloutState.FAILED);
        assertThat(primary().rolloutStateReason()).contains("alarm detected");
    }

    @Test
    void aDeletedServiceDrainsAndIsNotFoundAnyMore() {
        world.service(request -> {});
        steady();
        ResourceGroupsTaggingApiClient tags = world.endpoint.client(ResourceGroupsTaggingApiClient.builder());

        Service deleted = ecs.deleteService(
                        delete -> delete.cluster(cluster).service(world.name).force(true))
                .service();

        assertThat(deleted.status()).isEqualTo("DRAINING");
        assertThat(ecs.listServices(list -> list.cluster(cluster)).serviceArns())
                .noneMatch(arn -> arn.endsWith("/" + world.name));
        assertThatThrownBy(() -> ecs.updateService(
                        update -> update.cluster(cluster).service(world.name).desiredCount(3)))
                .isInstanceOf(ServiceNotActiveException.class);
        Eventually.isTrue("it is gone", () -> describe().status().equals("INACTIVE"));
        assertThat(tags.getResources(get -> get.resourceTypeFilters("ecs:service")
                                .tagFilters(filter -> filter.key("test").values(world.name)))
                        .resourceTagMappingList())
                .isEmpty();
        world.service(request -> {});
        assertThat(describe().status()).isEqualTo("ACTIVE");
    }

    @Test
    void whoWantsTheTagsGetsThemWhateverOthersAskForAtTheSameTime() {
        world.service(request -> {});

        List<Boolean> asWanted = IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> i % 2 == 0
                        ? describe(ServiceField.TAGS).tags().size() == 1
                        : describe().tags().isEmpty())
                .toList();

        assertThat(asWanted).doesNotContain(false);
    }

    private String arnOf(String registry) {
        return discovery.getService(get -> get.id(registry)).service().arn();
    }

    private void steer(String json) {
        http.post("/_local/ecs-rollout", json.formatted(world.name));
    }

    private Service describe(ServiceField... fields) {
        return ecs.describeServices(describe ->
                        describe.cluster(cluster).services(world.name).include(fields))
                .services()
                .get(0);
    }

    private Deployment primary() {
        return describe().deployments().get(0);
    }

    private Service steady() {
        Eventually.isTrue("it is steady", () -> primary().rolloutState() == DeploymentRolloutState.COMPLETED);
        return describe();
    }

    private List<Task> tasks(DesiredStatus status) {
        List<String> arns = ecs.listTasks(
                        list -> list.cluster(cluster).serviceName(world.name).desiredStatus(status))
                .taskArns();
        return ecs.describeTasks(describe -> describe.cluster(cluster).tasks(arns))
                .tasks();
    }
}
