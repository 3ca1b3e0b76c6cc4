package dev.slipway.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final String TEXT = Template.text("template.yaml");
    private static final Template TEMPLATE = Template.parse(TEXT);
    private static final Set<String> STEPS = Set.of(
            "CertificateFunction",
            "TargetGroupFunction",
            "DiscoveryFunction",
            "ParametersFunction",
            "EcsServiceFunction",
            "AlarmsFunction");

    @Test
    void theTemplateBreaksNoRule() {
        assertThat(PipelineRules.violations(TEXT)).isEmpty();
    }

    /** Each line: what is planted in place of what, and how it is reported. */
    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
                    Action: dynamodb:GetItem | Action: dynamodb:* | TriggerFunction.WhoHoldsTheLock allows dynamodb:*
                    Action: states:StartExecution | NotAction: iam:CreateUser | allows what it does not name
                    Resource: !GetAtt Table.Arn | Resource: '*' | though AWS can narrow it
                    Policies: | Role: !GetAtt CommonRole.Arn | TriggerFunction shares a role
                    Runtime: java25 | Runtime: java17 | RecordFunction is not on the newest Java runtime
                    Architectures: [arm64] | Architectures: [x86_64] | PlanFunction is not on arm64
                    ApplyOn: PublishedVersions | ApplyOn: None | PlanFunction starts without SnapStart
                    AutoPublishAlias: live | Layers: [] | PlanFunction has no published version
                    Tracing: Active | Tracing: PassThrough | PlanFunction is not traced
                    LogGroup: !Ref FunctionsLogGroup | SystemLogLevel: INFO | logs into a group that is kept for ever
                    RetentionInDays: !Ref LogRetentionDays | LogGroupClass: STANDARD | LogGroup is kept for ever
                    'iam:PassedToService': ecs-tasks.amazonaws.com | 'aws:RequestedRegion': x | iam:PassRole lacks iam:PassedToService
                    'iam:PolicyARN' | 'iam:ResourceTag/x' | iam:AttachRolePolicy lacks iam:PolicyARN
                    'iam:PermissionsBoundary' | 'iam:ResourceTag/x' | iam:CreateRole lacks iam:PermissionsBoundary
                    - iam:PutRolePolicy | - iam:DeleteRolePermissionsBoundary | takes boundaries away
                    -*-TaskRole | -* | iam:PassRole reaches roles that are no service's
                    - organizations:* | - health:* | ServiceBoundary.WhatApplicationsUse allows organizations:*
                    - states:* | - health:* | ServiceBoundary.WhatApplicationsUse allows all of states:*
                    AWS::IAM::ManagedPolicy | AWS::IAM::Policy | has no boundary for the roles of services
                    'events:source' | 'events:detail-type' | events:PutEvents lacks events:source
                    VersioningConfiguration: | ObjectLockConfiguration: | ManifestBucket is not versioned
                    BucketEncryption: | AccelerateConfiguration: | ManifestBucket is not encrypted
                    RestrictPublicBuckets: true | RestrictPublicBuckets: false | ManifestBucket does not have RestrictPublicBuckets
                    EventBridgeEnabled: true | EventBridgeEnabled: false | ManifestBucket tells nobody of uploads
                    'aws:SecureTransport': 'false' | 'aws:SecureTransport': 'true' | can be reached without TLS
                    SSEEnabled: true | SSEEnabled: false | Table is not encrypted
                    PointInTimeRecoveryEnabled: true | PointInTimeRecoveryEnabled: false | Table cannot be restored
                    SqsManagedSseEnabled: true | SqsManagedSseEnabled: false | DeadLetters is not encrypted
                    DeadLetterConfig: | SqsParameters: | TriggerFunction.ManifestChanged loses events
                    Type: STANDARD | Type: EXPRESS | is not a Standard workflow
                    arn:${AWS::Partition}:states | arn:aws:states | names a partition, a region or an account
                    ${AWS::AccountId} | 123456789012 | names a partition, a region or an account
                    """)
    void aPlantedViolationIsFound(String from, String to, String report) {
        assertThat(TEXT).contains(from);
        String planted = from.equals("Policies:")
                ? TEXT.replaceFirst("( {6})Policies:", "$1" + to + "\n$1Policies:")
                        .replaceFirst("(?s)(TriggerFunction:.*?Properties:\n)", "$1      " + to + "\n")
                : TEXT.replace(from, to);

        assertThat(PipelineRules.violations(planted)).anyMatch(violation -> violation.contains(report));
    }

    @Test
    void theStateMachineMayInvokeExactlyTheFunctionsThatItsDefinitionNames() {
        Map<String, Object> machine = TEMPLATE.resources("AWS::Serverless::StateMachine")
                .values()
                .iterator()
                .next();
        Object properties = machine.get("Properties");
        Map<String, Object> substitutions =
                new TreeMap<>(Template.map(Template.at(properties, "DefinitionSubstitutions")));
        List<Object> invocable = Template.list(Template.at(properties, "Policies")).stream()
                .flatMap(policy -> Template.list(Template.at(policy, "Statement")).stream())
                .filter(statement -> "lambda:InvokeFunction".equals(Template.at(statement, "Action")))
                .flatMap(statement -> Template.list(Template.at(statement, "Resource")).stream())
                .toList();

        assertThat(substitutions.keySet()).isEqualTo(placeholders(Template.text("statemachine/slipway.asl.json")));
        assertThat(substitutions.remove("Partition")).isEqualTo(Map.of("Ref", "AWS::Partition"));
        assertThat(invocable).containsExactlyInAnyOrderElementsOf(substitutions.values());
        assertThat(substitutions).allSatisfy((name, alias) -> assertThat(alias)
                .isEqualTo(Map.of("Ref", name.substring(0, name.length() - "Arn".length()) + ".Alias")));
    }

    /** After two idle weeks the first invocation finds no snapshot, and has to wait until there is one again. */
    @Test
    void everyTaskWaitsForAFunctionThatLambdaHasPutAside() throws IOException {
        JsonNode states = new JsonMapper()
                .readTree(Template.text("statemachine/slipway.asl.json"))
                .path("States");

        assertThat(states)
                .filteredOn(state -> state.path("Type").asText().equals("Task"))
                .hasSizeGreaterThan(20)
                .allSatisfy(task -> assertThat(task.path("Retry").toString())
                        .contains("\"Lambda.SnapStartNotReadyException\",\"Lambda.ResourceNotReadyException\""));
    }

    @Test
    void everyFunctionHasItsHandler() {
        TEMPLATE.resources("AWS::Serverless::Function").forEach((id, function) -> {
            String[] handler =
                    Template.at(function, "Properties", "Handler").toString().split("::");
            assertThat(handler[0]).endsWith("." + id.replaceAll("Function$", "Handler"));
            assertThatCode(() -> Class.forName(handler[0], false, getClass().getClassLoader()))
                    .as(id)
                    .doesNotThrowAnyException();
            assertThat(handler[1]).isEqualTo("handleRequest");
        });
    }

    @Test
    void whatIsAllowedOnAllResourcesSaysWhy() {
        List<String> lines = TEXT.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals("Resource: '*'")) {
                int statement = i;
                while (!lines.get(statement).strip().startsWith("- Sid:")) {
                    statement--;
                }
                assertThat(lines.get(statement - 1).strip())
                        .as("the line before %s", lines.get(statement).strip())
                        .startsWith("#");
            }
        }
    }

    @Test
    void everyFunctionIsAllowedExactlyWhatItsCodeCalls() {
        Map<String, Set<String>> needed = Permissions.needed(TEMPLATE);
        // All steps share the code that commits, but only the one that switches the requests over comes to it.
        needed.forEach((id, actions) -> {
            if (STEPS.contains(id)) {
                actions.remove("dynamodb:PutItem");
            }
        });
        // What a service uses is written in transactions too, under the lock that only this function releases.
        needed.get("RecordFunction").remove("dynamodb:ConditionCheckItem");

        assertThat(Permissions.given(TEMPLATE)).isEqualTo(needed);
    }

    /** {@code mvn -pl functions test -Dtest=TemplateTest -Ddocs.write=true} writes the table anew. */
    @Test
    void theDocumentedPermissionsAreThoseOfTheTemplate() throws IOException {
        List<String> table = Permissions.table(Permissions.given(TEMPLATE));
        String page = Template.text("docs/permissions.md");
        if (Boolean.getBoolean("docs.write")) {
            String head = page.substring(0, page.indexOf("|---|---|\n") + "|---|---|\n".length());
            Files.writeString(Path.of("../docs/permissions.md"), head + String.join("\n", table) + "\n");
            return;
        }
        assertThat(page.lines().filter(line -> line.contains("**"))).containsExactlyElementsOf(table);
    }

    private static Set<String> placeholders(String definition) {
        return Pattern.compile("\\$\\{(\\w+)}")
                .matcher(definition)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
