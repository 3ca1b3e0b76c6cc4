package dev.slipway.local;

import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.RecordType;

/** What the tests of the emulator put into the environment, each with a name of its own. */
@SuppressWarnings("unchecked") // the SDK takes lists of builders as varargs of a generic type
final class World {
    final Endpoint endpoint = TinyAws.aws().endpoint();
    final ElasticLoadBalancingV2Client elb = endpoint.client(ElasticLoadBalancingV2Client.builder());
    final EcsClient ecs = endpoint.client(EcsClient.builder());
    final ServiceDiscoveryClient discovery = endpoint.client(ServiceDiscoveryClient.builder());
    final Map<String, String> environment;
    final String name = "t-" + UUID.randomUUID().toString().substring(0, 8);

    World() {
        try (CloudFormationClient cloudFormation = endpoint.client(CloudFormationClient.builder())) {
            environment = cloudFormation.describeStacks(describe -> describe.stackName("demo-test")).stacks().stream()
                    .flatMap(stack -> stack.outputs().stream())
                    .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
        }
    }

    /** As every test of this class makes it. */
    CreateTargetGroupRequest.Builder targetGroupRequest(String groupName) {
        return CreateTargetGroupRequest.builder()
                .name(groupName)
                .protocol(ProtocolEnum.HTTP)
                .port(8080)
                .targetType(TargetTypeEnum.IP)
                .vpcId(environment.get("VpcId"));
    }

    String targetGroup(String groupName) {
        return elb.createTargetGroup(targetGroupRequest(groupName).build())
                .targetGroups()
                .get(0)
                .targetGroupArn();
    }

    Rule rule(String listener, int priority, String path, String targetGroup) {
        return elb.createRule(create -> create.listenerArn(listener)
                        .priority(priority)
                        .conditions(condition ->
                                condition.field("path-pattern").pathPatternConfig(config -> config.values(path)))
                        .actions(action -> action.type(ActionTypeEnum.FORWARD).targetGroupArn(targetGroup)))
                .rules()
                .get(0);
    }

    /** A service of two tasks behind the public load balancer; the ARN of its target group. */
    String service(Consumer<CreateServiceRequest.Builder> more) {
        String group = targetGroup(name);
        boolean attached = !elb.describeTargetGroups(describe -> describe.targetGroupArns(group))
                .targetGroups()
                .get(0)
                .loadBalancerArns()
                .isEmpty();
        if (!attached) {
            int priority = 20_000 + Math.floorMod(name.hashCode(), 20_000);
            rule(environment.get("HTTPListenerArn"), priority, "/" + name, group);
        }
        ecs.createService(serviceRequest(group).applyMutation(more).build());
        return group;
    }

    CreateServiceRequest.Builder serviceRequest(String group) {
        return CreateServiceRequest.builder()
                .cluster(environment.get("ClusterId"))
                .serviceName(name)
                .taskDefinition(taskDefinition("nginx:1"))
                .desiredCount(2)
                .launchType(LaunchType.FARGATE)
                .tags(Tag.builder().key("test").value(name).build())
                .loadBalancers(
                        one -> one.targetGroupArn(group).containerName("main").containerPort(8080))
                .networkConfiguration(network -> network.awsvpcConfiguration(
                        vpc -> vpc.subnets(environment.get("PublicSubnets").split(","))
                                .securityGroups(environment.get("EnvironmentSecurityGroup"))))
                .deploymentConfiguration(configuration -> configuration.deploymentCircuitBreaker(
                        breaker -> breaker.enable(true).rollback(true)));
    }

    String taskDefinition(String image) {
        return ecs.registerTaskDefinition(register -> register.family(name)
                        .networkMode(NetworkMode.AWSVPC)
                        .cpu("256")
                        .memory("512")
                        .containerDefinitions(container -> container
                                .name("main")
                                .image(image)
                                .portMappings(mapping -> mapping.containerPort(8080))))
                .taskDefinition()
                .taskDefinitionArn();
    }

    String discoveryService() {
        return discovery
                .createService(create -> create.name(name)
                        .namespaceId(environment.get("ServiceDiscoveryNamespaceID"))
                        .dnsConfig(dns -> dns.dnsRecords(
                                record -> record.type(RecordType.SRV).ttl(10L))))
                .service()
                .id();
    }
}
