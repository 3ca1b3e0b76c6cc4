package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.Eventually;
import dev.slipway.local.gateway.Fault;
import dev.slipway.local.gateway.Fault.Effect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ecs.model.Deployment;

/** From an event of AWS to the new rollout, without an upload. */
@Execution(ExecutionMode.CONCURRENT)
class RedeployIT {
    private final Account account = Account.get();

    @Test
    void aPushedImageIsRolledOutOnceByEachServiceThatRunsItAndStaysPinned() {
        List<TestedService> services = List.of(
                new TestedService(account, "pushed-one"),
                new TestedService(account, "pushed-two"),
                new TestedService(account, "pushed-side"));
        String shared = "shared/" + services.get(0).name;
        String image = repository(shared) + ":v1";
        String first = Neighbourhood.push(account, shared, "v1", 1);
        List<String> manifests = List.of(
                running(services.get(0), image),
                running(services.get(1), image),
                Manifests.small(services.get(2).name) + "sidecars: {proxy: {image: \"" + image + "\"}}\n");
        for (int i = 0; i < 3; i++) {
            services.get(i).deploy(manifests.get(i));
            assertThat(services.get(i).snapshot().only("task-definition").toString())
                    .as("as written, as with Copilot")
                    .contains("\"" + image + "\"");
        }

        String second = Neighbourhood.push(account, shared, "v1", 2);

        assertThat(second).isNotEqualTo(first);
        String pinned = repository(shared) + "@" + second;
        for (int i = 0; i < 3; i++) {
            TestedService service = services.get(i);
            JsonNode status = ended(service, "image");
            assertThat(status.path("status").asText())
                    .as(status.toPrettyString())
                    .isEqualTo("SUCCEEDED");
            assertThat(status.path("trigger")).isEqualTo(Account.json("""
                    {"type": "image", "repository": "%s", "tag": "v1", "digest": "%s"}""".formatted(repository(shared), second)));
            assertThat(status.path("image").asText()).isEqualTo(i < 2 ? pinned : "public.ecr.aws/nginx/nginx:1.27");
            assertThat(service.snapshot().only("task-definition").toString()).contains("\"" + pinned + "\"");
            Deployed again = service.deploy(manifests.get(i));
            assertThat(again.outcome()).as(again.toString()).isEqualTo("UNCHANGED");
            assertThat(service.history("image")).hasSize(1);
        }
    }

    @Test
    void aNewImageThatTheManifestBuildsIsRolledOut() {
        TestedService service = new TestedService(account, "built");
        Neighbourhood.push(account, "demo/" + service.name, "latest", 1);
        service.deploy(Manifests.small(service.name)
                .replace("location: public.ecr.aws/nginx/nginx:1.27", "build: Dockerfile"));

        String second = Neighbourhood.push(account, "demo/" + service.name, "latest", 2);

        JsonNode status = ended(service, "image");
        assertThat(status.path("status").asText()).as(status.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(status.path("image").asText()).isEqualTo(repository("demo/" + service.name) + "@" + second);
    }

    @Test
    void tenSecretsThatChangeTogetherAreOneRolloutOfTheSameDefinition() {
        TestedService service = new TestedService(account, "ten-secrets");
        List<String> names = IntStream.range(0, 9)
                .mapToObj(i -> "/" + service.name + "/key" + i)
                .toList();
        Neighbourhood around = new Neighbourhood(account, service);
        names.forEach(name -> around.parameter(name, "before"));
        String secret = around.managedSecret(service.name + "/db", "before");
        StringBuilder manifest = new StringBuilder(Manifests.small(service.name)).append("secrets:\n");
        for (int i = 0; i < names.size(); i++) {
            manifest.append("  KEY").append(i).append(": ").append(names.get(i)).append('\n');
        }
        manifest.append("  DB: {secretsmanager: ").append(service.name).append("/db}\n");
        Deployed made = service.deploy(manifest.toString());
        assertThat(made.outcome()).as(made.toString()).isEqualTo("SUCCEEDED");
        JsonNode definition = service.snapshot().only("task-definition");
        Deployment rollout = rollout(service);

        names.forEach(name ->
                account.ssm.putParameter(r -> r.name(name).value("after").overwrite(true)));
        account.secretsManager.putSecretValue(r -> r.secretId(secret).secretString("after"));

        JsonNode status = ended(service, "secret");
        assertThat(status.path("status").asText()).as(status.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(status.path("trigger").path("reasons")).hasSize(10);
        assertThat(status.toString()).doesNotContain("after\"");
        assertThat(rollout(service).id()).isNotEqualTo(rollout.id());
        assertThat(service.snapshot().only("task-definition")).isEqualTo(definition);
        assertThat(service.history("secret")).hasSize(1);
    }

    @Test
    void aChangeDuringARedeploymentGetsAnother() {
        TestedService service = new TestedService(account, "late-secret");
        String name = "/" + service.name + "/key";
        new Neighbourhood(account, service).parameter(name, "before");
        service.deploy(Manifests.small(service.name) + "secrets: {KEY: " + name + "}\n");
        Fault held = service.fault("EcsService", "ecs:UpdateService").with(Effect.HOLD);
        account.fault(held);
        account.ssm.putParameter(r -> r.name(name).value("first").overwrite(true));
        Eventually.isTrue(
                "the redeployment is under way",
                () -> account.aws.gateway().faults().fired().get(held) > 0);

        account.ssm.putParameter(r -> r.name(name).value("second").overwrite(true));
        account.aws.gateway().faults().letGo(held);

        Eventually.isTrue("both are done", () -> service.history("secret").size() == 2);
        assertThat(service.history("secret"))
                .extracting(one -> one.path("status").asText())
                .containsOnly("SUCCEEDED");
    }

    @Test
    void anEventDeploysWhatRunsNotWhatWasRefused() {
        TestedService service = new TestedService(account, "refused");
        String name = "/" + service.name + "/key";
        new Neighbourhood(account, service).parameter(name, "before");
        String good = service.upload(Manifests.small(service.name) + "secrets: {KEY: " + name + "}\n");
        service.uploaded(good);
        Deployed refused = service.deploy("name: " + service.name + "\ntype: nonsense\n");
        assertThat(refused.outcome()).isEqualTo("REJECTED");

        account.ssm.putParameter(r -> r.name(name).value("after").overwrite(true));

        JsonNode status = ended(service, "secret");
        assertThat(status.path("status").asText()).as(status.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(status.path("manifest").path("versionId").asText()).isEqualTo(good);
    }

    @Test
    void whatThePipelineWritesAndWhatIsRemovedStartsNothing() {
        TestedService service = new TestedService(account, "own-writes");
        String secret = "/copilot/demo/test/secrets/" + Manifests.secret(service.name);
        service.deploy(Manifests.first(service.name));
        service.deploy(Manifests.second(service.name));
        assertThat(items("use#parameter " + secret)).hasSize(1);
        Deployed removed = service.remove();
        assertThat(removed.outcome()).as(removed.toString()).isEqualTo("REMOVED");

        assertThat(items("use#parameter " + secret)).isEmpty();
        String answer = account.invoke("TriggerFunction", """
                {"id": "%s", "detail-type": "Parameter Store Change", "detail": {"operation": "Update", "name": "%s"}}""".formatted(service.name, secret));
        assertThat(answer).contains("\"deployments\":[]", "no service uses it");
        assertThat(items("service#test/" + service.name).stream()
                        .map(item -> item.get("sk").s())
                        .filter(key -> key.startsWith("reason#") || key.startsWith("use#") || key.equals("live")))
                .as("no write of the pipeline's own has led to anything")
                .isEmpty();
    }

    private static String running(TestedService service, String image) {
        return Manifests.small(service.name).replace("public.ecr.aws/nginx/nginx:1.27", "\"" + image + "\"");
    }

    /** Status of the service's first deployment that this type of event has caused, when it has ended. */
    private JsonNode ended(TestedService service, String type) {
        return Eventually.get("a deployment by " + type, TestedService.LIMIT, () -> {
            List<JsonNode> ended = service.history(type);
            return ended.isEmpty() || service.isLocked() ? Optional.empty() : Optional.of(ended.get(0));
        });
    }

    private List<Map<String, AttributeValue>> items(String pk) {
        return account.dynamoDb
                .query(r -> r.tableName(account.table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(pk)))
                        .consistentRead(true))
                .items();
    }

    private Deployment rollout(TestedService service) {
        return account.ecs
                .describeServices(
                        r -> r.cluster(account.environment.get("ClusterId")).services(service.ecsService()))
                .services()
                .get(0)
                .deployments()
                .get(0);
    }

    private String repository(String name) {
        return "123456789012.dkr.ecr." + account.aws.details().region() + ".amazonaws.com/" + name;
    }
}
