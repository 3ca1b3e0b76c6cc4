package dev.slipway.local.bench;

import dev.slipway.local.LocalAws;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.FilterCondition;
import software.amazon.awssdk.services.servicediscovery.model.RecordType;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilterName;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * What somebody would write who wants one service deployed once: the same resources, one call after the other. It looks
 * whether each is there already, for otherwise it could be run but once, and does nothing else: no lock, no journal, no
 * status, no undo, nothing that was there before is compared. Its calls are the least that the resources need.
 */
@SuppressWarnings("unchecked") // lambdas as varargs, as the SDK has them
final class PlainProgram {
    static final String CALLER = "plain";
    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
    private static final String POLICY =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"iam:*\",\"Resource\":\"*\"}]}";

    private final LocalAws aws;
    private final CloudFormationClient cloudFormation;
    private final SsmClient ssm;
    private final EcsClient ecs;
    private final ElasticLoadBalancingV2Client elb;
    private final ServiceDiscoveryClient cloudMap;
    private final CloudWatchLogsClient logs;
    private final IamClient iam;
    private final CloudWatchClient cloudWatch;
    private final ApplicationAutoScalingClient scaling;
    private int priority;

    PlainProgram(LocalAws aws) {
        this.aws = aws;
        cloudFormation = client(CloudFormationClient.builder());
        ssm = client(SsmClient.builder());
        ecs = client(EcsClient.builder());
        elb = client(ElasticLoadBalancingV2Client.builder());
        cloudMap = client(ServiceDiscoveryClient.builder());
        logs = client(CloudWatchLogsClient.builder());
        iam = client(IamClient.builder());
        cloudWatch = client(CloudWatchClient.builder());
        scaling = client(ApplicationAutoScalingClient.builder());
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(URI.create(aws.details().endpoint()))
                .region(Region.of(aws.details().region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(CALLER, CALLER)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** @return seconds that it waited for the rollout, between two looks at it */
    double deploy(String service) throws InterruptedException {
        String name = "demo-test-" + service;
        Map<String, String> environment =
                cloudFormation.describeStacks(r -> r.stackName("demo-test")).stacks().get(0).outputs().stream()
                        .collect(Collectors.toMap(output -> output.outputKey(), output -> output.outputValue()));
        look(service, name, environment);
        String targetGroup = route(service, environment);
        String registry = cloudMap.createService(r -> r.name(service)
                        .namespaceId(environment.get("ServiceDiscoveryNamespaceID"))
                        .dnsConfig(dns -> dns.dnsRecords(
                                record -> record.type(RecordType.A).ttl(10L))))
                .service()
                .arn();
        parameters(service, targetGroup);
        run(service, name, environment, targetGroup, registry);
        double waited = await(name, environment.get("ClusterId"));
        scale(name, environment.get("ClusterId"));
        return waited;
    }

    private void look(String service, String name, Map<String, String> environment) {
        ssm.getParameters(r -> r.names(
                "/copilot/applications/demo",
                "/copilot/applications/demo/environments/test",
                "/copilot/applications/demo/components/" + service,
                "/slipway/demo/test/" + service + "/endpoint"));
        ecs.describeServices(r -> r.cluster(environment.get("ClusterId")).services(name));
        unlessMissing(() -> elb.describeTargetGroups(r -> r.names(service)));
        priority = 1
                + elb.describeRules(r -> r.listenerArn(environment.get("HTTPListenerArn"))).rules().stream()
                        .filter(rule -> !rule.isDefault())
                        .mapToInt(rule -> Integer.parseInt(rule.priority()))
                        .filter(taken -> taken < 50_000)
                        .max()
                        .orElse(0);
        cloudMap.listServices(r -> r.filters(filter -> filter.name(ServiceFilterName.NAMESPACE_ID)
                .condition(FilterCondition.EQ)
                .values(environment.get("ServiceDiscoveryNamespaceID"))));
        logs.describeLogGroups(r -> r.logGroupNamePrefix("/copilot/" + name));
        unlessMissing(() -> iam.getRole(r -> r.roleName(name + "-ExecutionRole")));
        unlessMissing(() -> iam.getRole(r -> r.roleName(name + "-TaskRole")));
        ecs.listTaskDefinitions(r -> r.familyPrefix(name));
        ssm.describeParameters(r -> r.parameterFilters(ParameterStringFilter.builder()
                .key("Name")
                .values("/copilot/demo/test/secrets/" + service)
                .build()));
        cloudWatch.describeAlarms(r -> r.alarmNames(name));
        scaling.describeScalableTargets(r -> r.serviceNamespace(ServiceNamespace.ECS)
                .resourceIds("service/" + environment.get("ClusterId") + "/" + name));
    }

    private static void unlessMissing(Runnable call) {
        try {
            call.run();
        } catch (AwsServiceException e) {
            if (e.statusCode() >= 500) {
                throw e;
            }
        }
    }

    private String route(String service, Map<String, String> environment) {
        String arn = elb.createTargetGroup(r -> r.name(service)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .vpcId(environment.get("VpcId"))
                        .targetType(TargetTypeEnum.IP)
                        .healthCheckPath("/alive"))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        elb.modifyTargetGroupAttributes(
                r -> r.targetGroupArn(arn).attributes(one -> one.key("deregistration_delay.timeout_seconds")
                        .value("60")));
        elb.createRule(r -> r.listenerArn(environment.get("HTTPListenerArn"))
                .priority(priority)
                .conditions(one -> one.field("path-pattern")
                        .pathPatternConfig(paths -> paths.values("/" + service, "/" + service + "/*")))
                .actions(one -> one.type(ActionTypeEnum.FORWARD).targetGroupArn(arn)));
        return arn;
    }

    private void parameters(String service, String targetGroup) {
        ssm.putParameter(r -> r.name("/copilot/demo/test/secrets/" + service)
                .type(ParameterType.SECURE_STRING)
                .value("12345678901234567890"));
        Map.of(
                        "/copilot/applications/demo/components/" + service,
                        "{}",
                        "/slipway/demo/test/" + service + "/endpoint",
                        "http://localhost/" + service,
                        "/slipway/demo/test/" + service + "/image",
                        "public.ecr.aws/nginx/nginx:1.27",
                        "/slipway/demo/test/" + service + "/target-group",
                        targetGroup)
                .forEach((name, value) -> ssm.putParameter(
                        r -> r.name(name).type(ParameterType.STRING).value(value)));
    }

    private void run(
            String service, String name, Map<String, String> environment, String targetGroup, String registry) {
        logs.createLogGroup(r -> r.logGroupName("/copilot/" + name));
        logs.putRetentionPolicy(r -> r.logGroupName("/copilot/" + name).retentionInDays(30));
        String execution = role(name + "-ExecutionRole");
        iam.attachRolePolicy(r -> r.roleName(name + "-ExecutionRole")
                .policyArn("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"));
        String task = role(name + "-TaskRole");
        String definition = ecs.registerTaskDefinition(r -> r.family(name)
                        .cpu("256")
                        .memory("512")
                        .networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .executionRoleArn(execution)
                        .taskRoleArn(task)
                        .containerDefinitions(one -> one.name(service)
                                .image("public.ecr.aws/nginx/nginx:1.27")
                                .portMappings(port -> port.containerPort(80))))
                .taskDefinition()
                .taskDefinitionArn();
        ecs.createService(r -> r.cluster(environment.get("ClusterId"))
                .serviceName(name)
                .taskDefinition(definition)
                .desiredCount(1)
                .launchType(LaunchType.FARGATE)
                .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets(
                                List.of(environment.get("PublicSubnets").split(",")))
                        .securityGroups(environment.get("EnvironmentSecurityGroup"))
                        .assignPublicIp(AssignPublicIp.ENABLED)))
                .loadBalancers(one ->
                        one.targetGroupArn(targetGroup).containerName(service).containerPort(80))
                .serviceRegistries(one -> one.registryArn(registry)));
    }

    private String role(String name) {
        String arn = iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST))
                .role()
                .arn();
        iam.putRolePolicy(r -> r.roleName(name).policyName("policy").policyDocument(POLICY));
        return arn;
    }

    private double await(String name, String cluster) throws InterruptedException {
        double waited = 0;
        while (!isSteady(name, cluster)) {
            TimeUnit.SECONDS.sleep(1);
            waited += 1;
        }
        return waited;
    }

    private boolean isSteady(String name, String cluster) {
        return ecs.describeServices(r -> r.cluster(cluster).services(name)).services().get(0).deployments().stream()
                .allMatch(deployment -> "COMPLETED".equals(deployment.rolloutStateAsString()));
    }

    private void scale(String name, String cluster) {
        String resource = "service/" + cluster + "/" + name;
        scaling.registerScalableTarget(r -> r.serviceNamespace(ServiceNamespace.ECS)
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .resourceId(resource)
                .minCapacity(1)
                .maxCapacity(2));
        scaling.putScalingPolicy(r -> r.serviceNamespace(ServiceNamespace.ECS)
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                .resourceId(resource)
                .policyName(name)
                .policyType(PolicyType.TARGET_TRACKING_SCALING)
                .targetTrackingScalingPolicyConfiguration(policy -> policy.targetValue(70.0)
                        .predefinedMetricSpecification(metric ->
                                metric.predefinedMetricType(MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION))));
        cloudWatch.putMetricAlarm(r -> r.alarmName(name)
                .namespace("AWS/ECS")
                .metricName("CPUUtilization")
                .statistic(Statistic.AVERAGE)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .threshold(80.0)
                .period(60)
                .evaluationPeriods(3));
    }
}
