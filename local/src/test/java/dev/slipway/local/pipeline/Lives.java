package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.Eventually;
import dev.slipway.local.gateway.Fault;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What happens to services in their lives, so much that every function makes every call that it is allowed. */
@SuppressWarnings("unchecked") // the SDK's variable arguments of consumers
final class Lives extends Life {
    /** An environment that has a domain. */
    static final String NAMED = "named";

    private static final String DOMAIN = NAMED + ".demo.slipway.test";
    private static final Map<String, String> DRY_RUN = Map.of("slipway-dry-run", "true");

    Lives(Account account) {
        super(account);
    }

    /** Creation, dry run, failures, update, replacement, redeployment, removal; with a secret that is given and one that is made. */
    void ordinary(TestedService service, String secret) {
        String first = with(secret, Manifests.first(service.name));
        String second = with(secret, Manifests.second(service.name));
        ended("PLANNED", service.uploaded(service.upload(first, DRY_RUN)));
        ended("REJECTED", service.deploy(first + "http2: {\n"));
        refuseAlarms(service);
        ended("ROLLED_BACK", service.deploy(first));
        ended("SUCCEEDED", service.deploy(first));
        ended("ROLLED_BACK", service.deploy(second.replace("nginx:1.28", "broken:2")));
        ended("SUCCEEDED", service.deploy(second));
        ended("UNCHANGED", service.deploy(second));
        ended("SUCCEEDED", service.deploy(with(secret, Manifests.moved(service.name))));
        ended("SUCCEEDED", service.redeploy(true));
        ended("REMOVED", service.remove());
    }

    private static String with(String secret, String manifest) {
        return manifest.replace("secrets:\n", "secrets:\n" + secret)
                + "exec: true\npublish: {topics: [{name: orders}]}\nobservability: {tracing: awsxray}\n"
                + "nlb: {port: 8443/tcp}\n";
    }

    /** A manifest that points at everything, changed; what it points at changes; and what it made is changed by hand. */
    void furnished(TestedService service) {
        Neighbourhood around = new Neighbourhood(account, service);
        around.image(1);
        around.export(service.name + "-export", "exported");
        around.managedSecret(service.name + "/db", "managed");
        around.parameter("/" + service.name + "/key", "given");
        List.of("one", "two", "three", service.name).forEach(host -> account.certificate(host + "." + DOMAIN));
        String manifest = everything(service, around.publicSubnets(), around.fileSystem());
        ended("REJECTED", service.deploy(manifest)); // the env file is missing
        around.envFile("app.env");
        ended("SUCCEEDED", service.deploy(manifest));
        String changed = manifest.replace("two.", "three.")
                .replace("target_port: 80", "target_port: 80, ssl_policy: ELBSecurityPolicy-TLS13-1-2-Res-2021-06");
        ended("SUCCEEDED", service.deploy(changed));
        theImage(service, around);
        twoSecretsAtOnce(service);
        crash(service, changed);
        byHand(service, around);
        ended("SUCCEEDED", service.check(true));
        scheduled();
        ended("REMOVED", service.remove());
    }

    private static String everything(TestedService service, List<String> subnets, String fileSystem) {
        return """
                name: %1$s
                type: Load Balanced Web Service
                image: {build: Dockerfile, port: 80}
                env_file: app.env
                http: {path: /, alias: [%1$s.slipway.test, %1$s.named.demo.slipway.test]}
                nlb: {port: 443/tls, target_port: 80, alias: [one.named.demo.slipway.test, two.named.demo.slipway.test]}
                variables:
                  EXPORTED: {from_cfn: %1$s-export}
                secrets:
                  KEY: /%1$s/key
                  DB: {secretsmanager: %1$s/db}
                network:
                  connect: true
                  vpc: {placement: {subnets: [%2$s]}}
                storage:
                  volumes:
                    data: {efs: true, path: /data}
                    own: {efs: {id: %3$s}, path: /own}
                publish: {topics: [{name: orders}]}
                logging: {retention: 7}
                """.formatted(service.name, String.join(", ", subnets), fileSystem);
    }

    private void theImage(TestedService service, Neighbourhood around) {
        around.image(2);
        caused(service, "image", 1);
    }

    /** The second event finds what the first has started, and waits in it. */
    private void twoSecretsAtOnce(TestedService service) {
        account.ssm.putParameter(
                r -> r.name("/" + service.name + "/key").value("other").overwrite(true));
        account.secretsManager.putSecretValue(
                r -> r.secretId(service.name + "/db").secretString("other"));
        caused(service, "secret", 1);
    }

    private void caused(TestedService service, String type, int times) {
        Eventually.isTrue(service.name + " is redeployed for its " + type, TestedService.LIMIT, () -> {
            List<JsonNode> ended = service.history(type);
            return ended.size() >= times && !service.isLocked();
        });
        service.history(type).forEach(status -> {
            assertThat(status.path("status").asText())
                    .as(status.toPrettyString())
                    .isEqualTo("SUCCEEDED");
            deployments.add(status.path("deployment").asText());
        });
    }

    /** Its log group had been given no retention by hand, and has none again afterwards. */
    private void crash(TestedService service, String manifest) {
        account.logs.deleteRetentionPolicy(r -> r.logGroupName("/copilot/" + service.ecsService()));
        account.steerRollout(Map.of(
                "service",
                service.ecsService(),
                "behaviour",
                "fail",
                "count",
                1,
                "exitCode",
                1,
                "log",
                List.of("broken")));
        ended("ROLLED_BACK", service.deploy(manifest.replace("  EXPORTED", "  CRASH: now\n  EXPORTED")));
    }

    private void byHand(TestedService service, Neighbourhood around) {
        Snapshot now = service.snapshot();
        String role = service.ecsService() + "-TaskRole";
        account.iam.updateAssumeRolePolicy(r -> r.roleName(role).policyDocument("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                  "Principal": {"Service": "ec2.amazonaws.com"}}]}"""));
        account.iam.deleteRolePermissionsBoundary(r -> r.roleName(role));
        String topic = account.sns.listTopicsPaginator().topics().stream()
                .map(one -> one.topicArn())
                .filter(arn -> arn.endsWith(":" + service.ecsService() + "-orders"))
                .findFirst()
                .orElseThrow();
        account.sns.setTopicAttributes(
                r -> r.topicArn(topic).attributeName("KmsMasterKeyId").attributeValue("alias/other"));
        account.cloudMap.updateService(
                r -> r.id(now.only("discovery-service").path("Id").asText())
                        .service(change -> change.description("by hand")));
        String balancer = account.elb.describeLoadBalancersPaginator().loadBalancers().stream()
                .filter(one -> one.loadBalancerName().startsWith("nlb-" + service.name + "-"))
                .findFirst()
                .orElseThrow()
                .loadBalancerArn();
        account.elb.setSubnets(r -> r.loadBalancerArn(balancer).subnets(around.privateSubnets()));
        account.elb.setSecurityGroups(
                r -> r.loadBalancerArn(balancer).securityGroups(around.securityGroup(service.name + "-hand")));
    }

    /** As in an environment that Copilot made and not environment.yaml, of an application with a boundary. */
    void adopted(TestedService service) {
        Neighbourhood around = new Neighbourhood(account, service);
        String boundary = account.iam.listPolicies(r -> r.scope("Local")).policies().stream()
                .map(policy -> policy.policyName())
                .filter(name -> name.contains("ServiceBoundary"))
                .findFirst()
                .orElseThrow();
        around.recorded(
                Map.of("permissionsBoundary", boundary),
                Map.of("managerRoleARN", "arn:aws:iam::123456789012:role/manager"),
                () -> ended("PLANNED", service.uploaded(service.upload(Manifests.small(service.name), DRY_RUN))));
    }

    /** Its listener rule has no tags, and gets them. */
    void leftByCopilot(TestedService service) {
        CopilotService copilot = new CopilotService(account, service.name);
        Eventually.isTrue("Copilot's own rollout is over", copilot::isSteady);
        ended("SUCCEEDED", service.deploy(Manifests.small(service.name)));
        ended("REMOVED", service.remove());
    }

    /** What DriftSchedule starts: a check of every service. */
    private void scheduled() {
        JsonNode answer = Account.json(account.invoke(
                "TriggerFunction", "{\"id\": \"scheduled\", \"detail-type\": \"Scheduled Event\", \"detail\": {}}"));
        assertThat(answer.path("deployments")).isNotEmpty();
        answer.path("deployments").forEach(id -> {
            deployments.add(id.asText());
            Eventually.isTrue(
                    id.asText() + " ends",
                    TestedService.LIMIT,
                    () -> account.stepFunctions
                                    .describeExecution(r -> r.executionArn(account.execution(id.asText())))
                                    .stopDate()
                            != null);
        });
    }

    /** Behind a load balancer of its owner's. */
    void behindAnother(TestedService service) {
        new Neighbourhood(account, service).loadBalancer(service.name);
        String manifest = Manifests.small(service.name).replace("http:\n", "http:\n  alb: " + service.name + "\n");
        ended("SUCCEEDED", service.deploy(manifest));
        ended("SUCCEEDED", service.deploy(manifest.replace("port: 80\n", "port: 8080\n")));
        ended("REMOVED", service.remove());
    }

    /** A certificate that is taken off again, while a rule that is not the service's is for the same host. */
    void certified(TestedService service) {
        String host = service.name + ".example";
        account.certificate(host);
        String rule = account.elb
                .createRule(r -> r.listenerArn(account.environment.get("HTTPSListenerArn"))
                        .priority(49_999)
                        .conditions(
                                c -> c.field("host-header").hostHeaderConfig(h -> h.values(host)),
                                c -> c.field("path-pattern").pathPatternConfig(p -> p.values("/by-hand")))
                        .actions(action ->
                                action.type("fixed-response").fixedResponseConfig(answer -> answer.statusCode("404"))))
                .rules()
                .get(0)
                .ruleArn();
        refuseAlarms(service);
        ended(
                "ROLLED_BACK",
                service.deploy(Manifests.second(service.name).replace(service.name + ".slipway.test", host)));
        account.elb.deleteRule(r -> r.ruleArn(rule));
    }

    /** Stopped in the middle of a step; stopped before it had the lock; and a lock whose holder is dead unheard of. */
    void stopped(TestedService service) {
        Fault inStep = hold(service, "Parameters", "ssm:PutParameter");
        String first = service.idOfUpload(service.upload(Manifests.small(service.name)));
        awaitStruck(inStep);
        String recovery = service.stop(first, 1);
        service.awaitState(recovery, "WaitForLock");
        account.aws.gateway().faults().letGo(inStep);
        ended("ROLLED_BACK", service.ended(recovery));

        Fault inAcquire = hold(service, "Acquire", "dynamodb:PutItem");
        String second = service.idOfUpload(service.upload(Manifests.small(service.name)));
        awaitStruck(inAcquire);
        account.stepFunctions.stopExecution(r -> r.executionArn(service.arn(second)));
        account.aws.gateway().faults().letGo(inAcquire);
        Eventually.isTrue("the lock is free", () -> !service.isLocked());

        Deployed made = service.deploy(Manifests.small(service.name));
        ended("SUCCEEDED", made);
        account.dynamoDb.putItem(r -> r.tableName(account.table)
                .item(Map.of(
                        "pk", AttributeValue.fromS("service#" + service.environment + "/" + service.name),
                        "sk", AttributeValue.fromS("lock"),
                        "execution", AttributeValue.fromS(service.arn(made.id())),
                        "deployment", AttributeValue.fromS(made.id()))));
        ended("SUCCEEDED", service.deploy(Manifests.small(service.name) + "variables: {COLOUR: red}\n"));
        ended("REMOVED", service.remove());
    }
}
