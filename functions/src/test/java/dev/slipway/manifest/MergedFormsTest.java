package dev.slipway.manifest;

import static dev.slipway.manifest.Given.merged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Manifest.Alias;
import dev.slipway.manifest.Manifest.Count;
import dev.slipway.manifest.Manifest.FileSystem;
import dev.slipway.manifest.Manifest.Placement;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Manifest.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What may be written in several forms: one form of an environment takes the place of another. */
class MergedFormsTest {
    @Test
    void locationAndBuildOfAnImageClearEachOther() {
        assertThat(merged("image: {build: Dockerfile, port: 80}\n", "image: {location: nginx}\n")
                        .image()
                        .location())
                .contains("nginx");
        Manifest manifest = merged("image: {location: nginx, port: 80}\n", "image: {build: {dockerfile: D}}\n");
        assertThat(manifest.image().location()).isEmpty();
        assertThat(manifest.image().port()).hasValue(80);
    }

    @Test
    void httpFalseClearsTheMapAndAMapClearsFalse() {
        assertThat(merged("nlb: {port: 80}\n", "http: false\n").http()).isEmpty();
        assertThat(merged("http: false\nnlb: {port: 80}\n", "http: {path: x}\n")
                        .http()
                        .orElseThrow()
                        .rules())
                .hasSize(1);
    }

    @Test
    void aHealthCheckThatBecomesAMapLosesItsPath() {
        Manifest.HealthCheck map = healthcheck("healthcheck: /h", "healthcheck: {timeout: 5s}");
        assertThat(map.path()).isEqualTo("/");
        assertThat(map.timeout()).hasValue(5);
        Manifest.HealthCheck text = healthcheck("healthcheck: {path: /h, timeout: 5s}", "healthcheck: /i");
        assertThat(text.path()).isEqualTo("/i");
        assertThat(text.timeout()).isEmpty();
    }

    private static Manifest.HealthCheck healthcheck(String base, String override) {
        return merged("http: {path: /, " + base + "}\n", "http: {" + override + "}\n")
                .http()
                .orElseThrow()
                .rules()
                .get(0)
                .healthcheck();
    }

    @Test
    void theFormsOfAnAliasReplaceEachOther() {
        assertThat(aliases("alias: a.com", "alias: [b.com, c.com]")).containsExactly("b.com", "c.com");
        assertThat(aliases("alias: [b.com, c.com]", "alias: a.com")).containsExactly("a.com");
        assertThat(aliases("alias: [{name: b.com, hosted_zone: Z}]", "alias: [a.com]"))
                .containsExactly("a.com");
        assertThat(aliases("alias: [a.com]", "alias: [{name: b.com}]")).containsExactly("b.com");
    }

    private static List<String> aliases(String base, String override) {
        return merged("http: {path: /, " + base + "}\n", "http: {" + override + "}\n")
                .http()
                .orElseThrow()
                .rules()
                .get(0)
                .aliases()
                .stream()
                .map(Alias::name)
                .toList();
    }

    @Test
    void theFormsOfACountReplaceEachOther() {
        assertThat(count("{range: 1-4, cpu_percentage: 50}", "3")).isEqualTo(new Count.Fixed(3));
        assertThat(count("3", "{spot: 2}")).isEqualTo(new Count.Spot(2));
        assertThat(count("{range: 1-4, cooldown: {in: 5s}, cpu_percentage: 50, requests: 4}", "{spot: 2}"))
                .isEqualTo(new Count.Spot(2));
        assertThat(count("{spot: 2}", "{range: 1-4, cpu_percentage: 50}")).isInstanceOf(Count.Range.class);
    }

    @Test
    void aCountThatStaysAMapIsMerged() {
        Count.Range range = (Count.Range) count(
                "{range: 1-4, cooldown: {in: 5s}, cpu_percentage: {value: 50, cooldown: {out: 7s}}}",
                "{range: {min: 2, max: 9, spot_from: 3}, cpu_percentage: 60, memory_percentage: 70}");
        assertThat(range.min()).isEqualTo(2);
        assertThat(range.spotFrom()).hasValue(3);
        assertThat(range.metrics())
                .containsExactly(
                        new Manifest.Scaling(Manifest.ScalingMetric.CPU, 60, 5, 60),
                        new Manifest.Scaling(Manifest.ScalingMetric.MEMORY, 70, 5, 60));
        Count.Range text = (Count.Range) count("{range: {min: 2, max: 9, spot_from: 3}, requests: 5}", "{range: 1-4}");
        assertThat(text).isEqualTo(new Count.Range(1, 4, OptionalInt.empty(), text.metrics()));
        Count.Range map = (Count.Range) count("{range: {min: 2, max: 9}, requests: 5}", "{range: {max: 10}}");
        assertThat(map.max()).isEqualTo(10);
        assertThat(map.min()).isEqualTo(2);
    }

    private static Count count(String base, String override) {
        return merged("count: " + base + "\n", "count: " + override + "\n").count();
    }

    @Test
    void theFormsOfAPlatformReplaceEachOther() {
        assertThat(merged("platform: linux/arm64\n", "platform: {osfamily: linux, architecture: x86_64}\n")
                        .platform()
                        .isDefault())
                .isTrue();
        assertThat(merged("platform: {osfamily: linux, architecture: x86_64}\n", "platform: linux/arm64\n")
                        .platform()
                        .architecture())
                .isEqualTo("ARM64");
    }

    @Test
    void aCommandAsALineAndOneAsAListReplaceEachOther() {
        assertThat(merged("command: a b\n", "command: [c]\n").command()).containsExactly("c");
        assertThat(merged("command: [a, b]\n", "command: c d\n").command()).containsExactly("c", "d");
    }

    @Test
    void theFormsOfAPlacementReplaceEachOther() {
        assertThat(placement("private", "{subnets: [a]}")).isEqualTo(new Placement.Subnets(List.of("a")));
        assertThat(placement("{subnets: [a]}", "private")).isEqualTo(new Placement.Private());
        assertThat(placement("{subnets: [a]}", "{subnets: {from_tags: {k: v, l: [w, x]}}}"))
                .isEqualTo(new Placement.TaggedSubnets(Map.of("k", List.of("v"), "l", List.of("w", "x"))));
        assertThat(placement("{subnets: {from_tags: {k: v}}}", "{subnets: [b]}"))
                .isEqualTo(new Placement.Subnets(List.of("b")));
        assertThat(placement("{subnets: {from_tags: {k: [v, w]}}}", "{subnets: {from_tags: {k: x}}}"))
                .isEqualTo(new Placement.TaggedSubnets(Map.of("k", List.of("x"))));
    }

    private static Placement placement(String base, String override) {
        return merged("network: {vpc: {placement: " + base + "}}\n", "network: {vpc: {placement: " + override + "}}\n")
                .network()
                .placement();
    }

    @Test
    void theFormsOfSecurityGroupsReplaceEachOther() {
        assertThat(groups("[a]", "{deny_default: true, groups: [b]}"))
                .isEqualTo(new Manifest.SecurityGroups(true, List.of(new Value.Text("b"))));
        assertThat(groups("{deny_default: true, groups: [b]}", "[{from_cfn: a}]"))
                .isEqualTo(new Manifest.SecurityGroups(false, List.of(new Value.Export("a"))));
        assertThat(groups("{deny_default: true, groups: [b]}", "{groups: [c]}"))
                .isEqualTo(new Manifest.SecurityGroups(true, List.of(new Value.Text("c"))));
    }

    private static Manifest.SecurityGroups groups(String base, String override) {
        return merged(
                        "network: {vpc: {security_groups: " + base + "}}\n",
                        "network: {vpc: {security_groups: " + override + "}}\n")
                .network()
                .securityGroups();
    }

    @Test
    void theFormsOfConnectReplaceEachOther() {
        assertThat(merged("network: {connect: {alias: x}}\n", "network: {connect: true}\n")
                        .network()
                        .connect())
                .contains("fe");
        assertThat(merged("network: {connect: false}\n", "network: {connect: {alias: x}}\n")
                        .network()
                        .connect())
                .contains("x");
    }

    @Test
    void theFormsOfRollbackAlarmsReplaceEachOtherAndMapsAreMerged() {
        Manifest.Deployment thresholds = merged(
                        "deployment: {rollback_alarms: [a]}\n",
                        "deployment: {rollback_alarms: {cpu_utilization: 70.5, memory_utilization: 0}}\n")
                .deployment();
        assertThat(thresholds.rollbackAlarms()).isEmpty();
        assertThat(thresholds.cpuAlarm()).contains(70.5);
        assertThat(thresholds.memoryAlarm()).contains(0.0);
        Manifest.Deployment merged = merged(
                        "deployment: {rollback_alarms: {cpu_utilization: 70}}\n",
                        "deployment: {rollback_alarms: {memory_utilization: 80}}\n")
                .deployment();
        assertThat(merged.cpuAlarm()).contains(70.0);
        assertThat(merged.memoryAlarm()).contains(80.0);
        assertThat(merged(
                                "deployment: {rollback_alarms: {cpu_utilization: 70}}\n",
                                "deployment: {rollback_alarms: [a]}\n")
                        .deployment())
                .isEqualTo(new Manifest.Deployment(false, List.of("a"), Optional.empty(), Optional.empty(), 1800));
    }

    @Test
    void theFormsOfAFileSystemReplaceEachOther() {
        assertThat(efs("true", "{id: fs-1}")).contains(own("fs-1"));
        assertThat(efs("{id: fs-1}", "true")).contains(new FileSystem.Managed(Optional.empty()));
        assertThat(efs("{id: fs-1}", "false")).isEmpty();
        assertThat(efs("{uid: 1, gid: 2}", "{id: fs-1}")).contains(own("fs-1"));
        assertThat(efs("{id: fs-1, root_dir: /x}", "{uid: 1, gid: 2}"))
                .contains(new FileSystem.Managed(Optional.of(new Manifest.Posix(1, 2))));
    }

    private static FileSystem own(String id) {
        return new FileSystem.Own(new Value.Text(id), "/", false, Optional.empty());
    }

    private static Optional<FileSystem> efs(String base, String override) {
        return merged(
                        "storage: {volumes: {v: {path: /v, efs: " + base + "}}}\n",
                        "storage: {volumes: {v: {efs: " + override + "}}}\n")
                .storage()
                .volumes()
                .get("v")
                .efs();
    }

    @Test
    void theSourcesOfASecretReplaceEachOther() {
        assertThat(secret("/a", "{secretsmanager: s}")).isEqualTo(new Secret.SecretsManager("s"));
        assertThat(secret("{secretsmanager: s}", "/a")).isEqualTo(new Secret.Reference("/a"));
        assertThat(secret("{secretsmanager: s}", "{from_cfn: x}")).isEqualTo(new Secret.Export("x"));
        assertThat(secret("{from_cfn: x}", "{generate: 32}")).isEqualTo(new Secret.Generate(32));
    }

    private static Secret secret(String base, String override) {
        return merged("secrets: {S: " + base + "}\n", "secrets: {S: " + override + "}\n")
                .secrets()
                .get("S");
    }
}
