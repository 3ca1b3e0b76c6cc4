package dev.slipway.local.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.Project;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the code of the service "web" could ever do, whatever policies somebody has given to its role. */
class BoundaryTest {
    private static final String ACCOUNT = "123456789012";
    private final Policy boundary = boundary();

    private static Policy boundary() {
        try {
            return PipelineTemplate.read(
                            Project.find().template(),
                            PipelineTemplate.values(
                                    "aws-cn", "cn-north-1", ACCOUNT, "slipway", "manifests", "slipway-Table"))
                    .boundary();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Access by(String service, String action, String resource) {
        return Access.to(action, resource)
                .with("aws:PrincipalTag/copilot-environment", "test")
                .with("aws:PrincipalTag/copilot-service", service);
    }

    @ParameterizedTest
    @CsvSource({
        "dynamodb:PutItem, arn:aws-cn:dynamodb:cn-north-1:123456789012:table/orders",
        "s3:PutObject, arn:aws-cn:s3:::uploads/a.png",
        "s3:ListAllMyBuckets, *",
        "sqs:ReceiveMessage, arn:aws-cn:sqs:cn-north-1:123456789012:work",
        "sns:Publish, arn:aws-cn:sns:cn-north-1:123456789012:demo-test-web-orders",
        "ssmmessages:OpenDataChannel, *",
        "elasticfilesystem:ClientMount, arn:aws-cn:elasticfilesystem:cn-north-1:123456789012:file-system/fs-1",
        "xray:PutTraceSegments, *",
        "firehose:PutRecordBatch, arn:aws-cn:firehose:cn-north-1:123456789012:deliverystream/logs",
        "ecr:GetAuthorizationToken, *",
        "lambda:InvokeFunction, arn:aws-cn:lambda:cn-north-1:123456789012:function:resize",
        "states:StartExecution, arn:aws-cn:states:cn-north-1:123456789012:stateMachine:orders",
        "sts:AssumeRole, arn:aws-cn:iam::999999999999:role/partner",
        "logs:PutLogEvents, arn:aws-cn:logs:cn-north-1:123456789012:log-group:/company/audit:log-stream:a",
        "logs:PutLogEvents, arn:aws-cn:logs:cn-north-1:123456789012:log-group:/copilot/demo-test-web:log-stream:copilot/web/1",
        "logs:DescribeLogGroups, arn:aws-cn:logs:cn-north-1:123456789012:log-group::log-stream:*",
        "s3:GetObject, arn:aws-cn:s3:::manifests/test/web/config/magic.env",
        "s3:GetBucketLocation, arn:aws-cn:s3:::manifests"
    })
    void whatApplicationsUseIsBelowTheCeiling(String action, String resource) {
        assertThat(boundary.allows(by("web", action, resource))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "iam:CreateUser, arn:aws-cn:iam::123456789012:user/me",
        "iam:PassRole, arn:aws-cn:iam::123456789012:role/admin",
        "iam:PutRolePolicy, arn:aws-cn:iam::123456789012:role/demo-test-web-TaskRole",
        "iam:DeleteRolePermissionsBoundary, arn:aws-cn:iam::123456789012:role/demo-test-web-TaskRole",
        "organizations:LeaveOrganization, *",
        "account:CloseAccount, *"
    })
    void noServiceChangesWhoMayDoWhat(String action, String resource) {
        assertThat(boundary.allows(by("web", action, resource))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "s3:PutObject, arn:aws-cn:s3:::manifests/test/web/manifest.yml",
        "s3:GetObject, arn:aws-cn:s3:::manifests/test/web/manifest.yml",
        "s3:ListBucket, arn:aws-cn:s3:::manifests",
        "s3:DeleteBucketPolicy, arn:aws-cn:s3:::manifests",
        "dynamodb:PutItem, arn:aws-cn:dynamodb:cn-north-1:123456789012:table/slipway-Table",
        "lambda:UpdateFunctionCode, arn:aws-cn:lambda:cn-north-1:123456789012:function:slipway-EcsServiceFunction-X",
        "states:StartExecution, arn:aws-cn:states:cn-north-1:123456789012:stateMachine:slipway",
        "states:StopExecution, arn:aws-cn:states:cn-north-1:123456789012:execution:slipway:test-api-1",
        "logs:GetLogEvents, arn:aws-cn:logs:cn-north-1:123456789012:log-group:/aws/lambda/slipway:log-stream:a",
        "cloudformation:UpdateStack, arn:aws-cn:cloudformation:cn-north-1:123456789012:stack/slipway/1"
    })
    void noServiceReachesThePipeline(String action, String resource) {
        assertThat(boundary.allows(by("web", action, resource))).isFalse();
    }

    @Test
    void noServiceBorrowsTheRoleOfAnEnvironmentsStack() {
        String stack = "arn:aws-cn:cloudformation:cn-north-1:" + ACCOUNT + ":stack/demo-test/1";

        assertThat(boundary.allows(by("web", "cloudformation:UpdateStack", stack)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"demo-test-other-TaskRole", "demo-test-EnvManagerRole", "slipway-EcsServiceFunctionRole-X"})
    void noServiceAssumesARoleOfTheApplicationOrThePipeline(String role) {
        assertThat(boundary.allows(by("web", "sts:AssumeRole", "arn:aws-cn:iam::" + ACCOUNT + ":role/" + role)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"demo-test-other", "demo-test-web2", "demo-prod-web", "demo-test-we"})
    void noServiceReadsOrWritesTheLogOfAnother(String group) {
        String stream = "arn:aws-cn:logs:cn-north-1:" + ACCOUNT + ":log-group:/copilot/" + group + ":log-stream:a";

        assertThat(boundary.allows(by("web", "logs:PutLogEvents", stream))).isFalse();
        assertThat(boundary.allows(by("web", "logs:GetLogEvents", stream))).isFalse();
    }

    @Test
    void noServiceReadsTheEnvFilesOfAnother() {
        assertThat(boundary.allows(by("web", "s3:GetObject", "arn:aws-cn:s3:::manifests/test/other/magic.env")))
                .isFalse();
        assertThat(boundary.allows(by("web", "s3:GetObject", "arn:aws-cn:s3:::manifests/prod/web/magic.env")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "secretsmanager:GetSecretValue, arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:x-AbCdEf",
        "ssm:GetParameters, arn:aws-cn:ssm:cn-north-1:123456789012:parameter/copilot/demo/test/secrets/X",
        "ecs:ExecuteCommand, arn:aws-cn:ecs:cn-north-1:123456789012:task/demo-test-Cluster/1"
    })
    void whatBearsAnotherServicesTagIsForItAlone(String action, String resource) {
        Access other = by("web", action, resource).with("aws:ResourceTag/copilot-service", "other");

        assertThat(boundary.allows(other)).isFalse();
        assertThat(boundary.allows(other.with("aws:ResourceTag/slipway-shared", "true")))
                .isTrue();
        assertThat(boundary.allows(by("web", action, resource).with("aws:ResourceTag/copilot-service", "web")))
                .isTrue();
        assertThat(boundary.allows(by("web", action, resource))).isTrue();
    }

    @Test
    void secretsAreNotReadByTheirPath() {
        String path = "arn:aws-cn:ssm:cn-north-1:" + ACCOUNT + ":parameter/copilot/demo/test/secrets";

        assertThat(boundary.allows(by("web", "ssm:GetParametersByPath", path))).isFalse();
    }
}
