package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** A service's whole life, with nothing but an upload, another upload, and a deletion. */
@Execution(ExecutionMode.CONCURRENT)
class LifeCycleIT {
    private static final List<String> STEPS =
            List.of("certificate", "target-group", "listener-rule", "discovery", "parameters", "ecs-service", "alarms");

    private final Account account = Account.get();

    @Test
    void aServiceIsMadeChangedLeftAloneAndRemovedWithNothingLeftButItsSecret() {
        TestedService service = new TestedService(account, "lifecycle");

        String secret = "parameter /copilot/demo/test/secrets/" + Manifests.secret(service.name);
        Deployed made = service.deploy(Manifests.first(service.name));
        assertMade(service, made);
        Snapshot first = service.snapshot();

        Deployed changed = service.deploy(Manifests.second(service.name));
        assertChanged(service, changed);
        Snapshot second = service.snapshot();
        assertThat(second.resource(secret)).as("a secret is generated once").isEqualTo(first.resource(secret));

        Object mark = service.mark();
        Deployed again = service.deploy(Manifests.second(service.name));
        assertThat(again.outcome()).as(again.toString()).isEqualTo("UNCHANGED");
        assertThat(again.execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(again.status().path("taskDefinition"))
                .isEqualTo(changed.status().path("taskDefinition"));
        assertThat(service.changesSince(mark)).isEmpty();
        assertThat(service.snapshot().differencesTo(second)).isEmpty();

        Deployed removed = service.remove();
        assertThat(removed.outcome()).as(removed.toString()).isEqualTo("REMOVED");
        assertThat(removed.status().path("kept").toString()).contains("LIFECYCLE_KEY", ":certificate/");
        assertThat(service.snapshot().names()).containsExactly(secret);
        assertThat(service.isLocked()).isFalse();
        assertThat(service.status().orElseThrow().path("status").asText()).isEqualTo("REMOVED");
    }

    /** Its load balancer has no name before it is made, and what was deployed is to be found nevertheless. */
    @Test
    void aServiceThatOnlyANetworkLoadBalancerLeadsToSaysWhereItIs() {
        TestedService service = new TestedService(account, "onlynlb");
        String manifest =
                Manifests.small(service.name).replaceAll("http:\\n.*\\n", "http: false\nnlb: {port: 8443/tcp}\n");

        Deployed made = service.deploy(manifest);

        assertThat(made.outcome()).as(made.toString()).isEqualTo("SUCCEEDED");
        String name = account.elb.describeLoadBalancersPaginator().loadBalancers().stream()
                .filter(one -> one.loadBalancerName().startsWith("nlb-" + service.name + "-"))
                .findFirst()
                .orElseThrow()
                .dnsName();
        assertThat(made.status().path("endpoint").asText()).isEqualTo(name + ":8443");
        Deployed again = service.deploy(manifest + "# again\n");
        assertThat(again.outcome()).as(again.toString()).isEqualTo("UNCHANGED");
        assertThat(again.status().path("endpoint").asText()).isEqualTo(name + ":8443");
        service.remove();
    }

    private void assertMade(TestedService service, Deployed made) {
        assertThat(made.outcome()).as(made.toString()).isEqualTo("SUCCEEDED");
        assertThat(service.snapshot().names().stream().map(name -> name.split(" ")[0]))
                .contains(
                        "target-group",
                        "listener-rule",
                        "discovery-service",
                        "parameter",
                        "ecs-service",
                        "task-definition",
                        "role",
                        "log-group",
                        "scalable-target",
                        "scaling-policy",
                        "alarm");
        JsonNode status = service.status().orElseThrow();
        assertThat(status.path("application").asText()).isEqualTo("demo");
        assertThat(status.path("environment").asText()).isEqualTo("test");
        assertThat(status.path("service").asText()).isEqualTo(service.name);
        assertThat(status.path("trigger").path("type").asText()).isEqualTo("upload");
        assertThat(status.path("manifest").path("key").asText()).isEqualTo(service.key());
        assertThat(status.path("execution").asText()).isEqualTo(service.arn(made.id()));
        assertThat(status.path("startedAt").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")
                .isLessThanOrEqualTo(status.path("finishedAt").asText());
        assertThat(status.path("endpoint").asText())
                .isEqualTo("http://" + account.environment.get("PublicLoadBalancerDNSName") + "/" + service.name);
        assertThat(status.path("image").asText()).isEqualTo("public.ecr.aws/nginx/nginx:1.27");
        assertThat(status.path("taskDefinition").asText()).endsWith(service.ecsService() + ":1");
        assertThat(status.findValuesAsText("name")).containsSubsequence(STEPS);
        assertOnlyContractFields(status);
        List<JsonNode> course = service.statuses(made.id());
        assertThat(course).hasSizeGreaterThan(STEPS.size());
        for (JsonNode point : course.subList(0, course.size() - 1)) {
            assertThat(point.path("status").asText()).isEqualTo("IN_PROGRESS");
            assertThat(running(point)).as("steps that run at %s", point).hasSizeLessThanOrEqualTo(1);
            assertOnlyContractFields(point);
        }
    }

    private static List<String> running(JsonNode status) {
        List<String> running = new ArrayList<>();
        status.path("steps").forEach(step -> {
            if (step.path("state").asText().equals("running")) {
                running.add(step.path("name").asText());
            }
        });
        return running;
    }

    private static void assertOnlyContractFields(JsonNode status) {
        Set<String> fields = new TreeSet<>();
        status.fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .isSubsetOf(
                        "deployment",
                        "execution",
                        "application",
                        "environment",
                        "service",
                        "status",
                        "trigger",
                        "manifest",
                        "startedAt",
                        "finishedAt",
                        "steps",
                        "problems",
                        "failure",
                        "endpoint",
                        "dns",
                        "image",
                        "taskDefinition",
                        "rollout",
                        "kept");
    }

    /** Image, size, variables, health check, scaling and alarm changed; the alias is new. */
    private void assertChanged(TestedService service, Deployed changed) {
        assertThat(changed.outcome()).as(changed.toString()).isEqualTo("SUCCEEDED");
        assertThat(changed.status().path("endpoint").asText())
                .isEqualTo("https://" + service.name + ".slipway.test/" + service.name);
        assertThat(changed.status().path("dns").toString())
                .isEqualTo("[{\"name\":\"%s.slipway.test\",\"type\":\"CNAME\",\"value\":\"%s\"}]"
                        .formatted(service.name, account.environment.get("PublicLoadBalancerDNSName")));
        assertThat(changed.step("target-group").path("changes").toString())
                .contains("\"path\":\"healthCheck.path\",\"before\":\"/alive\",\"after\":\"/ready\"");
        Snapshot now = service.snapshot();
        assertThat(now.all("listener-rule")).hasSize(2);
        assertThat(now.rule(443).toString()).contains("\"Type\":\"forward\"", service.name + ".slipway.test");
        assertThat(now.rule(80).toString()).contains("\"Type\":\"redirect\"", "\"Protocol\":\"HTTPS\"", "HTTP_301");
        JsonNode definition = now.only("task-definition");
        assertThat(definition.path("cpu").asText()).isEqualTo("512");
        assertThat(definition.toString()).contains("nginx:1.28", "\"COLOUR\"", "blue", "SHAPE", "round");
        assertThat(now.only("ecs-service").path("taskDefinition")).isEqualTo(definition.path("taskDefinitionArn"));
        assertThat(now.only("scalable-target").path("MaxCapacity").asInt()).isEqualTo(3);
        assertThat(now.only("scaling-policy").toString()).contains("60.0");
        assertThat(now.only("alarm").path("Threshold").asInt()).isEqualTo(90);
        assertThat(account.elb
                        .describeListenerCertificates(r -> r.listenerArn(account.environment.get("HTTPSListenerArn")))
                        .certificates())
                .anyMatch(certificate -> account.acm
                        .describeCertificate(r -> r.certificateArn(certificate.certificateArn()))
                        .certificate()
                        .domainName()
                        .equals("slipway.test"));
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndChangesNothing() {
        TestedService service = new TestedService(account, "dryrun");
        Object mark = service.mark();

        Deployed planned =
                service.uploaded(service.upload(Manifests.first(service.name), Map.of("slipway-dry-run", "true")));

        assertThat(planned.outcome()).as(planned.toString()).isEqualTo("PLANNED");
        assertThat(planned.step("ecs-service").path("action").asText()).isEqualTo("create");
        assertThat(planned.step("ecs-service").path("state").asText()).isEqualTo("pending");
        assertThat(service.status()).isEmpty();
        assertThat(service.snapshot().names()).isEmpty();
        assertThat(service.changesSince(mark)).isEmpty();
        assertThat(service.isLocked()).isFalse();
    }

    @Test
    void aRequestRollsOutAgainWithoutANewManifest() {
        TestedService service = new TestedService(account, "requested");
        service.deploy(Manifests.small(service.name));
        Snapshot before = service.snapshot();

        Deployed requested = service.redeploy(false);

        assertThat(requested.outcome()).as(requested.toString()).isEqualTo("UNCHANGED");
        assertThat(service.snapshot().differencesTo(before)).isEmpty();
    }
}
