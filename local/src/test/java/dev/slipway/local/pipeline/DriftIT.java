package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * What somebody changes or deletes by hand, a resource of each kind: the schedule tells of it and changes nothing, or puts
 * it right where it is told to. One service lives through all of it, as a service does.
 */
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("unchecked") // the SDK takes lists of builders as varargs of a generic type
class DriftIT {
    private final Account account = Account.get();
    private final TestedService service = new TestedService(account, "drift");
    private final SoftAssertions softly = new SoftAssertions();

    @Test
    void whatIsChangedOrDeletedByHandIsToldOfAndPutRight() {
        String certificate = account.certificate(service.name + ".example");
        Deployed made = service.deploy(
                Manifests.second(service.name).replace(service.name + ".slipway.test", service.name + ".example")
                        + "publish: {topics: [{name: orders}]}\n");
        assertThat(made.outcome()).as(made.toString()).isEqualTo("SUCCEEDED");
        Deployed idle = check(false);
        assertThat(idle.outcome()).as(idle.toString()).isEqualTo("UNCHANGED");

        changed(
                "the target group",
                "healthCheck.path is \"/hacked\", the manifest says \"/ready\"",
                () -> account.elb.modifyTargetGroup(r ->
                        r.targetGroupArn(arn("target-group", "TargetGroupArn")).healthCheckPath("/hacked")));
        // What a rule is about is what it is: with other conditions it is another one.
        deleted(
                "the listener rule",
                () -> account.elb.modifyRule(r -> r.ruleArn(rule(443))
                        .conditions(c -> c.field("host-header").hostHeaderConfig(h -> h.values("hacked.example")))));
        deleted("the listener rule", () -> account.elb.deleteRule(r -> r.ruleArn(rule(80))));
        deleted(
                "the listener certificate",
                () -> account.elb.removeListenerCertificates(
                        r -> r.listenerArn(account.environment.get("HTTPSListenerArn"))
                                .certificates(c -> c.certificateArn(certificate))));
        changed(
                "the parameter",
                "was changed",
                () -> account.ssm.putParameter(
                        r -> r.name(parameter("image")).value("hacked").overwrite(true)));
        deleted("the parameter", () -> account.ssm.deleteParameter(r -> r.name(parameter("endpoint"))));
        changed(
                "the log group",
                "retention",
                () -> account.logs.putRetentionPolicy(
                        r -> r.logGroupName("/copilot/" + service.ecsService()).retentionInDays(1)));
        deleted(
                "the log group",
                () -> account.logs.deleteLogGroup(r -> r.logGroupName("/copilot/" + service.ecsService())));
        changed(
                "the role",
                "was changed",
                () -> account.iam.putRolePolicy(r -> r.roleName(service.ecsService() + "-TaskRole")
                        .policyName("Hacked")
                        .policyDocument("""
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""")));
        deleted("the topic", () -> account.sns.deleteTopic(r -> r.topicArn(arn("topic", "TopicArn"))));
        changed(
                "the ecs service",
                "replacement.maximum is 150",
                () -> account.ecs.updateService(r -> r.cluster(account.environment.get("ClusterId"))
                        .service(service.ecsService())
                        .deploymentConfiguration(c -> c.minimumHealthyPercent(100)
                                .maximumPercent(150)
                                .deploymentCircuitBreaker(b -> b.enable(true).rollback(true)))));
        changed("the ecs service", "taskDefinition", this::runAnotherDefinition);
        changed(
                "the scalable target",
                "max",
                () -> account.autoScaling.registerScalableTarget(r -> r.serviceNamespace("ecs")
                        .resourceId(resource())
                        .scalableDimension("ecs:service:DesiredCount")
                        .maxCapacity(9)));
        deleted(
                "the scaling policy",
                () -> account.autoScaling.deleteScalingPolicy(r -> r.serviceNamespace("ecs")
                        .resourceId(resource())
                        .scalableDimension("ecs:service:DesiredCount")
                        .policyName(service.snapshot()
                                .only("scaling-policy")
                                .path("PolicyName")
                                .asText())));
        deleted("the alarm", () -> account.cloudWatch.deleteAlarms(r -> r.alarmNames(arn("alarm", "AlarmName"))));
        deleted(
                "the generated secret",
                () -> account.ssm.deleteParameter(
                        r -> r.name("/copilot/demo/test/secrets/" + Manifests.secret(service.name))));
        deleted(
                "the ecs service",
                () -> account.ecs.deleteService(r -> r.cluster(account.environment.get("ClusterId"))
                        .service(service.ecsService())
                        .force(true)));
        softly.assertAll();
    }

    private void changed(String resource, String how, Runnable byHand) {
        drift(resource, how, true, byHand);
    }

    private void deleted(String resource, Runnable byHand) {
        drift(resource, "is missing", false, byHand);
    }

    private void drift(String resource, String how, boolean inPlace, Runnable byHand) {
        Snapshot before = service.snapshot();
        byHand.run();
        Snapshot drifted = service.snapshot();
        softly.assertThat(drifted.differencesTo(before)).as(resource).isNotEmpty();
        JsonNode status = service.status().orElseThrow();
        Object mark = service.mark();

        Deployed told = check(false);

        softly.assertThat(told.outcome()).as(told.toString()).isEqualTo("PLANNED");
        softly.assertThat(warnings(told)).as(resource).anyMatch(w -> w.startsWith(resource) && w.contains(how));
        softly.assertThat(service.changesSince(mark)).as(resource).isEmpty();
        softly.assertThat(service.status()).as("what was deployed last").contains(status);

        Deployed repaired = check(true);

        softly.assertThat(repaired.outcome()).as(repaired.toString()).isEqualTo("SUCCEEDED");
        softly.assertThat(warnings(repaired)).as(resource).isEqualTo(warnings(told));
        softly.assertThat(service.status()
                        .orElseThrow()
                        .path("trigger")
                        .path("type")
                        .asText())
                .isEqualTo("schedule");
        Snapshot after = service.snapshot();
        softly.assertThat(names(after)).as(resource).isEqualTo(names(before));
        if (inPlace) {
            softly.assertThat(after.differencesTo(before)).as(resource).isEmpty();
        }
        softly.assertThat(check(false).outcome()).as(resource).isEqualTo("UNCHANGED");
    }

    /** A rule that was made anew may have another priority of its band. */
    private static List<String> names(Snapshot snapshot) {
        return snapshot.names().stream()
                .map(name -> name.replaceFirst("^(listener-rule .*) \\d+$", "$1"))
                .toList();
    }

    private Deployed check(boolean repair) {
        Deployed ended = service.check(repair);
        assertThat(ended.execution()).as(ended.toString()).isEqualTo(ExecutionStatus.SUCCEEDED);
        return ended;
    }

    private static List<String> warnings(Deployed deployed) {
        return StreamSupport.stream(deployed.status().path("problems").spliterator(), false)
                .filter(problem -> problem.path("code").asText().equals("drift"))
                .map(problem -> problem.path("message").asText())
                .toList();
    }

    private void runAnotherDefinition() {
        var described = account.ecs
                .describeTaskDefinition(r -> r.taskDefinition(service.ecsService()))
                .taskDefinition();
        var containers = new ArrayList<>(described.containerDefinitions());
        containers.set(0, containers.get(0).toBuilder().image("hacked:latest").build());
        String hacked = account.ecs
                .registerTaskDefinition(RegisterTaskDefinitionRequest.builder()
                        .family(described.family())
                        .containerDefinitions(containers)
                        .networkMode(described.networkMode())
                        .cpu(described.cpu())
                        .memory(described.memory())
                        .executionRoleArn(described.executionRoleArn())
                        .taskRoleArn(described.taskRoleArn())
                        .requiresCompatibilities(described.requiresCompatibilities())
                        .tags(
                                tag("copilot-application", "demo"),
                                tag("copilot-environment", "test"),
                                tag("copilot-service", service.name))
                        .build())
                .taskDefinition()
                .taskDefinitionArn();
        account.ecs.updateService(r -> r.cluster(account.environment.get("ClusterId"))
                .service(service.ecsService())
                .taskDefinition(hacked));
    }

    private static software.amazon.awssdk.services.ecs.model.Tag tag(String key, String value) {
        return software.amazon.awssdk.services.ecs.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    private String arn(String kind, String field) {
        return service.snapshot().only(kind).path(field).asText();
    }

    private String rule(int port) {
        String listener = account.environment.get(port == 443 ? "HTTPSListenerArn" : "HTTPListenerArn");
        return account.elb.describeRulesPaginator(r -> r.listenerArn(listener)).rules().stream()
                .filter(rule -> rule.conditions().toString().contains(service.name))
                .findFirst()
                .orElseThrow()
                .ruleArn();
    }

    private String parameter(String name) {
        return "/slipway/demo/test/" + service.name + "/" + name;
    }

    private String resource() {
        return "service/" + account.environment.get("ClusterId") + "/" + service.ecsService();
    }
}
