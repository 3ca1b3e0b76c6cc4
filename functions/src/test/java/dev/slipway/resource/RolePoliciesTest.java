package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolePoliciesTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static final String BOUNDARY = "arn:aws:iam::123456789123:policy/b";

    private static Role role(Service service, int index) {
        return new Roles(null, BOUNDARY).desired(service, new Existing()).get(index);
    }

    private static Map<String, String> task(String more) {
        return role(TestService.of(TestService.BASE, more), 1).policies();
    }

    /** Each statement as "Effect actions on resources when conditions". */
    private static List<String> statements(String document) throws Exception {
        List<String> lines = new ArrayList<>();
        for (JsonNode statement : JSON.readTree(document).path("Statement")) {
            JsonNode when = statement.path("Condition").path("StringEquals");
            lines.add(statement.path("Effect").asText() + " " + plain(statement.path("Action")) + " on "
                    + plain(statement.path("Resource")) + (when.isMissingNode() ? "" : " when " + plain(when)));
        }
        return lines;
    }

    private static String plain(JsonNode node) {
        return node.isTextual() ? node.asText() : node.toString().replace("\"", "");
    }

    @Test
    void theRolesAreNamedAfterTheServiceAndTrustEcsOfTheirAccountOnly() {
        Service service = TestService.of(TestService.BASE, "");

        assertThat(role(service, 0).name()).isEqualTo("my-app-test-fe-ExecutionRole");
        assertThat(role(service, 1).name()).isEqualTo("my-app-test-fe-TaskRole");
        assertThat(role(service, 0).trust())
                .isEqualTo("{\"Statement\":[{\"Action\":\"sts:AssumeRole\","
                        + "\"Condition\":{\"StringEquals\":{\"aws:SourceAccount\":\"123456789123\"}},\"Effect\":\"Allow\","
                        + "\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"}}],\"Version\":\"2012-10-17\"}");
        assertThat(role(service, 1).trust())
                .contains("{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:ecs:us-west-2:123456789123:*\"},"
                        + "\"StringEquals\":{\"aws:SourceAccount\":\"123456789123\"}}");
        assertThat(role(service, 0).managedPolicies())
                .containsExactly("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy");
        assertThat(role(service, 0).tags()).containsEntry("copilot-environment", "test");
    }

    @Test
    void theExecutionRoleReadsTheEnvironmentsSecretsOnly() throws Exception {
        Service service = TestService.service()
                .in(TestService.environment("aws", Optional.empty(), Optional.of("arn:aws:kms:us-west-2:1:key/k")))
                .of(TestService.BASE);

        Map<String, String> policies = role(service, 0).policies();

        assertThat(policies).containsOnlyKeys("my-app-test-feSecretsPolicy");
        assertThat(statements(policies.get("my-app-test-feSecretsPolicy")))
                .containsExactly(
                        "Allow ssm:GetParameters on arn:aws:ssm:us-west-2:123456789123:parameter/* when"
                                + " {ssm:ResourceTag/copilot-application:my-app,ssm:ResourceTag/copilot-environment:test}",
                        "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:us-west-2:123456789123:secret:* when"
                                + " {secretsmanager:ResourceTag/copilot-application:my-app,"
                                + "secretsmanager:ResourceTag/copilot-environment:test}",
                        "Allow kms:Decrypt on arn:aws:kms:us-west-2:1:key/k",
                        "Allow kms:Decrypt on arn:aws:kms:us-west-2:123456789123:key/* when"
                                + " {aws:ResourceTag/copilot-application:my-app,aws:ResourceTag/copilot-environment:test}");
        assertThat(policies.get("my-app-test-feSecretsPolicy")).contains("\"Sid\":\"DecryptTaggedKMSKey\"");
    }

    @Test
    void anEnvironmentFileIsReadByItsOwnPolicy() throws Exception {
        Service service = TestService.service()
                .envFile("fe", "arn:aws:s3:::bucket/test/fe/a.env")
                .envFile("firelens_log_router", "arn:aws:s3:::bucket/test/fe/l.env")
                .envFile("s-1", "arn:aws:s3:::bucket/test/fe/s.env")
                .of(TestService.BASE);

        Map<String, String> policies = role(service, 0).policies();

        assertThat(policies)
                .containsOnlyKeys(
                        "my-app-test-feSecretsPolicy",
                        "my-app-test-feGetEnvFilePolicy",
                        "my-app-test-feGetLoggingEnvFilePolicy",
                        "my-app-test-feGetEnvFilePolicyFors1");
        assertThat(statements(policies.get("my-app-test-feGetEnvFilePolicy")))
                .containsExactly(
                        "Allow s3:GetObject on arn:aws:s3:::bucket/test/fe/a.env",
                        "Allow s3:GetBucketLocation on arn:aws:s3:::bucket");
    }

    @Test
    void theTaskRoleDeniesIamAndAllowsWhatTheManifestAsksFor() throws Exception {
        assertThat(task("")).containsOnlyKeys("DenyIAM");
        assertThat(statements(task("").get("DenyIAM"))).containsExactly("Deny iam:* on *");
        Map<String, String> policies = task("""
                exec: true
                observability: {tracing: awsxray}
                publish: {topics: [{name: a}, {name: b, fifo: true}]}
                """);
        assertThat(policies)
                .containsOnlyKeys("DenyIAM", "ExecuteCommand", "Publish2SNS", "AWSDistroOpenTelemetryPolicy");
        assertThat(statements(policies.get("Publish2SNS")))
                .containsExactly("Allow sns:Publish on [arn:aws:sns:us-west-2:123456789123:my-app-test-fe-a,"
                        + "arn:aws:sns:us-west-2:123456789123:my-app-test-fe-b.fifo]");
        assertThat(statements(policies.get("ExecuteCommand")))
                .containsExactly(
                        "Allow [ssmmessages:CreateControlChannel,ssmmessages:OpenControlChannel,"
                                + "ssmmessages:CreateDataChannel,ssmmessages:OpenDataChannel] on *",
                        "Allow [logs:CreateLogStream,logs:DescribeLogGroups,logs:DescribeLogStreams,logs:PutLogEvents] on *");
        assertThat(statements(policies.get("AWSDistroOpenTelemetryPolicy")))
                .containsExactly("Allow [logs:PutLogEvents,logs:CreateLogGroup,logs:CreateLogStream,"
                        + "logs:DescribeLogStreams,logs:DescribeLogGroups,xray:PutTraceSegments,xray:PutTelemetryRecords,"
                        + "xray:GetSamplingRules,xray:GetSamplingTargets,xray:GetSamplingStatisticSummaries] on *");
    }

    @Test
    void eachFileSystemIsGrantedAsItIsMounted() throws Exception {
        Service service = TestService.service().export("EX", "fs-9").of(TestService.BASE + """
                        storage:
                          volumes:
                            a: {path: /a, efs: true, read_only: false}
                            b: {path: /b, efs: {id: fs-1, root_dir: /r, auth: {iam: true}}}
                            c: {path: /c, efs: {id: {from_cfn: EX}, auth: {access_point_id: fsap-9}}, read_only: false}
                            d: {path: /d}
                            e: {path: /e, efs: false}
                            f: {path: /f, efs: {id: fs-2}}
                        """);

        Map<String, String> policies = role(service, 1).policies();

        assertThat(policies)
                .containsOnlyKeys(
                        "DenyIAM",
                        "GrantAccessCopilotManagedEFS",
                        "GrantEFSAccessfs-1-0",
                        "GrantEFSAccessfs-9-1",
                        "GrantEFSAccessfs-2-2");
        String fs = "arn:aws:elasticfilesystem:us-west-2:123456789123:file-system/";
        assertThat(statements(policies.get("GrantEFSAccessfs-1-0")))
                .containsExactly("Allow elasticfilesystem:ClientMount on " + fs + "fs-1");
        assertThat(statements(policies.get("GrantEFSAccessfs-9-1")))
                .containsExactly("Allow [elasticfilesystem:ClientMount,elasticfilesystem:ClientWrite] on " + fs
                        + "fs-9 when {elasticfilesystem:AccessPointArn:"
                        + "arn:aws:elasticfilesystem:us-west-2:123456789123:access-point/fsap-9}");
        assertThat(statements(policies.get("GrantAccessCopilotManagedEFS")))
                .containsExactly("Allow [elasticfilesystem:ClientMount,elasticfilesystem:ClientWrite] on " + fs
                        + "fs-managed when {elasticfilesystem:AccessPointArn:"
                        + "{access-point fs-managed/fe:1336298249:1336298249}}");
    }

    @Test
    void thePipelinesBoundaryBoundsBothRoles() {
        Service service = TestService.of(TestService.BASE, "");

        assertThat(role(service, 0).permissionsBoundary()).contains(BOUNDARY);
        assertThat(role(service, 1).permissionsBoundary()).contains(BOUNDARY);
    }
}
