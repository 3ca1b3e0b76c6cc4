package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskDefinitionTemplateTest {
    private static JsonNode content(String more) {
        return TaskDefinitionTemplate.content(TestService.of(TestService.BASE, more));
    }

    @Test
    void theBaseIsAFargateTaskInTheVpcWithTheServicesOwnRoles() {
        JsonNode content = content("");

        assertThat(content.path("family").asText()).isEqualTo("my-app-test-fe");
        assertThat(content.path("networkMode").asText()).isEqualTo("awsvpc");
        assertThat(content.path("requiresCompatibilities").toString()).isEqualTo("[\"FARGATE\"]");
        assertThat(content.path("cpu").isTextual()).isTrue();
        assertThat(content.path("cpu").asText()).isEqualTo("256");
        assertThat(content.path("memory").asText()).isEqualTo("512");
        assertThat(content.path("executionRoleArn").asText())
                .isEqualTo("arn:aws:iam::123456789123:role/my-app-test-fe-ExecutionRole");
        assertThat(content.path("taskRoleArn").asText())
                .isEqualTo("arn:aws:iam::123456789123:role/my-app-test-fe-TaskRole");
        assertThat(content.has("runtimePlatform")).isFalse();
        assertThat(content.has("ephemeralStorage")).isFalse();
        assertThat(content.has("volumes")).isFalse();
        assertThat(content.path("containerDefinitions")
                        .path(0)
                        .path("portMappings")
                        .toString())
                .isEqualTo("[{\"containerPort\":80,\"protocol\":\"tcp\",\"name\":\"target\"}]");
    }

    @Test
    void anotherPlatformAndMoreStorageAreSaid() {
        JsonNode content = content("platform: linux/arm64\nstorage: {ephemeral: 30}\n");

        assertThat(content.path("runtimePlatform").toString())
                .isEqualTo("{\"cpuArchitecture\":\"ARM64\",\"operatingSystemFamily\":\"LINUX\"}");
        assertThat(content.path("ephemeralStorage").path("sizeInGiB").asInt()).isEqualTo(30);
        assertThat(content("storage: {ephemeral: 20}\n").has("ephemeralStorage"))
                .isFalse();
    }

    @Test
    void volumesAreTheManagedOneThenTheOthersByName() {
        JsonNode volumes = TaskDefinitionTemplate.content(
                        TestService.service().export("EX", "fs-exported").of(TestService.BASE + """
                                storage:
                                  volumes:
                                    z: {path: /z, efs: true, read_only: false}
                                    b: {path: /b, efs: {id: fs-1, root_dir: /r, auth: {iam: true}}}
                                    c: {path: /c, efs: {id: {from_cfn: EX}, auth: {access_point_id: fsap-9}}, read_only: false}
                                    d: {path: /d}
                                    e: {path: /e, efs: false}
                                    f: {path: /f, efs: {id: fs-2}}
                                """))
                .path("volumes");

        List<String> seen = new ArrayList<>();
        volumes.forEach(volume -> {
            JsonNode efs = volume.path("efsVolumeConfiguration");
            seen.add("%s %s %s %s %s %s"
                    .formatted(
                            volume.path("name").asText(),
                            efs.path("fileSystemId").asText("-"),
                            efs.path("rootDirectory").asText("-"),
                            efs.path("transitEncryption").asText("-"),
                            efs.path("authorizationConfig").path("iam").asText("-"),
                            efs.path("authorizationConfig")
                                    .path("accessPointId")
                                    .asText("-")));
        });
        assertThat(seen)
                .containsExactly(
                        "z fs-managed / ENABLED ENABLED {access-point-id fs-managed/fe:1336298249:1336298249}",
                        "b fs-1 /r ENABLED ENABLED -",
                        "c fs-exported / ENABLED DISABLED fsap-9",
                        "d - - - - -",
                        "e - - - - -",
                        "f fs-2 / ENABLED DISABLED -");
    }

    @Test
    void overridesInCloudFormationsNamesReachTheRequest() {
        JsonNode content = content("""
                taskdef_overrides:
                  - {path: "ContainerDefinitions[0].Ulimits[-].Name", value: nofile}
                  - {path: "ContainerDefinitions[0].Ulimits[0].SoftLimit", value: "1024"}
                  - {path: "ContainerDefinitions[0].Ulimits[0].HardLimit", value: 2048}
                  - {path: "ContainerDefinitions[0].DockerLabels.Upper_Case", value: 1}
                  - {path: "Volumes[-]", value: {Name: v, EFSVolumeConfiguration: {FilesystemId: fs-7}}}
                  - {path: "Cpu", value: 1024}
                """);

        JsonNode main = content.path("containerDefinitions").path(0);
        assertThat(main.path("ulimits").toString())
                .isEqualTo("[{\"name\":\"nofile\",\"softLimit\":1024,\"hardLimit\":2048}]");
        assertThat(main.path("dockerLabels").toString()).isEqualTo("{\"Upper_Case\":\"1\"}");
        assertThat(content.path("volumes").toString())
                .isEqualTo("[{\"name\":\"v\",\"efsVolumeConfiguration\":{\"fileSystemId\":\"fs-7\"}}]");
        assertThat(content.path("cpu").asText()).isEqualTo("1024");
    }

    @Test
    void aFieldThatDoesNotExistIsRefusedByItsPathAndRule() {
        assertThatThrownBy(() -> content("""
                        taskdef_overrides:
                          - {path: "PidMode", value: task}
                          - {path: "ContainerDefinitions[0].Ulimit[-].Name", value: nofile}
                        """)).isInstanceOfSatisfying(OverrideException.class, e -> {
            assertThat(e.index).isEqualTo(1);
            assertThat(e).hasMessage("ContainerDefinitions[0].Ulimit does not exist");
        });
        assertThatThrownBy(() -> content("taskdef_overrides:\n  - {path: cpu, value: 512}\n"))
                .hasMessage("cpu is there twice, in upper and lower case");
        assertThatThrownBy(() -> content("taskdef_overrides:\n  - {path: Volumes, value: none}\n"))
                .hasMessage("Volumes must be a list");
        assertThatThrownBy(
                        () -> content("taskdef_overrides:\n  - {path: 'ContainerDefinitions[0].Cpu', value: much}\n"))
                .hasMessage("ContainerDefinitions[0].Cpu must be a number");
    }

    @Test
    void aValueMayBeWrittenInTheNamesOfTheApi() {
        assertThat(content("""
                                taskdef_overrides:
                                  - path: ContainerDefinitions[0].VolumesFrom
                                    value: [{sourceContainer: side, readOnly: true}]
                                """)
                        .path("containerDefinitions")
                        .path(0)
                        .path("volumesFrom")
                        .toString())
                .isEqualTo("[{\"sourceContainer\":\"side\",\"readOnly\":true}]");
    }
}
