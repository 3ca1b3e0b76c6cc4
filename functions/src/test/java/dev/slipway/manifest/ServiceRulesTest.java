package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Copilot refuses about everything but load balancers, each with its place. */
class ServiceRulesTest {
    @Test
    void aWebServiceHasAPort() {
        Given.refused("«image: {location: a}\n", "missing", "image.port must be given");
    }

    @Test
    void aNameIsGivenAndSafe() {
        Given.refused("«name:\n", "missing", "name must be given");
        Given.refused("name: «a b\n", "invalid-value", "name may only have letters");
        Given.refused("name: «../x\n", "invalid-value", "name may only have letters");
        Given.refused("name: «" + "x".repeat(256) + "\n", "invalid-value", "255");
        assertThat(Given.accepted("name: gRPC\n").name()).isEqualTo("gRPC");
    }

    @Test
    void aPlatformIsOneThatFargateHas() {
        Given.refused("platform: «linux\n", "invalid-value", "must be an operating system and an architecture");
        Given.refused("platform: «a/b/c\n", "invalid-value", "must be an operating system and an architecture");
        Given.refused("platform: «linux/sparc\n", "invalid-value", "must be one of linux/amd64");
        Given.refused("platform: «windows/arm64\n", "invalid-value", "must be one of");
        Given.refused("platform: «windows_server_2019_core/x86_64\n", "invalid-value", "must be one of");
        Given.refused("«platform: {osfamily: linux}\n", "missing", "platform.architecture must be given");
        Given.refused(
                "«platform: {osfamily: windows, architecture: arm64}\n",
                "invalid-value",
                "is no platform that Fargate has");
    }

    @Test
    void anExportHasAName() {
        Given.refused("variables: {A: {from_cfn: «''}}\n", "missing", "variables.A.from_cfn must be given");
        Given.refused(
                "sidecars: {s: {image: x, secrets: {A: {from_cfn: «''}}}}\n",
                "missing",
                "sidecars.s.secrets.A.from_cfn");
    }

    @Test
    void envFilesEndInEnv() {
        Given.refused("env_file: «vars.txt\n", "invalid-value", "env_file must end in .env");
        Given.refused("logging: {env_file: «vars}\n", "invalid-value", "logging.env_file must end in .env");
        Given.refused(
                "sidecars: {s: {image: x, env_file: «vars}}\n",
                "invalid-value",
                "sidecars.s.env_file must end in .env");
        assertThat(Given.accepted("env_file: .env\n").envFile()).contains(".env");
    }

    @Test
    void aPlacementIsPublicOrPrivate() {
        Given.refused(
                "network: {vpc: {placement: «outside}}\n",
                "invalid-value",
                "must be public or private, not \"outside\"");
        Given.refused("network: {vpc: {placement: «''}}\n", "invalid-value", "not empty");
        Given.refused("network: {vpc: {placement: {«subnets: []}}}\n", "missing", "subnets must be given");
        Given.refused("network: {vpc: {placement: {«subnets: {}}}}\n", "missing", "from_tags must be given");
    }

    @Test
    void aTopicHasAName() {
        Given.refused("publish: {topics: [«{fifo: true}]}\n", "missing", "publish.topics[0].name must be given");
        Given.refused("publish: {topics: [{name: «a.b}]}\n", "invalid-value", "may only have letters, digits, - and _");
        Given.refused(
                "publish: {topics: [{name: a}, {name: «a}]}\n", "conflict", "is the name of another topic already");
        Given.accepted("publish: {topics: [{name: a}, {name: a, fifo: true}]}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Family", "'ContainerDefinitions[0].Name'", "'ContainerDefinitions[12].Name'"})
    void whatNamesTheTaskCannotBeOverridden(String path) {
        Given.refused("taskdef_overrides: [{path: «" + path + ", value: x}]\n", "unsupported", "cannot be overridden");
    }

    @Test
    void anOverrideHasAPathAndAValue() {
        Given.refused("taskdef_overrides: [«{value: x}]\n", "missing", "taskdef_overrides[0].path must be given");
        Given.refused("taskdef_overrides: [«{path: Cpu}]\n", "missing", "taskdef_overrides[0].value must be given");
        Given.refused("taskdef_overrides: [{path: «'A[x]', value: 1}]\n", "invalid-value", "must be names with dots");
        assertThat(Given.accepted("taskdef_overrides: [{path: 'A[-].B', value: {c: [1, on, 'x', 1.5, true, ~]}}]\n")
                        .taskDefinitionOverrides())
                .singleElement()
                .satisfies(override ->
                        assertThat(override.value().toString()).isEqualTo("{c=[1, on, x, 1.5, true, null]}"));
    }

    @Test
    void windowsDoesNotHaveEverything() {
        String windows = "platform: windows/x86_64\ncpu: 1024\nmemory: 2048\n";
        Given.refused(windows + "storage: {readonly_fs: «true}\n", "unsupported", "cannot be true on Windows");
        Given.refused(
                windows + "storage: {volumes: {v: {path: /v, efs: «true}}}\n",
                "unsupported",
                "does not exist on Windows");
        Given.refused(
                windows + "network: {connect: «true}\n", "unsupported", "network.connect does not exist on Windows");
        Given.accepted(
                windows + "storage: {readonly_fs: false, volumes: {v: {path: /v}}}\nnetwork: {connect: false}\n");
    }

    @Test
    void aRolloutIsDefaultOrRecreate() {
        Given.refused(
                "deployment: {rolling: «canary}\n", "invalid-value", "must be default or recreate, not \"canary\"");
        assertThat(Given.accepted("deployment: {rolling: Recreate}\n")
                        .deployment()
                        .recreate())
                .isTrue();
        assertThat(Given.accepted("deployment: {timeout: 1h}\n").deployment().timeout())
                .isEqualTo(3600);
        Given.refused("deployment: {timeout: «0s}\n", "invalid-value", "must be longer than 0s");
    }

    @Test
    void aTaskHasASizeThatFargateHas() {
        Given.refused("cpu: «300\n", "invalid-value", "cpu must be a size that Fargate has");
        Given.refused("memory: «4096\n", "invalid-value", "no task with 256 CPU units and 4096 MiB");
        Given.refused("cpu: «512\n", "invalid-value", "no task with 512 CPU units and 512 MiB");
        Given.refused("memory: «1536\n", "invalid-value", "1536");
        Given.refused("cpu: 4096\nmemory: «31744\n", "invalid-value", "31744");
        Given.accepted("cpu: 16384\nmemory: 122880\n");
        Given.accepted("cpu: 300\ntaskdef_overrides: [{path: Cpu, value: '256'}]\n");
        Given.refused("platform: «windows/x86_64\n", "invalid-value", "Windows tasks have 1024");
    }

    @Test
    void aNameIsAVariableOrASecret() {
        Given.refused("variables: {A: x}\nsecrets: {A: «/x}\n", "conflict", "secrets.A is also among the variables");
    }

    @Test
    void aGeneratedSecretHasALength() {
        Given.refused("secrets: {A: {generate: «7}}\n", "invalid-value", "must be from 8 to 1024 characters");
        Given.refused("secrets: {A: {generate: «1025}}\n", "invalid-value", "must be from 8 to 1024 characters");
        assertThat(Given.accepted("secrets: {A: {generate: 8}}\n").secrets())
                .isEqualTo(Map.of("A", new Manifest.Secret.Generate(8)));
    }
}
