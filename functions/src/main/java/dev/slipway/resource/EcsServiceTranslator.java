package dev.slipway.resource;

import dev.slipway.resource.EcsService.CapacityProvider;
import dev.slipway.resource.EcsService.Connect;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.AvailabilityZoneRebalancing;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentAlarms;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceConnectClientAlias;
import software.amazon.awssdk.services.ecs.model.ServiceConnectConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceConnectService;
import software.amazon.awssdk.services.ecs.model.ServiceRegistry;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** From the state of an ECS service to the requests that make it. */
final class EcsServiceTranslator {
    private static final String GOV_CLOUD = "aws-us-gov";

    private EcsServiceTranslator() {}

    static CreateServiceRequest creation(EcsService wanted, Scope scope, Arns arns) {
        boolean govCloud = scope.environment().partition().equals(GOV_CLOUD);
        CreateServiceRequest.Builder request = CreateServiceRequest.builder()
                .cluster(scope.environment().cluster())
                .serviceName(wanted.name())
                .taskDefinition(arns.get("task-definition", wanted.taskDefinition()))
                .desiredCount(wanted.tasks())
                .platformVersion(wanted.platformVersion())
                .deploymentConfiguration(deployment(
                        wanted, govCloud && wanted.rollbackAlarms().names().isEmpty()))
                .networkConfiguration(network(wanted))
                .loadBalancers(loadBalancers(wanted, arns))
                .serviceRegistries(registries(wanted, arns))
                .propagateTags(wanted.propagateTags())
                .tags(tags(wanted));
        if (wanted.capacityProviders().isEmpty()) {
            request.launchType(LaunchType.FARGATE);
        } else {
            request.capacityProviderStrategy(strategy(wanted));
        }
        if (wanted.executeCommand()) {
            request.enableExecuteCommand(true);
        }
        if (wanted.connect().isPresent() || !govCloud) {
            request.serviceConnectConfiguration(connect(wanted.connect()));
        }
        wanted.gracePeriod().ifPresent(request::healthCheckGracePeriodSeconds);
        return request.build();
    }

    /**
     * What differs, and nothing else: UpdateService leaves alone what it is not given, so what is to be off is said to be.
     * Empty where nothing does (tags are another call).
     */
    static Optional<UpdateServiceRequest> update(EcsService from, EcsService to, Scope scope, Arns arns) {
        UpdateServiceRequest nothing = UpdateServiceRequest.builder().build();
        UpdateServiceRequest.Builder request = nothing.toBuilder();
        if (!from.taskDefinition().equals(to.taskDefinition())) {
            request.taskDefinition(arns.get("task-definition", to.taskDefinition()));
        }
        if (from.tasks() != to.tasks() && (!from.autoscaled() || !to.autoscaled() || from.tasks() < to.tasks())) {
            request.desiredCount(to.tasks());
        }
        if (!from.capacityProviders().equals(to.capacityProviders())) {
            // Without a new deployment the tasks that run would stay where they are.
            request.capacityProviderStrategy(strategy(to)).forceNewDeployment(true);
        }
        if (!from.platformVersion().equals(to.platformVersion())) {
            request.platformVersion(to.platformVersion());
        }
        if (!from.replacement().equals(to.replacement())
                || !from.rollbackAlarms().equals(to.rollbackAlarms())) {
            request.deploymentConfiguration(deployment(to, false));
            if (to.replacement().maximum() <= 100) {
                // ECS has it on unless told otherwise, and moves no tasks that way where it may not start one more.
                request.availabilityZoneRebalancing(AvailabilityZoneRebalancing.DISABLED);
            }
        }
        if (!from.network().equals(to.network())) {
            request.networkConfiguration(network(to));
        }
        if (!from.loadBalancers().equals(to.loadBalancers())) {
            request.loadBalancers(loadBalancers(to, arns));
        }
        if (!from.registry().equals(to.registry())) {
            request.serviceRegistries(registries(to, arns));
        }
        if (!from.connect().equals(to.connect())) {
            request.serviceConnectConfiguration(connect(to.connect()));
        }
        if (from.executeCommand() != to.executeCommand()) {
            // The agent is put into a task when it starts: without new tasks the setting would have no effect.
            request.enableExecuteCommand(to.executeCommand()).forceNewDeployment(true);
        }
        if (!from.gracePeriod().equals(to.gracePeriod())) {
            // Without a load balancer there is none, and ECS refuses to be told of one.
            to.gracePeriod().ifPresent(request::healthCheckGracePeriodSeconds);
        }
        if (!from.propagateTags().equals(to.propagateTags())) {
            request.propagateTags(to.propagateTags());
        }
        return request.build().equals(nothing)
                ? Optional.empty()
                : Optional.of(request.cluster(scope.environment().cluster())
                        .service(from.name())
                        .build());
    }

    private static DeploymentConfiguration deployment(EcsService service, boolean withoutAlarms) {
        List<String> alarms = service.rollbackAlarms().names();
        DeploymentConfiguration.Builder deployment = DeploymentConfiguration.builder()
                .minimumHealthyPercent(service.replacement().minimum())
                .maximumPercent(service.replacement().maximum())
                .deploymentCircuitBreaker(
                        breaker -> breaker.enable(service.replacement().circuitBreaker())
                                .rollback(service.replacement().circuitBreaker()));
        if (!withoutAlarms) {
            deployment.alarms(DeploymentAlarms.builder()
                    .alarmNames(alarms)
                    .enable(!alarms.isEmpty())
                    .rollback(true)
                    .build());
        }
        return deployment.build();
    }

    private static List<CapacityProviderStrategyItem> strategy(EcsService service) {
        return service.capacityProviders().stream()
                .map(EcsServiceTranslator::item)
                .toList();
    }

    private static CapacityProviderStrategyItem item(CapacityProvider provider) {
        CapacityProviderStrategyItem.Builder item = CapacityProviderStrategyItem.builder()
                .capacityProvider(provider.name())
                .weight(provider.weight());
        return provider.base() > 0 || provider.weight() == 0
                ? item.base(provider.base()).build()
                : item.build();
    }

    private static NetworkConfiguration network(EcsService service) {
        EcsService.Network network = service.network();
        return NetworkConfiguration.builder()
                .awsvpcConfiguration(
                        vpc -> vpc.assignPublicIp(network.publicIp() ? AssignPublicIp.ENABLED : AssignPublicIp.DISABLED)
                                .subnets(network.subnets().names())
                                .securityGroups(network.securityGroups().names()))
                .build();
    }

    private static List<LoadBalancer> loadBalancers(EcsService service, Arns arns) {
        return service.loadBalancers().stream()
                .map(attachment -> LoadBalancer.builder()
                        .containerName(attachment.container())
                        .containerPort(attachment.port())
                        .targetGroupArn(arn("target-group", attachment.targetGroup(), arns))
                        .build())
                .toList();
    }

    private static List<ServiceRegistry> registries(EcsService service, Arns arns) {
        return service
                .registry()
                .map(registry -> ServiceRegistry.builder()
                        .registryArn(arn("discovery-service", registry.service(), arns))
                        .port(registry.port())
                        .build())
                .stream()
                .toList();
    }

    /** What stood for something that is gone is its ARN already. */
    private static String arn(String kind, String key, Arns arns) {
        return key.startsWith("arn:") ? key : arns.get(kind, key);
    }

    private static ServiceConnectConfiguration connect(Optional<Connect> connect) {
        if (connect.isEmpty()) {
            return ServiceConnectConfiguration.builder().enabled(false).build();
        }
        Connect on = connect.get();
        ServiceConnectConfiguration.Builder configuration = ServiceConnectConfiguration.builder()
                .enabled(true)
                .namespace(on.namespace())
                .logConfiguration(log -> log.logDriver(LogDriver.AWSLOGS).options(on.logOptions()));
        if (!on.endpoints().isEmpty()) {
            configuration.services(
                    on.endpoints().stream().map(EcsServiceTranslator::endpoint).toList());
        }
        return configuration.build();
    }

    private static ServiceConnectService endpoint(EcsService.Endpoint endpoint) {
        return ServiceConnectService.builder()
                .portName(endpoint.portName())
                .discoveryName(endpoint.discoveryName())
                .clientAliases(ServiceConnectClientAlias.builder()
                        .port(endpoint.port())
                        .dnsName(endpoint.dnsName())
                        .build())
                .build();
    }

    static List<Tag> tags(EcsService service) {
        return service.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
