package dev.slipway.local.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.Endpoint;
import dev.slipway.local.LocalAws;
import dev.slipway.local.Options;
import dev.slipway.local.Project;
import dev.slipway.local.gateway.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The local AWS with the real pipeline in it, one for all tests of this JVM, and plain SDK clients for it. Tests do not
 * disturb each other: each has services of its own, and asks for faults of their calls only.
 */
public final class Account {
    static final String APPLICATION = "demo";
    static final String ENVIRONMENT = "test";
    private static final String STACK = "slipway";

    private static final class Started {
        static final Account ACCOUNT = start();
    }

    public final LocalAws aws;
    final AcmClient acm;
    final ApplicationAutoScalingClient autoScaling;
    final CloudWatchClient cloudWatch;
    final CloudWatchLogsClient logs;
    final DynamoDbClient dynamoDb;
    final EcrClient ecr;
    final EcsClient ecs;
    final ElasticLoadBalancingV2Client elb;
    final EventBridgeClient eventBridge;
    final IamClient iam;
    public final S3Client s3;
    final SecretsManagerClient secretsManager;
    final ServiceDiscoveryClient cloudMap;
    final LambdaClient lambda;
    final SfnClient stepFunctions;
    final SnsClient sns;
    public final SsmClient ssm;
    final String table;

    /** Names of the pipeline's functions, by logical id. */
    final Map<String, String> functions;

    /** Outputs of the environment's stack. */
    final Map<String, String> environment;

    private final HttpClient http = HttpClient.newHttpClient();

    private Account(LocalAws aws) {
        this.aws = aws;
        Endpoint endpoint = aws.endpoint();
        acm = endpoint.client(AcmClient.builder());
        autoScaling = endpoint.client(ApplicationAutoScalingClient.builder());
        cloudWatch = endpoint.client(CloudWatchClient.builder());
        logs = endpoint.client(CloudWatchLogsClient.builder());
        dynamoDb = endpoint.client(DynamoDbClient.builder());
        ecr = endpoint.client(EcrClient.builder());
        ecs = endpoint.client(EcsClient.builder());
        elb = endpoint.client(ElasticLoadBalancingV2Client.builder());
        eventBridge = endpoint.client(EventBridgeClient.builder());
        iam = endpoint.client(IamClient.builder());
        s3 = endpoint.client(S3Client.builder());
        secretsManager = endpoint.client(SecretsManagerClient.builder());
        cloudMap = endpoint.client(ServiceDiscoveryClient.builder());
        lambda = endpoint.client(LambdaClient.builder());
        stepFunctions = endpoint.client(SfnClient.builder());
        sns = endpoint.client(SnsClient.builder());
        ssm = endpoint.client(SsmClient.builder());
        try (CloudFormationClient cloudFormation = endpoint.client(CloudFormationClient.builder())) {
            table = cloudFormation
                    .describeStackResource(r -> r.stackName(STACK).logicalResourceId("Table"))
                    .stackResourceDetail()
                    .physicalResourceId();
            functions = cloudFormation.describeStackResources(r -> r.stackName(STACK)).stackResources().stream()
                    .filter(resource -> resource.resourceType().equals("AWS::Lambda::Function"))
                    .collect(Collectors.toMap(StackResource::logicalResourceId, StackResource::physicalResourceId));
            environment = outputs(cloudFormation, ENVIRONMENT);
        }
    }

    /** Of an environment's stack. */
    static Map<String, String> outputs(CloudFormationClient cloudFormation, String environment) {
        return cloudFormation
                .describeStacks(r -> r.stackName(APPLICATION + "-" + environment))
                .stacks()
                .get(0)
                .outputs()
                .stream()
                .collect(Collectors.toMap(output -> output.outputKey(), output -> output.outputValue()));
    }

    public static Account get() {
        return Started.ACCOUNT;
    }

    private static Account start() {
        try {
            LocalAws aws = LocalAws.start(
                    Options.of(Project.find()).rollout(Duration.ofMillis(500)).parameter("RedeployWindowSeconds", "6"));
            // Starting a process costs more than the wait for one that is busy.
            aws.gateway().processesOfAFunction(2);
            aws.awaitWarm();
            return new Account(aws);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String bucket() {
        return aws.details().bucket();
    }

    /** @param function logical id of the function in the template, without "Function" */
    public void fault(Fault fault) {
        aws.gateway().faults().add(fault);
    }

    /** Invokes a function of the pipeline, and returns its answer. */
    String invoke(String function, String event) {
        return lambda.invoke(r -> r.functionName(functions.get(function)).payload(SdkBytes.fromUtf8String(event)))
                .payload()
                .asUtf8String();
    }

    /** The ARN of a deployment's execution. */
    String execution(String deployment) {
        return aws.details().stateMachineArn().replace(":stateMachine:", ":execution:") + ":" + deployment;
    }

    /** What the next rollouts of an ECS service do: fail, hang, heal; see emulator.py. */
    void steerRollout(String ecsService, String behaviour, int count) {
        steerRollout(Map.of("service", ecsService, "behaviour", behaviour, "count", count));
    }

    /** Likewise, with everything that steer_rollouts in emulator.py takes. */
    public void steerRollout(Map<String, Object> wish) {
        post("/_local/ecs-rollout", new ObjectMapper().valueToTree(wish).toString());
    }

    /** An issued certificate, which no listener has yet. */
    String certificate(String domain) {
        return acm.requestCertificate(r -> r.domainName(domain).validationMethod("DNS"))
                .certificateArn();
    }

    private void post(String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(aws.details().endpoint() + path))
                    .POST(BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " answers " + response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
