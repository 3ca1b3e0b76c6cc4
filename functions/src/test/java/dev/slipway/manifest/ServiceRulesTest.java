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
    void aContainerWaitsForAKnownCondition() {
        Given.refused(
                "image: {location: a, port: 1, depends_on: {s: «running}}\nsidecars: {s: {image: x}}\n",
                "invalid-value",
                "image.depends_on.s must be one of start, healthy, complete and success");
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
    void aWorkersMetricIsRefused() {
        Given.refused(
                "count: {range: 1-2, requests: 1, «queue_delay: {msg_processing_time: 1s}}\n",
                "unsupported",
                "queue_delay");
    }

    @Test
    void spotAndRangeExcludeEachOther() {
        Given.refused(
                "count: {spot: «1, range: 1-2, cpu_percentage: 5}\n",
                "conflict",
                "cannot stand beside range and metrics");
        Given.refused("count: {spot: «1, cpu_percentage: 5}\n", "conflict", "cannot stand beside range and metrics");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1-", "a-b", "1-2-3", "-1-2", "1 - 2"})
    void aRangeIsTwoNumbers(String range) {
        Given.refused(
                "count: {range: «" + range + ", cpu_percentage: 5}\n",
                "invalid-value",
                "must be the fewest and the most tasks");
    }

    @Test
    void aRangeHasAMinimumNotAboveItsMaximum() {
        Given.refused(
                "count: {range: «4-1, cpu_percentage: 5}\n",
                "invalid-value",
                "minimum of 4 that is above its maximum of 1");
        Given.refused("count: {«range: {min: 4, max: 1}, cpu_percentage: 5}\n", "invalid-value", "minimum of 4");
        Given.refused("count: {«range: {max: 1}, cpu_percentage: 5}\n", "missing", "count.range.min must be given");
        Given.refused("count: {«range: {min: 1}, cpu_percentage: 5}\n", "missing", "count.range.max must be given");
        Given.refused(
                "count: {range: {min: «-1, max: 4}, cpu_percentage: 5}\n", "invalid-value", "must not be negative");
        Given.refused(
                "count: {range: {min: 1, max: 4, spot_from: «-1}, cpu_percentage: 5}\n",
                "invalid-value",
                "must not be negative");
    }

    @Test
    void metricsAndRangeNeedEachOther() {
        Given.refused("«count: {cpu_percentage: 5}\n", "missing", "count.range must be given");
        Given.refused("count: {range: «1-2}\n", "missing", "count.range needs something to scale by");
        Given.refused("count: {«cooldown: {in: 1s}}\n", "missing", "count.cooldown needs something to scale by");
        Given.refused("«count: {}\n", "missing", "count must have spot, or range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu_percentage: «101", "memory_percentage: «-1", "cpu_percentage: {value: «101}"})
    void aPercentageIsFromZeroToAHundred(String metric) {
        Given.refused("count: {range: 1-2, " + metric + "}\n", "invalid-value", "must be a percentage from 0 to 100");
    }

    @Test
    void ephemeralStorageHasLimits() {
        Given.refused("storage: {ephemeral: «19}\n", "invalid-value", "must be from 20 to 200 GiB");
        Given.refused("storage: {ephemeral: «201}\n", "invalid-value", "must be from 20 to 200 GiB");
        assertThat(Given.accepted("storage: {ephemeral: 20}\n").storage().ephemeral())
                .isEmpty();
        assertThat(Given.accepted("storage: {ephemeral: 21}\n").storage().ephemeral())
                .hasValue(21);
    }

    @Test
    void aVolumeHasAPathOfSafeCharacters() {
        Given.refused("storage: {volumes: {«v: {efs: true}}}\n", "missing", "storage.volumes.v.path must be given");
        Given.refused(
                "storage: {volumes: {v: {path: «/a b}}}\n", "invalid-value", "may only have letters, digits and -._/");
    }

    @Test
    void aFileSystemIsUsedAsItCanBe() {
        refusedEfs("«efs: {uid: 1}", "missing", "efs.gid must be given");
        refusedEfs("«efs: {gid: 1}", "missing", "efs.uid must be given");
        refusedEfs("efs: {uid: «0, gid: 1}", "invalid-value", "must not be 0");
        refusedEfs(
                "efs: {id: fs-1, root_dir: «/x, auth: {iam: true, access_point_id: a}}",
                "conflict",
                "root_dir must be left out");
        refusedEfs("efs: {id: fs-1, auth: {iam: «false, access_point_id: a}}", "conflict", "iam must be true");
        refusedEfs("efs: {id: fs-1, root_dir: «'/a b'}", "invalid-value", "may only have letters");
        refusedEfs("«efs: {root_dir: /x}", "missing", "efs.id must be given");
        refusedEfs("«efs: {}", "missing", "efs.id must be given");
    }

    private static void refusedEfs(String efs, String code, String message) {
        Given.refused("storage: {volumes: {v: {path: /v, " + efs + "}}}\n", code, message);
    }

    @Test
    void oneVolumeIsOnTheEnvironmentsFileSystem() {
        Given.refused(
                "storage: {volumes: {a: {path: /a, efs: true}, b: {path: /b, «efs: {uid: 1, gid: 1}}}}\n",
                "conflict",
                "is a second volume on the environment's file system");
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
    void aSidecarHasAnImage() {
        Given.refused("sidecars: {«s: {port: 90}}\n", "missing", "sidecars.s.image must be given");
        Given.refused(
                "sidecars: {s: {«image: {build: ., location: x}}}\n", "conflict", "sidecars.s.image must have one of");
        Given.refused("sidecars: {s: {«image: {}}}\n", "missing", "sidecars.s.image must have one of");
        assertThat(Given.accepted("sidecars: {s: {image: {build: .}}}\n")
                        .sidecars()
                        .get("s")
                        .image())
                .isEmpty();
    }

    @Test
    void aMountNamesAVolumeThatExistsAndAPath() {
        Given.refused(
                "sidecars: {s: {image: x, mount_points: [«{path: /v}]}}\n", "missing", "source_volume must be given");
        Given.refused(
                "storage: {volumes: {v: {path: /v}}}\nsidecars: {s: {image: x, mount_points: [«{source_volume: v}]}}\n",
                "missing",
                "mount_points[0].path must be given");
        Given.refused(
                "storage: {volumes: {v: {path: /v}}}\n"
                        + "sidecars: {s: {image: x, mount_points: [{source_volume: v, path: «'a b'}]}}\n",
                "invalid-value",
                "may only have letters");
        Given.refused(
                "sidecars: {s: {image: x, mount_points: [{source_volume: «v, path: /v}]}}\n",
                "invalid-value",
                "names a volume that is not in storage.volumes: v");
        Given.accepted("sidecars: {s: {image: x, mount_points: [{source_volume: v, path: /v}]}}\n"
                + "taskdef_overrides: [{path: 'Volumes[-]', value: {Name: v}}]\n");
    }

    @Test
    void aSidecarsPortIsTcpOrUdp() {
        Given.refused("sidecars: {s: {image: x, port: «90/tls}}\n", "invalid-value", "none of tcp, udp: tls");
        Given.refused(
                "sidecars: {s: {image: x, port: «90/a/b}}\n",
                "invalid-value",
                "must be a port, or a port and a protocol");
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
    void armHasNoSpot() {
        Given.refused("platform: linux/arm64\ncount: {spot: «1}\n", "unsupported", "count.spot does not go with ARM");
        Given.refused(
                "platform: linux/arm64\ncount: {range: {min: 1, max: 2, spot_from: «1}, cpu_percentage: 5}\n",
                "unsupported",
                "count.range.spot_from does not go with ARM");
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
    void containersWaitForOthersThatExistAndNotInCircles() {
        Given.refused("image: {location: a, port: 1, depends_on: {s: «start}}\n", "invalid-value", "does not exist: s");
        Given.refused(
                "image: {location: a, port: 1, depends_on: {fe: «start}}\n",
                "conflict",
                "makes container fe wait for itself");
        Given.refused(
                "image: {location: a, port: 1, «depends_on: {s: start}}\nsidecars: {s: {image: x, depends_on: {fe: start}}}\n",
                "conflict",
                "closes a circle of containers that wait for each other: fe, s");
        Given.refused(
                "image: {location: a, port: 1, depends_on: {s: «complete}}\nsidecars: {s: {image: x}}\n",
                "conflict",
                "waits for the end of container s");
        Given.refused(
                "sidecars: {s: {image: x, depends_on: {fe: «success}}}\n",
                "conflict",
                "waits for the end of container fe");
        Given.accepted(
                "image: {location: a, port: 1, depends_on: {s: complete}}\nsidecars: {s: {image: x, essential: false}}\n");
        Given.accepted(
                "image: {location: a, port: 1, depends_on: {firelens_log_router: start}}\nlogging: {destination: {Name: x}}\n");
    }

    @Test
    void healthyIsOnlyWhatHasAHealthCheck() {
        Given.refused(
                "image: {location: a, port: 1, depends_on: {s: «healthy}}\nsidecars: {s: {image: x}}\n",
                "invalid-value",
                "and it has no health check");
        Given.accepted("image: {location: a, port: 1, depends_on: {s: healthy}}\n"
                + "sidecars: {s: {image: x, healthcheck: {retries: 3}}}\n");
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
    void countsPortsAndRetentionAreWhatAwsTakes() {
        Given.refused("count: «-1\n", "invalid-value", "count must not be negative");
        Given.refused("count: {spot: «-1}\n", "invalid-value", "count.spot must not be negative");
        Given.refused("image: {location: a, port: «0}\n", "invalid-value", "image.port must be a port from 1 to 65535");
        Given.refused(
                "http: {path: /, target_port: «0}\n",
                "invalid-value",
                "http.target_port must be a port from 1 to 65535");
        Given.refused(
                "nlb: {port: 81, target_port: «-1}\n",
                "invalid-value",
                "nlb.target_port must be a port from 1 to 65535");
        assertThat(Given.refused("logging: {retention: «31}\n", "invalid-value", "not 31")
                        .hint())
                .contains("the nearest is 30");
    }

    @Test
    void aMetricHasAValue() {
        Given.refused(
                "count: {range: 1-2, «cpu_percentage: {cooldown: {in: 1s}}}\n",
                "missing",
                "count.cpu_percentage.value must be given");
        Given.refused("count: {range: 1-2, requests: «-1}\n", "invalid-value", "must not be negative");
    }

    @Test
    void containersHaveDifferentNames() {
        Given.refused("sidecars: {«fe: {image: x}}\n", "conflict", "has the name of another container of the task: fe");
        Given.refused(
                "observability: {tracing: awsxray}\nsidecars: {«aws-otel-collector: {image: x}}\n",
                "conflict",
                "another container");
        Given.refused(
                "logging: {destination: {Name: x}}\nsidecars: {«firelens_log_router: {image: x}}\n",
                "conflict",
                "another container");
        Given.refused("sidecars: {«a b: {image: x}}\n", "invalid-value", "is no name for a container");
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

    @Test
    void aCommandsQuotesAreClosed() {
        Given.refused("command: «echo \"x\n", "invalid-value", "a quote or a backslash that is left open");
        Given.refused("sidecars: {s: {image: x, entrypoint: «it's}}\n", "invalid-value", "left open");
    }
}
