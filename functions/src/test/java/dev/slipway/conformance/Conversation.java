package dev.slipway.conformance;

import dev.slipway.environment.Certificates;
import dev.slipway.resource.AccessPoints;
import dev.slipway.resource.Alarms;
import dev.slipway.resource.Arns;
import dev.slipway.resource.DiscoveryServices;
import dev.slipway.resource.DnsRecords;
import dev.slipway.resource.EcsServices;
import dev.slipway.resource.Existing;
import dev.slipway.resource.GeneratedSecrets;
import dev.slipway.resource.ListenerCertificates;
import dev.slipway.resource.ListenerRules;
import dev.slipway.resource.LoadBalancerIngresses;
import dev.slipway.resource.LoadBalancerSecurityGroups;
import dev.slipway.resource.LogGroups;
import dev.slipway.resource.NetworkListeners;
import dev.slipway.resource.NetworkLoadBalancers;
import dev.slipway.resource.Parameters;
import dev.slipway.resource.Resource;
import dev.slipway.resource.ResourceKind;
import dev.slipway.resource.Roles;
import dev.slipway.resource.RoutingNotes;
import dev.slipway.resource.ScalableTargets;
import dev.slipway.resource.ScalingPolicies;
import dev.slipway.resource.Scope;
import dev.slipway.resource.Service;
import dev.slipway.resource.TargetGroups;
import dev.slipway.resource.TaskDefinitions;
import dev.slipway.resource.Topics;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** A first deployment: everything that a service wants, made where nothing is. */
final class Conversation {
    /** What bounds the roles where the application does not say. */
    static final String BOUNDARY = "arn:aws:iam::123456789123:policy/slipway-ServiceBoundary";

    private final RecordedAws aws = new RecordedAws();

    /** The calls that changed something, in order. */
    static List<RecordedAws.Call> about(Service service) {
        Conversation conversation = new Conversation();
        Scope scope = new Scope(service.id(), service.environment(), service.tags(), service.certificates());
        Arns arns = new Arns(Map.of());
        RoutingNotes.note(service, arns);
        conversation.kinds(scope).forEach(kind -> make(kind, service, scope, arns));
        return conversation.aws.changes();
    }

    private static <R extends Resource> void make(ResourceKind<R> kind, Service service, Scope scope, Arns arns) {
        for (R wanted : kind.desired(service, new Existing())) {
            arns.put(kind.name(), wanted.key(), kind.create(kind.interim(List.of(), wanted), scope, arns));
        }
    }

    /** In the order of the steps. */
    private List<ResourceKind<?>> kinds(Scope scope) {
        ElasticLoadBalancingV2Client elb = aws.client(ElasticLoadBalancingV2Client.builder());
        Ec2Client ec2 = aws.client(Ec2Client.builder());
        SsmClient ssm = aws.client(SsmClient.builder());
        EcsClient ecs = aws.client(EcsClient.builder());
        ResourceGroupsTaggingApiClient tagging = aws.client(ResourceGroupsTaggingApiClient.builder());
        ServiceDiscoveryClient cloudMap = aws.client(ServiceDiscoveryClient.builder());
        ApplicationAutoScalingClient scaling = aws.client(ApplicationAutoScalingClient.builder());
        return List.of(
                new ListenerCertificates(elb, new Certificates(aws.client(AcmClient.builder()), elb)),
                new LoadBalancerSecurityGroups(ec2),
                new LoadBalancerIngresses(ec2),
                new NetworkLoadBalancers(elb),
                new TargetGroups(elb),
                new ListenerRules(elb),
                new NetworkListeners(elb),
                new DnsRecords(aws.client(Route53Client.builder()), elb),
                new DiscoveryServices(cloudMap),
                new GeneratedSecrets(ssm),
                new Parameters(ssm, tagging),
                new Topics(aws.client(SnsClient.builder())),
                new AccessPoints(aws.client(EfsClient.builder())),
                new LogGroups(aws.client(CloudWatchLogsClient.builder())),
                new Roles(
                        aws.client(IamClient.builder()),
                        scope.environment().permissionsBoundary().orElse(BOUNDARY)),
                new TaskDefinitions(ecs),
                new EcsServices(ecs, tagging, elb, cloudMap, scaling),
                new ScalableTargets(scaling),
                new ScalingPolicies(scaling),
                new Alarms(aws.client(CloudWatchClient.builder())));
    }
}
