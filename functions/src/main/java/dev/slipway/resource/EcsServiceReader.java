package dev.slipway.resource;

import dev.slipway.aws.Tags;
import dev.slipway.aws.Together;
import dev.slipway.resource.EcsService.Attachment;
import dev.slipway.resource.EcsService.CapacityProvider;
import dev.slipway.resource.EcsService.Connect;
import dev.slipway.resource.EcsService.Endpoint;
import dev.slipway.resource.EcsService.Network;
import dev.slipway.resource.EcsService.Registry;
import dev.slipway.resource.EcsService.Replacement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceConnectConfiguration;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;

/** From what ECS says about a service, and what others say about what it points at, to its state. */
final class EcsServiceReader {
    private final ElasticLoadBalancingV2Client elb;
    private final ServiceDiscoveryClient cloudMap;
    private final ApplicationAutoScalingClient autoScaling;

    EcsServiceReader(
            ElasticLoadBalancingV2Client elb,
            ServiceDiscoveryClient cloudMap,
            ApplicationAutoScalingClient autoScaling) {
        this.elb = elb;
        this.cloudMap = cloudMap;
        this.autoScaling = autoScaling;
    }

    /** Notes the ARNs of the target groups and of the task definition that it uses in {@code arns}. */
    Found<EcsService> state(Service service, Scope scope, Arns arns) {
        Optional<Deployment> primary = primary(service);
        String definition = primary.map(Deployment::taskDefinition).orElse(service.taskDefinition());
        String definitionKey = TaskDefinitions.keyOf(definition, arns);
        arns.put("task-definition", definitionKey, definition);
        Around around = around(service, scope, arns);
        EcsService state = new EcsService(
                service.serviceName(),
                definitionKey,
                service.desiredCount(),
                around.autoscaled,
                capacityProviders(service),
                service.platformVersion() == null ? "LATEST" : service.platformVersion(),
                replacement(service.deploymentConfiguration()),
                alarms(service.deploymentConfiguration()),
                network(service),
                around.attachments,
                around.registry,
                primary.map(Deployment::serviceConnectConfiguration)
                        .filter(configuration -> Boolean.TRUE.equals(configuration.enabled()))
                        .map(configuration -> connect(configuration, scope)),
                Boolean.TRUE.equals(service.enableExecuteCommand()),
                service.loadBalancers().isEmpty() || service.healthCheckGracePeriodSeconds() == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(service.healthCheckGracePeriodSeconds()),
                service.propagateTagsAsString() == null ? "NONE" : service.propagateTagsAsString(),
                Tags.known(tags(service), scope.tags()));
        return new Found<>(state, service.serviceArn());
    }

    /** What ECS does not know of a service, or only the ARNs. */
    private static final class Around {
        boolean autoscaled;
        List<Attachment> attachments;
        Optional<Registry> registry;
    }

    private Around around(Service service, Scope scope, Arns arns) {
        Around around = new Around();
        Together.run(
                () -> around.autoscaled = !ScalableTargets.of(autoScaling, scope, List.of(service.serviceName()), arns)
                        .isEmpty(),
                () -> around.attachments = attachments(service, arns),
                () -> around.registry = registry(service, scope, arns));
        return around;
    }

    private Optional<Registry> registry(Service service, Scope scope, Arns arns) {
        return service.serviceRegistries().stream()
                .findFirst()
                .map(one -> new Registry(
                        discoveryName(one.registryArn(), scope, arns), one.port() == null ? 0 : one.port()));
    }

    static Optional<Deployment> primary(Service service) {
        return service.deployments().stream()
                .filter(deployment -> "PRIMARY".equals(deployment.status()))
                .findFirst();
    }

    static Map<String, String> tags(Service service) {
        Map<String, String> tags = new TreeMap<>();
        service.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    /** In the order in which they are wanted: Spot first. */
    private static List<CapacityProvider> capacityProviders(Service service) {
        return service.capacityProviderStrategy().stream()
                .map(item -> new CapacityProvider(
                        item.capacityProvider(),
                        item.base() == null ? 0 : item.base(),
                        item.weight() == null ? 0 : item.weight()))
                .sorted(Comparator.comparing(CapacityProvider::name).reversed())
                .toList();
    }

    private static Replacement replacement(DeploymentConfiguration configuration) {
        if (configuration == null) {
            return new Replacement(100, 200, false);
        }
        var breaker = configuration.deploymentCircuitBreaker();
        return new Replacement(
                configuration.minimumHealthyPercent() == null ? 100 : configuration.minimumHealthyPercent(),
                configuration.maximumPercent() == null ? 200 : configuration.maximumPercent(),
                breaker != null && Boolean.TRUE.equals(breaker.enable()) && Boolean.TRUE.equals(breaker.rollback()));
    }

    private static AnyOrder alarms(DeploymentConfiguration configuration) {
        boolean on = configuration != null
                && configuration.alarms() != null
                && Boolean.TRUE.equals(configuration.alarms().enable());
        return new AnyOrder(on ? configuration.alarms().alarmNames() : List.of());
    }

    private static Network network(Service service) {
        AwsVpcConfiguration vpc = service.networkConfiguration() == null
                ? AwsVpcConfiguration.builder().build()
                : service.networkConfiguration().awsvpcConfiguration();
        return new Network(
                vpc.assignPublicIp() == AssignPublicIp.ENABLED,
                new AnyOrder(vpc.subnets()),
                new AnyOrder(vpc.securityGroups()));
    }

    /** A target group's name is in its ARN; of one that is gone the ARN is kept, so that it is not taken for its successor. */
    private List<Attachment> attachments(Service service, Arns arns) {
        List<String> used = service.loadBalancers().stream()
                .map(one -> one.targetGroupArn())
                .filter(arn -> arn != null)
                .distinct()
                .toList();
        Set<String> standing = standing(used, arns);
        standing.forEach(arn -> arns.put("target-group", TargetGroups.nameIn(arn), arn));
        return WantedEcsService.sorted(service.loadBalancers().stream()
                .filter(one -> one.targetGroupArn() != null)
                .map(one -> new Attachment(
                        one.containerName(),
                        one.containerPort(),
                        standing.contains(one.targetGroupArn())
                                ? TargetGroups.nameIn(one.targetGroupArn())
                                : one.targetGroupArn()))
                .toList());
    }

    private Set<String> standing(List<String> used, Arns arns) {
        return used.isEmpty()
                ? Set.of()
                : TargetGroups.all(elb, arns).stream()
                        .map(group -> group.targetGroupArn())
                        .filter(used::contains)
                        .collect(Collectors.toSet());
    }

    /** Of one that is gone, or in another namespace, the ARN. */
    private String discoveryName(String registryArn, Scope scope, Arns arns) {
        return DiscoveryServices.all(cloudMap, scope.environment().namespace(), arns).stream()
                .filter(one -> DiscoveryServices.id(one.arn()).equals(DiscoveryServices.id(registryArn)))
                .map(ServiceSummary::name)
                .findFirst()
                .orElse(registryArn);
    }

    private static Connect connect(ServiceConnectConfiguration configuration, Scope scope) {
        String namespace = configuration.namespace();
        boolean ours = namespace != null
                && namespace.endsWith("/" + scope.environment().namespace());
        List<Endpoint> endpoints = configuration.services().stream()
                .flatMap(service -> service.clientAliases().stream()
                        .map(alias -> new Endpoint(
                                service.portName(), service.discoveryName(), alias.port(), alias.dnsName())))
                .toList();
        return new Connect(
                ours ? scope.environment().discoveryEndpoint() : String.valueOf(namespace),
                configuration.logConfiguration() == null
                        ? Map.of()
                        : new TreeMap<>(configuration.logConfiguration().options()),
                endpoints);
    }
}
