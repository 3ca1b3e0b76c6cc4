package dev.slipway.functions;

import static dev.slipway.aws.Clients.client;
import static dev.slipway.aws.Clients.globalClient;

import dev.slipway.deployment.AliasCertificates;
import dev.slipway.deployment.Bucket;
import dev.slipway.deployment.Events;
import dev.slipway.deployment.Executions;
import dev.slipway.deployment.History;
import dev.slipway.deployment.Journal;
import dev.slipway.deployment.Kinds;
import dev.slipway.deployment.Locks;
import dev.slipway.deployment.Pinning;
import dev.slipway.deployment.Planning;
import dev.slipway.deployment.Reasons;
import dev.slipway.deployment.Redeployment;
import dev.slipway.deployment.Redeploys;
import dev.slipway.deployment.Resolver;
import dev.slipway.deployment.RolloutWatch;
import dev.slipway.deployment.Step;
import dev.slipway.deployment.Uses;
import dev.slipway.deployment.Validation;
import dev.slipway.environment.Certificates;
import dev.slipway.environment.EnvFiles;
import dev.slipway.environment.EnvironmentReader;
import dev.slipway.environment.Exports;
import dev.slipway.environment.FileSystems;
import dev.slipway.environment.HostedZones;
import dev.slipway.environment.Images;
import dev.slipway.environment.ImportedLoadBalancer;
import dev.slipway.environment.Preflight;
import dev.slipway.environment.RollbackAlarms;
import dev.slipway.environment.SecretKeys;
import dev.slipway.environment.Secrets;
import dev.slipway.environment.TaskRoles;
import dev.slipway.environment.Vpc;
import dev.slipway.resource.AccessPoints;
import dev.slipway.resource.Alarms;
import dev.slipway.resource.ContainerLog;
import dev.slipway.resource.DiscoveryServices;
import dev.slipway.resource.DnsRecords;
import dev.slipway.resource.EcsServices;
import dev.slipway.resource.GeneratedSecrets;
import dev.slipway.resource.ListenerCertificates;
import dev.slipway.resource.ListenerRules;
import dev.slipway.resource.LoadBalancerCheck;
import dev.slipway.resource.LoadBalancerIngresses;
import dev.slipway.resource.LoadBalancerQuotas;
import dev.slipway.resource.LoadBalancerSecurityGroups;
import dev.slipway.resource.LogGroups;
import dev.slipway.resource.NetworkListeners;
import dev.slipway.resource.NetworkLoadBalancers;
import dev.slipway.resource.Parameters;
import dev.slipway.resource.ResourceKind;
import dev.slipway.resource.Roles;
import dev.slipway.resource.Rollout;
import dev.slipway.resource.ScalableTargets;
import dev.slipway.resource.ScalingPolicies;
import dev.slipway.resource.TargetGroups;
import dev.slipway.resource.TaskDefinitions;
import dev.slipway.resource.Topics;
import dev.slipway.resource.UnhealthyTargets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Who is given what: the functions' environment variables, the AWS clients, and the kinds of resource of each step. A
 * function calls only what it needs, so it holds no other client.
 */
final class Wiring {
    static final Clock CLOCK = Clock.systemUTC();

    private Wiring() {}

    static String application() {
        return variable("APPLICATION");
    }

    static int pollSeconds() {
        return Integer.parseInt(variable("POLL_SECONDS"));
    }

    static String metricsNamespace() {
        return variable("POWERTOOLS_METRICS_NAMESPACE");
    }

    static Bucket bucket() {
        return new Bucket(client(S3Client.builder()), variable("BUCKET_NAME"));
    }

    static Journal journal() {
        return new Journal(client(DynamoDbClient.builder()), variable("TABLE_NAME"), CLOCK);
    }

    static Locks locks() {
        return new Locks(client(DynamoDbClient.builder()), variable("TABLE_NAME"), CLOCK);
    }

    static History history() {
        return new History(client(DynamoDbClient.builder()), variable("TABLE_NAME"), CLOCK);
    }

    static Uses uses() {
        return new Uses(client(DynamoDbClient.builder()), variable("TABLE_NAME"));
    }

    private static Reasons reasons() {
        return new Reasons(client(DynamoDbClient.builder()), variable("TABLE_NAME"), CLOCK);
    }

    static Redeployment redeployment() {
        return new Redeployment(reasons(), history(), bucket());
    }

    static Redeploys redeploys() {
        Duration window = Duration.ofSeconds(Long.parseLong(variable("REDEPLOY_WINDOW_SECONDS")));
        return new Redeploys(application(), executions(), reasons(), uses(), bucket(), window, CLOCK);
    }

    static boolean driftRepair() {
        return Boolean.parseBoolean(variable("DRIFT_REPAIR"));
    }

    static Executions executions() {
        return new Executions(client(SfnClient.builder()), variable("STATE_MACHINE_ARN"), CLOCK);
    }

    static Events events() {
        return new Events(client(EventBridgeClient.builder()));
    }

    static RolloutWatch rolloutWatch() {
        return new RolloutWatch(
                new Rollout(client(EcsClient.builder())),
                new ContainerLog(client(CloudWatchLogsClient.builder())),
                new UnhealthyTargets(client(ElasticLoadBalancingV2Client.builder())),
                bucket(),
                CLOCK);
    }

    static List<ResourceKind<?>> certificate() {
        ElasticLoadBalancingV2Client elb = client(ElasticLoadBalancingV2Client.builder());
        return List.of(new ListenerCertificates(elb, new Certificates(client(AcmClient.builder()), elb)));
    }

    static List<ResourceKind<?>> targetGroup() {
        ElasticLoadBalancingV2Client elb = client(ElasticLoadBalancingV2Client.builder());
        Ec2Client ec2 = client(Ec2Client.builder());
        return List.of(
                new LoadBalancerSecurityGroups(ec2),
                new LoadBalancerIngresses(ec2),
                new NetworkLoadBalancers(elb),
                new TargetGroups(elb));
    }

    static List<ResourceKind<?>> listenerRule() {
        ElasticLoadBalancingV2Client elb = client(ElasticLoadBalancingV2Client.builder());
        return List.of(
                new ListenerRules(elb),
                new NetworkListeners(elb),
                new DnsRecords(globalClient(Route53Client.builder(), partition()), elb));
    }

    static List<ResourceKind<?>> discovery() {
        return List.of(new DiscoveryServices(client(ServiceDiscoveryClient.builder())));
    }

    static List<ResourceKind<?>> parameters() {
        SsmClient ssm = client(SsmClient.builder());
        return List.of(
                new GeneratedSecrets(ssm), new Parameters(ssm, client(ResourceGroupsTaggingApiClient.builder())));
    }

    static List<ResourceKind<?>> ecsService() {
        EcsClient ecs = client(EcsClient.builder());
        return List.of(
                new Topics(client(SnsClient.builder())),
                new AccessPoints(client(EfsClient.builder())),
                new LogGroups(client(CloudWatchLogsClient.builder())),
                new Roles(globalClient(IamClient.builder(), partition()), variable("PERMISSIONS_BOUNDARY")),
                new TaskDefinitions(ecs),
                new EcsServices(
                        ecs,
                        client(ResourceGroupsTaggingApiClient.builder()),
                        client(ElasticLoadBalancingV2Client.builder()),
                        client(ServiceDiscoveryClient.builder()),
                        client(ApplicationAutoScalingClient.builder())));
    }

    static List<ResourceKind<?>> alarms() {
        ApplicationAutoScalingClient scaling = client(ApplicationAutoScalingClient.builder());
        return List.of(
                new ScalableTargets(scaling),
                new ScalingPolicies(scaling),
                new Alarms(client(CloudWatchClient.builder())));
    }

    private static Kinds kinds() {
        Map<Step, List<ResourceKind<?>>> kinds = new EnumMap<>(Step.class);
        kinds.put(Step.CERTIFICATE, certificate());
        kinds.put(Step.TARGET_GROUP, targetGroup());
        kinds.put(Step.LISTENER_RULE, listenerRule());
        kinds.put(Step.DISCOVERY, discovery());
        kinds.put(Step.PARAMETERS, parameters());
        kinds.put(Step.ECS_SERVICE, ecsService());
        kinds.put(Step.ALARMS, alarms());
        return new Kinds(kinds);
    }

    static Planning planning() {
        Bucket bucket = bucket();
        CloudFormationClient cloudFormation = client(CloudFormationClient.builder());
        SsmClient ssm = client(SsmClient.builder());
        ElasticLoadBalancingV2Client elb = client(ElasticLoadBalancingV2Client.builder());
        LoadBalancerQuotas quotas = new LoadBalancerQuotas(elb);
        Images images = new Images(client(EcrClient.builder()));
        Resolver resolver = new Resolver(
                new EnvironmentReader(cloudFormation, ssm),
                images,
                new Exports(cloudFormation),
                secrets(ssm),
                new Vpc(client(Ec2Client.builder())),
                new ImportedLoadBalancer(elb),
                new AliasCertificates(new Certificates(client(AcmClient.builder()), elb), CLOCK),
                preflight(),
                new EnvFiles(client(S3Client.builder())),
                bucket.name(),
                variable("PERMISSIONS_BOUNDARY"));
        return new Planning(
                new Validation(bucket),
                resolver,
                new Pinning(images),
                kinds(),
                client(ResourceGroupsTaggingApiClient.builder()),
                new LoadBalancerCheck(new ListenerRules(elb), quotas),
                quotas,
                journal(),
                uses(),
                bucket,
                events());
    }

    private static Secrets secrets(SsmClient ssm) {
        SecretKeys keys = new SecretKeys(ssm, client(ResourceGroupsTaggingApiClient.builder()));
        return new Secrets(ssm, client(SecretsManagerClient.builder()), keys);
    }

    private static Preflight preflight() {
        return new Preflight(
                new FileSystems(client(EfsClient.builder())),
                new RollbackAlarms(client(CloudWatchClient.builder())),
                new TaskRoles(globalClient(IamClient.builder(), partition())),
                new HostedZones(globalClient(Route53Client.builder(), partition())));
    }

    /** Regions tell their partition by how they begin. */
    private static String partition() {
        String region = variable("AWS_REGION");
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("the environment variable " + name + " is not set");
        }
        return value;
    }
}
