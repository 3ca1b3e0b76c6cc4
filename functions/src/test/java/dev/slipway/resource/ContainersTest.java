package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.manifest.Manifest.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainersTest {
    private static final String DNS = "my-app-test-1234.us-west-2.elb.amazonaws.com";

    private static JsonNode containers(String more) {
        return Containers.of(TestService.of(TestService.BASE, more));
    }

    private static List<String> names(JsonNode list, String key) {
        List<String> names = new ArrayList<>();
        list.forEach(element -> names.add(element.path(key).asText()));
        return names;
    }

    private static String variable(JsonNode container, String name) {
        for (JsonNode variable : container.path("Environment")) {
            if (variable.path("Name").asText().equals(name)) {
                return variable.path("Value").asText();
            }
        }
        return null;
    }

    private static List<String> ports(JsonNode container) {
        List<String> ports = new ArrayList<>();
        container
                .path("PortMappings")
                .forEach(port -> ports.add(port.path("ContainerPort").asInt() + "/"
                        + port.path("Protocol").asText()
                        + (port.has("Name") ? " " + port.path("Name").asText() : "")));
        return ports;
    }

    @Test
    void theMainContainerHasCopilotsVariablesInCopilotsOrderAndLogsToTheServicesGroup() {
        JsonNode main = containers("variables:\n  LOG_LEVEL: info\n  A: '1'\n").get(0);

        assertThat(main.path("Name").asText()).isEqualTo("fe");
        assertThat(main.path("Image").asText()).isEqualTo("nginx");
        assertThat(main.has("Essential")).isFalse();
        assertThat(names(main.path("Environment"), "Name"))
                .containsExactly(
                        "COPILOT_APPLICATION_NAME",
                        "COPILOT_SERVICE_DISCOVERY_ENDPOINT",
                        "COPILOT_ENVIRONMENT_NAME",
                        "COPILOT_SERVICE_NAME",
                        "COPILOT_LB_DNS",
                        "A",
                        "LOG_LEVEL");
        assertThat(variable(main, "COPILOT_SERVICE_DISCOVERY_ENDPOINT")).isEqualTo("test.my-app.local");
        assertThat(variable(main, "COPILOT_LB_DNS")).isEqualTo(DNS);
        assertThat(main.path("LogConfiguration").toString())
                .isEqualTo("{\"LogDriver\":\"awslogs\",\"Options\":{\"awslogs-group\":\"/copilot/my-app-test-fe\","
                        + "\"awslogs-region\":\"us-west-2\",\"awslogs-stream-prefix\":\"copilot\"}}");
        assertThat(ports(main)).containsExactly("80/tcp target");
    }

    @Test
    void anImageThatWasLookedUpTakesThePlaceOfTheOneThatIsWritten() {
        Service service = TestService.of(TestService.BASE, "");
        Service resolved = new Service(
                service.id(),
                service.manifest(),
                service.environment(),
                Map.of("fe", "1.dkr.ecr.us-west-2.amazonaws.com/my-app/fe@sha256:0"),
                Map.of(),
                List.of(),
                List.of(),
                service.loadBalancer(),
                Map.of(),
                Map.of(),
                service.tags());

        assertThat(Containers.of(resolved).get(0).path("Image").asText()).endsWith("@sha256:0");
    }

    @Test
    void theListIsMainRouterCollectorAndSidecarsByName() {
        JsonNode containers = containers("""
                logging:
                  destination: {Name: cloudwatch}
                  enableMetadata: false
                  configFilePath: /extra.conf
                observability:
                  tracing: awsxray
                sidecars:
                  nginx:
                    image: nginx:1
                    port: 99/udp
                    essential: false
                  envoy:
                    image: envoy:1
                """);

        assertThat(names(containers, "Name"))
                .containsExactly("fe", "firelens_log_router", "aws-otel-collector", "envoy", "nginx");
        assertThat(containers.get(0).path("LogConfiguration").toString())
                .isEqualTo("{\"LogDriver\":\"awsfirelens\",\"Options\":{\"Name\":\"cloudwatch\"}}");
        JsonNode router = containers.get(1);
        assertThat(router.path("FirelensConfiguration").toString())
                .isEqualTo("{\"Type\":\"fluentbit\",\"Options\":{\"enable-ecs-log-metadata\":\"false\","
                        + "\"config-file-type\":\"file\",\"config-file-value\":\"/extra.conf\"}}");
        assertThat(router.path("Image").asText())
                .isEqualTo("public.ecr.aws/aws-observability/aws-for-fluent-bit:stable");
        assertThat(variable(router, "COPILOT_SERVICE_NAME")).isEqualTo("fe");
        JsonNode collector = containers.get(2);
        assertThat(collector.has("Environment")).isFalse();
        assertThat(collector.path("Command").toString()).isEqualTo("[\"--config=/etc/ecs/ecs-xray.yaml\"]");
        JsonNode nginx = containers.get(4);
        assertThat(nginx.path("Essential").isBoolean()).isTrue();
        assertThat(nginx.path("Essential").asBoolean()).isFalse();
        assertThat(variable(nginx, "COPILOT_SERVICE_NAME")).isEqualTo("fe");
        assertThat(ports(nginx)).containsExactly("99/udp");
        assertThat(nginx.path("LogConfiguration").path("LogDriver").asText()).isEqualTo("awslogs");
        assertThat(containers.get(3).has("Essential")).isFalse();
    }

    @Test
    void portsBelongToTheContainersThatTheRulesName() {
        JsonNode containers = Containers.of(TestService.service().of("""
                        name: fe
                        type: Load Balanced Web Service
                        image: {location: nginx, port: 80}
                        http:
                          path: /
                          target_port: 8081
                          additional_rules:
                            - {path: a, target_port: 8082}
                            - {path: b, target_container: nginx, target_port: 9000}
                            - {path: c, target_container: nginx}
                            - {path: d, target_port: 81}
                        sidecars:
                          nginx: {image: nginx, port: 81}
                        """));

        assertThat(ports(containers.get(0))).containsExactly("80/tcp", "8081/tcp target", "8082/tcp");
        assertThat(ports(containers.get(1))).containsExactly("81/tcp", "9000/tcp");
    }

    @Test
    void theTargetPortIsNamedInTheSidecarThatAnswers() {
        JsonNode containers = Containers.of(TestService.service().of("""
                        name: fe
                        type: Load Balanced Web Service
                        image: {location: nginx, port: 80}
                        http: {path: /, target_container: nginx}
                        network: {connect: true}
                        sidecars:
                          nginx: {image: nginx, port: 443}
                          o: {image: o, port: 99/udp}
                        """));

        assertThat(ports(containers.get(0))).containsExactly("80/tcp");
        assertThat(ports(containers.get(1))).containsExactly("443/tcp target");
        assertThat(ports(containers.get(2))).containsExactly("99/udp");
    }

    @Test
    void aServiceWithoutHttpKnowsNoLoadBalancersName() {
        JsonNode main = Containers.of(TestService.service().of("""
                                name: fe
                                type: Load Balanced Web Service
                                image: {location: nginx, port: 80}
                                http: false
                                nlb: {port: 8080/tcp}
                                """)).get(0);

        assertThat(names(main.path("Environment"), "Name")).doesNotContain("COPILOT_LB_DNS");
        assertThat(ports(main)).containsExactly("80/tcp target", "8080/tcp");
    }

    @Test
    void aBackendServiceWithoutPortOpensNone() {
        JsonNode main = Containers.of(
                        TestService.service().of("name: be\ntype: Backend Service\nimage: {location: nginx}\n"))
                .get(0);

        assertThat(main.has("PortMappings")).isFalse();
    }

    @Test
    void topicsAndMountsAreToldAsCompactJson() {
        JsonNode containers = containers("""
                publish:
                  topics:
                    - name: z
                    - name: c
                      fifo: {content_based_deduplication: true}
                storage:
                  readonly_fs: true
                  volumes:
                    v2: {path: /etc/two, read_only: false}
                    v1: {path: /etc/one}
                sidecars:
                  side:
                    image: s
                    mount_points:
                      - {source_volume: v2, path: /mnt}
                """);

        JsonNode main = containers.get(0);
        assertThat(variable(main, "COPILOT_SNS_TOPIC_ARNS"))
                .isEqualTo("{\"c.fifo\":\"arn:aws:sns:us-west-2:123456789123:my-app-test-fe-c.fifo\","
                        + "\"z\":\"arn:aws:sns:us-west-2:123456789123:my-app-test-fe-z\"}");
        assertThat(variable(main, "COPILOT_MOUNT_POINTS")).isEqualTo("{\"v1\":\"/etc/one\",\"v2\":\"/etc/two\"}");
        assertThat(main.path("MountPoints").toString())
                .isEqualTo("[{\"ContainerPath\":\"/etc/one\",\"ReadOnly\":true,\"SourceVolume\":\"v1\"},"
                        + "{\"ContainerPath\":\"/etc/two\",\"ReadOnly\":false,\"SourceVolume\":\"v2\"}]");
        assertThat(main.path("ReadonlyRootFilesystem").asBoolean()).isTrue();
        JsonNode side = containers.get(1);
        assertThat(variable(side, "COPILOT_MOUNT_POINTS")).isEqualTo("{\"v2\":\"/mnt\"}");
        assertThat(side.path("MountPoints").toString())
                .isEqualTo("[{\"ContainerPath\":\"/mnt\",\"ReadOnly\":true,\"SourceVolume\":\"v2\"}]");
        assertThat(side.has("ReadonlyRootFilesystem")).isFalse();
    }

    @Test
    void aVariableThatBearsACopilotNameStandsBesideCopilots() {
        JsonNode main = containers("variables:\n  COPILOT_SERVICE_NAME: mine\n").get(0);

        assertThat(names(main.path("Environment"), "Name"))
                .filteredOn("COPILOT_SERVICE_NAME"::equals)
                .hasSize(2);
    }

    @Test
    void secretsAreNamesAndReferencesSortedByName() {
        JsonNode main = Containers.of(TestService.service()
                        .secret(new Secret.Reference("/a/b"), "/a/b")
                        .secret(
                                new Secret.SecretsManager("demo/x:user::"),
                                "arn:aws:secretsmanager:us-west-2:123456789123:secret:demo/x:user::")
                        .of(TestService.BASE
                                + "secrets:\n  B: {secretsmanager: 'demo/x:user::'}\n  A: /a/b\n  G: {generate: 20}\n"))
                .get(0);

        assertThat(main.path("Secrets").toString())
                .isEqualTo("[{\"Name\":\"A\",\"ValueFrom\":\"/a/b\"},"
                        + "{\"Name\":\"B\",\"ValueFrom\":\"arn:aws:secretsmanager:us-west-2:123456789123:secret:demo/x:user::\"},"
                        + "{\"Name\":\"G\",\"ValueFrom\":\"/copilot/my-app/test/secrets/G\"}]");
    }

    @Test
    void everythingThatAnImageCanSayArrives() {
        JsonNode main = Containers.of(TestService.service()
                        .envFile("fe", "arn:aws:s3:::bucket/test/fe/a.env")
                        .of("""
                                name: fe
                                type: Load Balanced Web Service
                                image:
                                  location: nginx
                                  port: 80
                                  credentials: arn:aws:secretsmanager:us-west-2:123456789123:secret:c
                                  labels: {com.example: x}
                                  depends_on: {z: start, a: healthy}
                                  healthcheck: {command: ["CMD", "true"], interval: 20s}
                                http: {path: /}
                                env_file: a.env
                                entrypoint: ["/bin/sh", "-c"]
                                command: run it
                                sidecars:
                                  a: {image: a, healthcheck: {retries: 3}}
                                  z: {image: z}
                                """))
                .get(0);

        assertThat(main.path("EnvironmentFiles").toString())
                .isEqualTo("[{\"Type\":\"s3\",\"Value\":\"arn:aws:s3:::bucket/test/fe/a.env\"}]");
        assertThat(main.path("RepositoryCredentials")
                        .path("CredentialsParameter")
                        .asText())
                .endsWith("secret:c");
        assertThat(main.path("DockerLabels").toString()).isEqualTo("{\"com.example\":\"x\"}");
        assertThat(main.path("DependsOn").toString())
                .isEqualTo("[{\"Condition\":\"HEALTHY\",\"ContainerName\":\"a\"},"
                        + "{\"Condition\":\"START\",\"ContainerName\":\"z\"}]");
        assertThat(main.path("HealthCheck").toString())
                .isEqualTo(
                        "{\"Command\":[\"CMD\",\"true\"],\"Interval\":20,\"Retries\":2,\"StartPeriod\":0,\"Timeout\":5}");
        assertThat(main.path("EntryPoint").toString()).isEqualTo("[\"/bin/sh\",\"-c\"]");
        assertThat(main.path("Command").toString()).isEqualTo("[\"run\",\"it\"]");
    }
}
