package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** One test for each mend of CloudFormation: what a template says is there afterwards. */
class EmulatedStacksIT {
    private static final String ENVIRONMENT = "demo-test";

    private final Endpoint endpoint = TinyAws.aws().endpoint();
    private final CloudFormationClient cloudFormation = endpoint.client(CloudFormationClient.builder());
    private final ElasticLoadBalancingV2Client elb = endpoint.client(ElasticLoadBalancingV2Client.builder());
    private final Map<String, String> pipeline = TinyAws.outputs();
    private final Map<String, String> environment = outputs(ENVIRONMENT);

    @Test
    void aStateMachineHasItsDefinitionWithItsSubstitutions() {
        String definition = endpoint.client(SfnClient.builder())
                .describeStateMachine(describe -> describe.stateMachineArn(pipeline.get("StateMachineArn")))
                .definition();

        assertThat(definition).contains(pipeline.get("AliasArn")).doesNotContain("${");
    }

    @Test
    void aBucketIsVersionedAndPrivate() {
        S3Client s3 = endpoint.client(S3Client.builder());
        String bucket = pipeline.get("BucketName");

        assertThat(s3.getBucketVersioning(get -> get.bucket(bucket)).status())
                .isEqualTo(BucketVersioningStatus.ENABLED);
        assertThat(s3.getPublicAccessBlock(get -> get.bucket(bucket))
                        .publicAccessBlockConfiguration()
                        .restrictPublicBuckets())
                .isTrue();
    }

    @Test
    void aTableForgetsWhatIsOld() {
        assertThat(endpoint.client(DynamoDbClient.builder())
                        .describeTimeToLive(describe -> describe.tableName(pipeline.get("TableName")))
                        .timeToLiveDescription()
                        .timeToLiveStatus())
                .isEqualTo(TimeToLiveStatus.ENABLED);
    }

    @Test
    void aFunctionHasItsAliasItsSnapshotsAndItsArchitecture() {
        LambdaClient lambda = endpoint.client(LambdaClient.builder());
        String function = pipeline.get("AliasArn").split(":")[6];

        assertThat(lambda.getAlias(get -> get.functionName(function).name("live"))
                        .functionVersion())
                .isEqualTo("1");
        var configuration = lambda.getFunctionConfiguration(get -> get.functionName(function));
        assertThat(configuration.snapStart().applyOnAsString()).isEqualTo("PublishedVersions");
        assertThat(configuration.architecturesAsStrings()).containsExactly("arm64");
    }

    @Test
    void aResourceOfAnUnknownTypeHasANameAndItsOutputs() {
        assertThat(pipeline.get("UnknownArn")).contains("Unknown");
    }

    @Test
    void subnetsHaveTheirAddressesAndZones() {
        var subnets = endpoint.client(Ec2Client.builder())
                .describeSubnets(describe ->
                        describe.subnetIds(environment.get("PublicSubnets").split(",")))
                .subnets();

        assertThat(subnets)
                .extracting(subnet -> subnet.cidrBlock())
                .containsExactlyInAnyOrder("10.0.0.0/24", "10.0.1.0/24");
        assertThat(subnets)
                .extracting(subnet -> subnet.availabilityZone())
                .containsExactlyInAnyOrder(endpoint.region() + "a", endpoint.region() + "b");
    }

    @Test
    void outputsAndExportsAreThoseWhoseConditionsHold() {
        List<String> exports = cloudFormation.listExports(list -> {}).exports().stream()
                .map(Export::name)
                .toList();

        assertThat(exports)
                .contains(ENVIRONMENT + "-PublicLoadBalancerDNS", ENVIRONMENT + "-InternalHTTPListenerArn")
                .doesNotContain(ENVIRONMENT + "-SubDomain");
        assertThat(cloudFormation
                        .describeStackResources(describe -> describe.stackName(ENVIRONMENT))
                        .stackResources())
                .extracting(StackResource::logicalResourceId)
                .contains("HttpsListener")
                .doesNotContain("InternalHttpsListener");
    }

    @Test
    void aLoadBalancerHasItsTagsItsFullNameAndItsListeners() {
        LoadBalancer balancer = elb.describeLoadBalancers(describe -> {}).loadBalancers().stream()
                .filter(one -> one.dnsName().equals(environment.get("PublicLoadBalancerDNSName")))
                .findFirst()
                .orElseThrow();

        assertThat(balancer.loadBalancerArn())
                .endsWith(":loadbalancer/" + environment.get("PublicLoadBalancerFullName"));
        assertThat(environment.get("PublicLoadBalancerHostedZone")).isEqualTo(balancer.canonicalHostedZoneId());
        assertThat(elb.describeTags(describe -> describe.resourceArns(balancer.loadBalancerArn()))
                        .tagDescriptions()
                        .get(0)
                        .tags())
                .anyMatch(tag ->
                        tag.key().equals("copilot-environment") && tag.value().equals("test"));
        assertThat(elb.describeListeners(describe -> describe.loadBalancerArn(balancer.loadBalancerArn()))
                        .listeners())
                .extracting(Listener::port)
                .containsExactlyInAnyOrder(80, 443);
    }

    @Test
    void aClusterHasItsCapacityProvidersAndTags() {
        var cluster = endpoint.client(EcsClient.builder())
                .describeClusters(describe ->
                        describe.clusters(environment.get("ClusterId")).include(ClusterField.TAGS))
                .clusters()
                .get(0);

        assertThat(cluster.capacityProviders()).containsExactly("FARGATE", "FARGATE_SPOT");
        assertThat(cluster.tags()).anyMatch(tag -> tag.key().equals("copilot-application"));
    }

    @Test
    void namespacesZonesAndParametersAreThere() {
        assertThat(endpoint.client(ServiceDiscoveryClient.builder())
                        .getNamespace(get -> get.id(environment.get("ServiceDiscoveryNamespaceID")))
                        .namespace()
                        .name())
                .isEqualTo("test.demo.local");
        assertThat(endpoint.client(Route53Client.builder())
                        .getHostedZone(get -> get.id(environment.get("InternalWorkloadsHostedZone")))
                        .hostedZone()
                        .config()
                        .privateZone())
                .isTrue();
        assertThat(endpoint.client(SsmClient.builder())
                        .getParameter(get -> get.name("/copilot/applications/demo/environments/test"))
                        .parameter()
                        .value())
                .contains("\"name\":\"test\"");
    }

    @Test
    void anAlarmIsThereAndGoesWithItsStack() {
        CloudWatchClient cloudWatch = endpoint.client(CloudWatchClient.builder());
        String template = "{\"Resources\":{\"Alarm\":{\"Type\":\"AWS::CloudWatch::Alarm\",\"Properties\":{"
                + "\"AlarmName\":\"of-a-stack\",\"Namespace\":\"AWS/SQS\",\"MetricName\":\"Age\",\"Statistic\":\"Maximum\","
                + "\"Period\":\"60\",\"EvaluationPeriods\":1,\"Threshold\":0,"
                + "\"ComparisonOperator\":\"GreaterThanThreshold\"}}}}";

        cloudFormation.createStack(create -> create.stackName("alarming").templateBody(template));
        assertThat(cloudWatch
                        .describeAlarms(describe -> describe.alarmNames("of-a-stack"))
                        .metricAlarms())
                .hasSize(1);

        cloudFormation.deleteStack(delete -> delete.stackName("alarming"));
        assertThat(cloudWatch
                        .describeAlarms(describe -> describe.alarmNames("of-a-stack"))
                        .metricAlarms())
                .isEmpty();
    }

    private Map<String, String> outputs(String stack) {
        return cloudFormation.describeStacks(describe -> describe.stackName(stack)).stacks().get(0).outputs().stream()
                .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }
}
