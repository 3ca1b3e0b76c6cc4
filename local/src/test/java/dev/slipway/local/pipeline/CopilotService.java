package dev.slipway.local.pipeline;

import dev.slipway.aws.Names;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.servicediscovery.model.DnsRecord;
import software.amazon.awssdk.services.servicediscovery.model.RecordType;

/**
 * A running service as Copilot's stack of it left it: with the names that CloudFormation makes up, Copilot's tags, and a
 * priority after Copilot's counting. It is what {@link Manifests#small} asks for.
 */
@SuppressWarnings("unchecked") // the SDK's variable arguments of consumers
final class CopilotService {
    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}""";

    /** Among those that Copilot counts up from, for services at the root too. */
    final int priority;

    final String targetGroup;
    final String rule;
    final String ecsService;
    final String discovery;
    final String taskDefinition;

    private final Account account;
    private final String name;
    private final String stack;

    CopilotService(Account account, String name) {
        this.account = account;
        this.name = name;
        this.stack = Account.APPLICATION + "-" + Account.ENVIRONMENT + "-" + name;
        this.priority = 48_500 + Math.floorMod(name.hashCode(), 1_000);
        account.logs.createLogGroup(r -> r.logGroupName("/copilot/" + stack).tags(tags()));
        account.logs.putRetentionPolicy(r -> r.logGroupName("/copilot/" + stack).retentionInDays(30));
        targetGroup = targetGroup();
        rule = rule();
        discovery = discovery();
        taskDefinition = taskDefinition(role("ExecutionRole"), role("TaskRole"));
        ecsService = ecsService();
    }

    private Map<String, String> tags() {
        return Map.of(
                "copilot-application", Account.APPLICATION,
                "copilot-environment", Account.ENVIRONMENT,
                "copilot-service", name);
    }

    private <T> List<T> tags(BiFunction<String, String, T> make) {
        return tags().entrySet().stream()
                .map(tag -> make.apply(tag.getKey(), tag.getValue()))
                .toList();
    }

    private String targetGroup() {
        String arn = account.elb
                .createTargetGroup(
                        r -> r.name("demo-Targe-" + Names.hash(12, name).toUpperCase(Locale.ROOT))
                                .port(80)
                                .protocol(ProtocolEnum.HTTP)
                                .targetType(TargetTypeEnum.IP)
                                .vpcId(account.environment.get("VpcId"))
                                .healthCheckPath("/")
                                .tags(tags((key, value) ->
                                        software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag.builder()
                                                .key(key)
                                                .value(value)
                                                .build())))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        account.elb.modifyTargetGroupAttributes(r -> r.targetGroupArn(arn)
                .attributes(
                        attribute("deregistration_delay.timeout_seconds", "60"),
                        attribute("stickiness.enabled", "false")));
        return arn;
    }

    private static TargetGroupAttribute attribute(String key, String value) {
        return TargetGroupAttribute.builder().key(key).value(value).build();
    }

    Service service() {
        return account.ecs
                .describeServices(
                        r -> r.cluster(account.environment.get("ClusterId")).services(ecsService))
                .services()
                .get(0);
    }

    boolean isSteady() {
        return service().deployments().stream()
                .allMatch(rollout -> rollout.rolloutState() == DeploymentRolloutState.COMPLETED);
    }

    void untagRule() {
        account.elb.removeTags(r -> r.resourceArns(rule).tagKeys(tags().keySet().toArray(String[]::new)));
    }

    /** CloudFormation gave the rules of Copilot's stacks no tags. */
    private String rule() {
        return account.elb
                .createRule(r -> r.listenerArn(account.environment.get("HTTPListenerArn"))
                        .priority(priority)
                        .conditions(condition -> condition
                                .field("path-pattern")
                                .pathPatternConfig(path -> path.values("/" + name, "/" + name + "/*")))
                        .actions(action -> action.type(ActionTypeEnum.FORWARD).targetGroupArn(targetGroup)))
                .rules()
                .get(0)
                .ruleArn();
    }

    private String discovery() {
        return account.cloudMap
                .createService(r -> r.name(name)
                        .namespaceId(account.environment.get("ServiceDiscoveryNamespaceID"))
                        .description("Discovery Service for the Copilot services")
                        .dnsConfig(dns -> dns.routingPolicy("MULTIVALUE")
                                .dnsRecords(record(RecordType.A), record(RecordType.SRV)))
                        .healthCheckCustomConfig(check -> {})
                        .tags(tags((key, value) -> software.amazon.awssdk.services.servicediscovery.model.Tag.builder()
                                .key(key)
                                .value(value)
                                .build())))
                .service()
                .arn();
    }

    private static DnsRecord record(RecordType type) {
        return DnsRecord.builder().type(type).ttl(10L).build();
    }

    private String role(String logicalId) {
        return account.iam
                .createRole(r -> r.roleName(stack + "-" + logicalId + "-7G8H9I0J")
                        .assumeRolePolicyDocument(TRUST)
                        .tags(tags((key, value) -> software.amazon.awssdk.services.iam.model.Tag.builder()
                                .key(key)
                                .value(value)
                                .build())))
                .role()
                .arn();
    }

    private String taskDefinition(String executionRole, String taskRole) {
        return account.ecs
                .registerTaskDefinition(r -> r.family(stack)
                        .networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .cpu("256")
                        .memory("512")
                        .executionRoleArn(executionRole)
                        .taskRoleArn(taskRole)
                        .containerDefinitions(container -> container
                                .name(name)
                                .image("public.ecr.aws/nginx/nginx:1.27")
                                .portMappings(port -> port.containerPort(80).name("target")))
                        .tags(tags(CopilotService::ecsTag)))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private String ecsService() {
        return account.ecs
                .createService(r -> r.cluster(account.environment.get("ClusterId"))
                        .serviceName(stack + "-Service-K1L2M3N4")
                        .taskDefinition(taskDefinition)
                        .desiredCount(1)
                        .launchType(LaunchType.FARGATE)
                        .platformVersion("LATEST")
                        .propagateTags(PropagateTags.SERVICE)
                        .healthCheckGracePeriodSeconds(60)
                        .deploymentConfiguration(deployment -> deployment
                                .minimumHealthyPercent(100)
                                .maximumPercent(200)
                                .deploymentCircuitBreaker(
                                        breaker -> breaker.enable(true).rollback(true)))
                        .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.assignPublicIp(
                                        "ENABLED")
                                .subnets(
                                        account.environment.get("PublicSubnets").split(","))
                                .securityGroups(account.environment.get("EnvironmentSecurityGroup"))))
                        .loadBalancers(target ->
                                target.containerName(name).containerPort(80).targetGroupArn(targetGroup))
                        .serviceRegistries(
                                registry -> registry.registryArn(discovery).port(80))
                        .tags(tags(CopilotService::ecsTag)))
                .service()
                .serviceArn();
    }

    private static software.amazon.awssdk.services.ecs.model.Tag ecsTag(String key, String value) {
        return software.amazon.awssdk.services.ecs.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }
}
