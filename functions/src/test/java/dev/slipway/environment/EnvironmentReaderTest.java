package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.slipway.aws.Mocks;
import dev.slipway.environment.Environment.HostedZone;
import dev.slipway.manifest.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryResponse;
import software.amazon.awssdk.services.cloudformation.model.ListExportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListExportsResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

class EnvironmentReaderTest {
    private static final String LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/lb/1/";

    private final CloudFormationClient cloudFormation = Mocks.client(CloudFormationClient.class);
    private final SsmClient ssm = Mocks.client(SsmClient.class);
    private final Map<String, String> outputs = new LinkedHashMap<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<String, String> records = new LinkedHashMap<>();
    private String status = "UPDATE_COMPLETE";

    @BeforeEach
    void aLeastEnvironment() {
        outputs.put("VpcId", "vpc-1");
        outputs.put("EnvironmentSecurityGroup", "sg-1");
        outputs.put("ClusterId", "demo-test-Cluster");
        outputs.put("ServiceDiscoveryNamespaceID", "ns-1");
        doReturn(ListExportsResponse.builder().build()).when(cloudFormation).listExports(any(ListExportsRequest.class));
    }

    @Test
    void theStackSaysWhereItIs() {
        Environment environment = read();

        assertThat(environment.partition()).isEqualTo("aws-cn");
        assertThat(environment.region()).isEqualTo("cn-north-1");
        assertThat(environment.account()).isEqualTo("111122223333");
        assertThat(environment.vpc()).isEqualTo("vpc-1");
        assertThat(environment.cluster()).isEqualTo("demo-test-Cluster");
        assertThat(environment.publicLoadBalancer()).isEmpty();
        assertThat(environment.discoveryEndpoint()).isEqualTo("test.demo.local");
    }

    @Test
    void itsOutputsSayWhatItOffers() {
        outputs.put("PublicSubnets", "subnet-a,subnet-b");
        outputs.put("PublicLoadBalancerDNSName", "lb.amazonaws.com");
        outputs.put("PublicLoadBalancerHostedZone", "ZLB");
        outputs.put("HTTPListenerArn", LISTENER + "80");
        outputs.put("HTTPSListenerArn", LISTENER + "443");
        outputs.put("InternalLoadBalancerDNSName", "internal.amazonaws.com");
        outputs.put("InternalLoadBalancerFullName", "app/in/2");
        outputs.put("InternalHTTPListenerArn", LISTENER + "81");
        outputs.put("InternalLoadBalancerSecurityGroup", "sg-2");
        outputs.put("EnvironmentHostedZone", "ZENV");
        outputs.put("EnvironmentSubdomain", "test.demo.example.com");

        Environment environment = read();

        assertThat(environment.publicSubnets()).containsExactly("subnet-a", "subnet-b");
        assertThat(environment.privateSubnets()).isEmpty();
        assertThat(environment.publicLoadBalancer()).hasValueSatisfying(found -> {
            assertThat(found.fullName()).isEqualTo("app/lb/1");
            assertThat(found.hostedZone()).isEqualTo("ZLB");
            assertThat(found.httpsListener()).contains(LISTENER + "443");
        });
        assertThat(environment.internalLoadBalancer()).hasValueSatisfying(found -> {
            assertThat(found.fullName()).isEqualTo("app/in/2");
            assertThat(found.httpsListener()).isEmpty();
            assertThat(found.securityGroups()).containsExactly("sg-2");
        });
        assertThat(environment.hostedZone()).contains(new HostedZone("ZENV", "test.demo.example.com"));
        assertThat(environment.outputs()).isEqualTo(outputs);
        verify(cloudFormation, never()).getTemplateSummary(any(GetTemplateSummaryRequest.class));
    }

    @Test
    void copilotsRecordsAddWhatTheStackDoesNotKnow() {
        outputs.put("HTTPSListenerArn", LISTENER + "443");
        records.put(
                "/copilot/applications/demo",
                "{\"name\":\"demo\",\"domain\":\"example.com\",\"permissionsBoundary\":\"bounds\",\"tags\":{\"team\":\"a\"}}");
        records.put(
                "/copilot/applications/demo/environments/test",
                "{\"customConfig\":{\"importCertARNs\":[\"arn:cert\"]}}");
        doReturn(ListExportsResponse.builder()
                        .exports(
                                Export.builder().name("other").value("x").build(),
                                Export.builder()
                                        .name("demo-ArtifactKey")
                                        .value("arn:key")
                                        .build())
                        .build())
                .when(cloudFormation)
                .listExports(any(ListExportsRequest.class));

        Environment environment = read();

        assertThat(environment.domain()).contains("example.com");
        assertThat(environment.permissionsBoundary()).contains("arn:aws-cn:iam::111122223333:policy/bounds");
        assertThat(environment.tags()).containsExactly(Map.entry("team", "a"));
        assertThat(environment.publicCertificates()).containsExactly("arn:cert");
        assertThat(environment.artifactKey()).contains("arn:key");
        verify(cloudFormation, never()).getTemplateSummary(any(GetTemplateSummaryRequest.class));
    }

    @Test
    void certificatesThatWereImportedLaterStandInTheEnvironmentsManifest() {
        outputs.put("HTTPSListenerArn", LISTENER + "443");
        outputs.put("InternalHTTPSListenerArn", LISTENER + "444");
        records.put("/copilot/applications/demo/environments/test", "{\"name\":\"test\"}");
        String metadata = """
                {"Version": "v1.13.0", "Manifest": "name: test\\nhttp:\\n  public:\\n    certificates: [arn:a, arn:b]\\n  private:\\n    certificates:\\n      - arn:c\\n"}
                """;
        doReturn(GetTemplateSummaryResponse.builder().metadata(metadata).build())
                .when(cloudFormation)
                .getTemplateSummary(any(GetTemplateSummaryRequest.class));

        Environment environment = read();

        assertThat(environment.publicCertificates()).containsExactly("arn:a", "arn:b");
        assertThat(environment.privateCertificates()).containsExactly("arn:c");
    }

    @Test
    void metadataThatIsNotCopilotsSaysNothing() {
        outputs.put("HTTPSListenerArn", LISTENER + "443");
        records.put("/copilot/applications/demo/environments/test", "{\"name\":\"test\"}");
        doReturn(GetTemplateSummaryResponse.builder().metadata("not: [json").build())
                .when(cloudFormation)
                .getTemplateSummary(any(GetTemplateSummaryRequest.class));

        assertThat(read().publicCertificates()).isEmpty();
    }

    @Test
    void anEnvironmentThatCopilotDidNotMakeIsReadWithTwoCalls() {
        outputs.put("HTTPSListenerArn", LISTENER + "443");
        outputs.put("InternalHTTPSListenerArn", LISTENER + "444");
        records.put("/copilot/applications/demo", "{\"name\":\"demo\"}");
        records.put("/copilot/applications/demo/environments/test", "{\"name\":\"test\",\"managerRoleARN\":\"\"}");

        assertThat(read().artifactKey()).isEmpty();

        verify(cloudFormation, never()).getTemplateSummary(any(GetTemplateSummaryRequest.class));
        verify(cloudFormation, never()).listExports(any(ListExportsRequest.class));
    }

    @Test
    void theDiscoveryDomainIsTheStacksParameterOrThatOfOldEnvironments() {
        parameters.put("ToolsAccountPrincipalARN", "arn:aws:iam::111122223333:root");
        assertThat(read().discoveryEndpoint()).isEqualTo("demo.local");

        parameters.put("ServiceDiscoveryEndpoint", "test.demo.local");
        assertThat(read().discoveryEndpoint()).isEqualTo("test.demo.local");
    }

    @Test
    void anEnvironmentWithoutAStackIsAProblemWithTheCommandThatMakesOne() {
        doThrow(Mocks.error(
                        CloudFormationException.builder(),
                        "ValidationError",
                        "Stack with id demo-test does not exist",
                        CloudFormationException.class))
                .when(cloudFormation)
                .describeStacks(any(DescribeStacksRequest.class));

        records(Map.of());

        Answer<Optional<Environment>> answer = new EnvironmentReader(cloudFormation, ssm).read("demo", "test");

        assertThat(answer.value()).isEmpty();
        assertThat(answer.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("environment-not-found");
            assertThat(problem.message()).contains("\"test\"", "demo-test");
            assertThat(problem.hint().orElseThrow()).contains("--stack-name demo-test");
        });
    }

    @Test
    void aStackThatIsBeingDeletedIsNoEnvironment() {
        status = "DELETE_IN_PROGRESS";

        assertThat(answer().problems()).extracting(Problem::code).containsExactly("environment-not-found");
    }

    @Test
    void everyMissingOutputIsNamedAtOnce() {
        outputs.remove("ClusterId");
        outputs.remove("VpcId");

        assertThat(answer().value()).isEmpty();
        assertThat(answer().problems())
                .extracting(Problem::message)
                .satisfiesExactly(
                        message -> assertThat(message).contains("no output VpcId"),
                        message -> assertThat(message).contains("no output ClusterId"));
    }

    @Test
    void anyOtherErrorOfCloudFormationIsNotTakenForAnAbsentStack() {
        doThrow(Mocks.error(CloudFormationException.builder(), "AccessDenied", "no", CloudFormationException.class))
                .when(cloudFormation)
                .describeStacks(any(DescribeStacksRequest.class));

        assertThatThrownBy(() -> new EnvironmentReader(cloudFormation, ssm).read("demo", "test"))
                .isInstanceOf(CloudFormationException.class);
    }

    private Environment read() {
        Answer<Optional<Environment>> answer = answer();
        assertThat(answer.problems()).isEmpty();
        return answer.value().orElseThrow();
    }

    private Answer<Optional<Environment>> answer() {
        Stack stack = Stack.builder()
                .stackName("demo-test")
                .stackId("arn:aws-cn:cloudformation:cn-north-1:111122223333:stack/demo-test/guid")
                .stackStatus(status)
                .outputs(outputs.entrySet().stream()
                        .map(output -> Output.builder()
                                .outputKey(output.getKey())
                                .outputValue(output.getValue())
                                .build())
                        .toList())
                .parameters(parameters.entrySet().stream()
                        .map(parameter -> software.amazon.awssdk.services.cloudformation.model.Parameter.builder()
                                .parameterKey(parameter.getKey())
                                .parameterValue(parameter.getValue())
                                .build())
                        .toList())
                .build();
        doReturn(DescribeStacksResponse.builder().stacks(stack).build())
                .when(cloudFormation)
                .describeStacks(any(DescribeStacksRequest.class));
        records(records);
        return new EnvironmentReader(cloudFormation, ssm).read("demo", "test");
    }

    private void records(Map<String, String> records) {
        doReturn(GetParametersResponse.builder()
                        .parameters(records.entrySet().stream()
                                .map(record -> Parameter.builder()
                                        .name(record.getKey())
                                        .value(record.getValue())
                                        .build())
                                .toList())
                        .build())
                .when(ssm)
                .getParameters(any(GetParametersRequest.class));
    }
}
