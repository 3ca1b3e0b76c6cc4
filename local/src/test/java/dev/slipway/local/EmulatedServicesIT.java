package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.PutImageResponse;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.efs.model.AccessPointAlreadyExistsException;
import software.amazon.awssdk.services.efs.model.AccessPointNotFoundException;
import software.amazon.awssdk.services.efs.model.CreateAccessPointRequest;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.ServiceAlreadyExistsException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.HierarchyTypeMismatchException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** One test for each mend of the smaller services: Cloud Map, Auto Scaling, Parameter Store and others. */
@SuppressWarnings("unchecked") // the SDK takes lists of builders as varargs of a generic type
class EmulatedServicesIT {
    private final World world = new World();
    private final ServiceDiscoveryClient discovery = world.discovery;
    private final ApplicationAutoScalingClient scaling = world.endpoint.client(ApplicationAutoScalingClient.builder());
    private final SsmClient ssm = world.endpoint.client(SsmClient.builder());
    private final CloudWatchLogsClient logs = world.endpoint.client(CloudWatchLogsClient.builder());

    @Test
    void anImageHasTheDigestOfItsManifest() throws NoSuchAlgorithmException {
        String manifest = "{\"schemaVersion\": 2}";
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(manifest.getBytes(StandardCharsets.UTF_8));
        EcrClient ecr = world.endpoint.client(EcrClient.builder());
        ecr.createRepository(create -> create.repositoryName(world.name));

        PutImageResponse pushed = ecr.putImage(put -> put.repositoryName(world.name)
                .imageTag("v1")
                .imageManifestMediaType("application/vnd.oci.image.manifest.v1+json")
                .imageManifest(manifest));

        assertThat(pushed.image().imageId().imageDigest())
                .isEqualTo("sha256:" + HexFormat.of().formatHex(digest));
    }

    @Test
    void aTransactionThatIsCancelledTakesBackWhatItWroteAndNothingElse() {
        DynamoDbClient dynamoDb = world.endpoint.client(DynamoDbClient.builder());
        String table = world.name;
        dynamoDb.createTable(create -> create.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute -> attribute.attributeName("pk").attributeType(ScalarAttributeType.S))
                .keySchema(element -> element.attributeName("pk").keyType(KeyType.HASH)));
        dynamoDb.putItem(put -> put.tableName(table).item(Map.of("pk", AttributeValue.fromS("there"))));

        IntStream.range(0, 200).parallel().forEach(i -> {
            if (i % 2 == 0) {
                dynamoDb.putItem(put -> put.tableName(table).item(Map.of("pk", AttributeValue.fromS("mine-" + i))));
                return;
            }
            assertThatThrownBy(() -> dynamoDb.transactWriteItems(write -> write.transactItems(
                            item -> item.put(put ->
                                    put.tableName(table).item(Map.of("pk", AttributeValue.fromS("cancelled-" + i)))),
                            item -> item.conditionCheck(check -> check.tableName(table)
                                    .key(Map.of("pk", AttributeValue.fromS("there")))
                                    .conditionExpression("attribute_not_exists(pk)")))))
                    .isInstanceOf(TransactionCanceledException.class);
        });

        assertThat(dynamoDb.scan(scan -> scan.tableName(table)).items())
                .extracting(item -> item.get("pk").s().replaceAll("-.*", ""))
                .hasSize(101)
                .contains("there", "mine")
                .doesNotContain("cancelled");
        dynamoDb.deleteTable(delete -> delete.tableName(table));
    }

    @Test
    void aDiscoveryServiceIsThereOnceAndListedByNamespace() {
        String registry = world.discoveryService();

        assertThatThrownBy(world::discoveryService)
                .isInstanceOfSatisfying(
                        ServiceAlreadyExistsException.class,
                        existing -> assertThat(existing.serviceId()).isEqualTo(registry));
        assertThat(discovery
                        .listServices(list -> list.filters(
                                filter -> filter.name("NAMESPACE_ID").values("ns-another")))
                        .services())
                .isEmpty();
        discovery.deleteService(delete -> delete.id(registry));
        assertThatThrownBy(() -> discovery.deleteService(delete -> delete.id(registry)))
                .isInstanceOf(ServiceNotFoundException.class);
    }

    @Test
    void scalingIsThereAsLongAsItsTarget() {
        world.service(request -> {});
        String resource = "service/" + world.environment.get("ClusterId") + "/" + world.name;

        assertThatThrownBy(() -> policy(resource)).isInstanceOf(ObjectNotFoundException.class);
        String arn = scaling.registerScalableTarget(register -> register.resourceId(resource)
                        .serviceNamespace(ServiceNamespace.ECS)
                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                        .minCapacity(3)
                        .maxCapacity(5)
                        .tags(Map.of("copilot-service", world.name)))
                .scalableTargetARN();
        assertThat(desiredCount()).isEqualTo(3);
        assertThat(scaling.listTagsForResource(list -> list.resourceARN(arn)).tags())
                .containsEntry("copilot-service", world.name);
        assertThat(policy(resource)).isEqualTo(policy(resource));

        deregister(resource);
        assertThat(scaling.describeScalingPolicies(describe ->
                                describe.serviceNamespace(ServiceNamespace.ECS).resourceId(resource))
                        .scalingPolicies())
                .isEmpty();
        assertThatThrownBy(() -> deregister(resource)).isInstanceOf(ObjectNotFoundException.class);
    }

    @Test
    void aParameterIsShortAndKeepsItsType() {
        String name = "/" + world.name;
        ssm.putParameter(put -> put.name(name).type(ParameterType.STRING).value("x"));

        assertThatThrownBy(() -> ssm.putParameter(put -> put.name(name)
                        .type(ParameterType.SECURE_STRING)
                        .value("x")
                        .overwrite(true)))
                .isInstanceOf(HierarchyTypeMismatchException.class);
        assertThatThrownBy(() -> ssm.putParameter(put ->
                        put.name(name + "/long").type(ParameterType.STRING).value("x".repeat(4097))))
                .isInstanceOf(SsmException.class)
                .hasMessageContaining("4096 characters");
    }

    @Test
    void metadataOfAnObjectKeepsItsUnderscores() {
        S3Client s3 = world.endpoint.client(S3Client.builder());
        String bucket = TinyAws.aws().details().bucket();
        s3.putObject(
                put -> put.bucket(bucket).key(world.name).metadata(Map.of("slipway-var-IMAGE_TAG", "v1", "a-b", "2")),
                RequestBody.fromString("x"));

        assertThat(s3.headObject(head -> head.bucket(bucket).key(world.name)).metadata())
                .isEqualTo(Map.of("slipway-var-image_tag", "v1", "a-b", "2"));
    }

    @Test
    void aSecurityGroupStaysAsLongAsALoadBalancerUsesIt() {
        Ec2Client ec2 = world.endpoint.client(Ec2Client.builder());
        String group = ec2.createSecurityGroup(create ->
                        create.groupName(world.name).description(world.name).vpcId(world.environment.get("VpcId")))
                .groupId();
        String balancer = world.elb
                .createLoadBalancer(create -> create.name(world.name)
                        .type("network")
                        .securityGroups(group)
                        .subnets(world.environment.get("PublicSubnets").split(",")))
                .loadBalancers()
                .get(0)
                .loadBalancerArn();

        assertThatThrownBy(() -> ec2.deleteSecurityGroup(delete -> delete.groupId(group)))
                .isInstanceOf(Ec2Exception.class)
                .hasMessageContaining("dependent object");
        world.elb.deleteLoadBalancer(delete -> delete.loadBalancerArn(balancer));
        Eventually.isTrue("it can be deleted", () -> deleted(ec2, group));
    }

    private static boolean deleted(Ec2Client ec2, String group) {
        try {
            ec2.deleteSecurityGroup(delete -> delete.groupId(group));
            return true;
        } catch (Ec2Exception e) {
            return false;
        }
    }

    @Test
    void anAccessPointIsThereOnce() {
        EfsClient efs = world.endpoint.client(EfsClient.builder());
        CreateAccessPointRequest request = CreateAccessPointRequest.builder()
                .clientToken(world.name)
                .fileSystemId(world.environment.get("ManagedFileSystemID"))
                .build();
        String id = efs.createAccessPoint(request).accessPointId();

        assertThatThrownBy(() -> efs.createAccessPoint(request))
                .isInstanceOfSatisfying(
                        AccessPointAlreadyExistsException.class,
                        existing -> assertThat(existing.accessPointId()).isEqualTo(id));
        efs.deleteAccessPoint(delete -> delete.accessPointId(id));
        assertThatThrownBy(() -> efs.deleteAccessPoint(delete -> delete.accessPointId(id)))
                .isInstanceOf(AccessPointNotFoundException.class);
    }

    @Test
    void logsAreKeptForDaysThatAwsKnows() {
        logs.createLogGroup(create -> create.logGroupName(world.name));

        logs.putRetentionPolicy(put -> put.logGroupName(world.name).retentionInDays(30));
        assertThatThrownBy(() -> logs.putRetentionPolicy(
                        put -> put.logGroupName(world.name).retentionInDays(31)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void aRoleCanHaveAwsOwnPolicies() {
        IamClient iam = world.endpoint.client(IamClient.builder());
        iam.createRole(create -> create.roleName(world.name).assumeRolePolicyDocument("{}"));

        iam.attachRolePolicy(attach -> attach.roleName(world.name)
                .policyArn("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"));

        assertThat(iam.listAttachedRolePolicies(list -> list.roleName(world.name))
                        .attachedPolicies())
                .hasSize(1);
    }

    private void deregister(String resource) {
        scaling.deregisterScalableTarget(deregister -> deregister
                .resourceId(resource)
                .serviceNamespace(ServiceNamespace.ECS)
                .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT));
    }

    private String policy(String resource) {
        return scaling.putScalingPolicy(put -> put.policyName("cpu")
                        .policyType(PolicyType.TARGET_TRACKING_SCALING)
                        .resourceId(resource)
                        .serviceNamespace(ServiceNamespace.ECS)
                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                        .targetTrackingScalingPolicyConfiguration(tracking -> tracking.targetValue(70.0)
                                .predefinedMetricSpecification(metric ->
                                        metric.predefinedMetricType(MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION))))
                .policyARN();
    }

    private int desiredCount() {
        return world.ecs
                .describeServices(describe ->
                        describe.cluster(world.environment.get("ClusterId")).services(world.name))
                .services()
                .get(0)
                .desiredCount();
    }
}
