package dev.slipway.environment;

import static dev.slipway.environment.EnvironmentBuilder.environment;
import static dev.slipway.environment.ManifestBuilder.backend;
import static dev.slipway.environment.ManifestBuilder.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Manifest.FileSystem;
import dev.slipway.manifest.Manifest.Placement;
import dev.slipway.manifest.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequiredOutputsTest {

    @Test
    void httpNeedsThePublicLoadBalancer() {
        assertMissing(web().at("http", 5, 1), environment().noLoadBalancer(), "http", "PublicLoadBalancerDNSName");
        assertMissing(
                web().at("http", 5, 1),
                environment().noLoadBalancer().output("PublicLoadBalancerDNSName", "lb"),
                "http",
                "HTTPListenerArn");
    }

    @Test
    void httpOfABackendServiceNeedsTheInternalLoadBalancer() {
        assertMissing(backend().rule("/").at("http", 5, 1), environment(), "http", "InternalLoadBalancerDNSName");
        assertThat(missing(backend(), environment())).isEmpty();
    }

    @Test
    void aLoadBalancerOfOnesOwnNeedsNoneOfTheEnvironment() {
        assertThat(missing(web().alb("mine"), environment().noLoadBalancer())).isEmpty();
    }

    @Test
    void publicPlacementNeedsPublicSubnets() {
        assertMissing(
                web().at("network.vpc", 5, 1), environment().noSubnets(), "network.vpc.placement", "PublicSubnets");
    }

    @Test
    void privatePlacementNeedsPrivateSubnets() {
        assertMissing(
                web().placement(new Placement.Private()).at("network.vpc.placement", 5, 1),
                environment().noSubnets(),
                "network.vpc.placement",
                "PrivateSubnets");
    }

    @Test
    void privatePlacementInAVpcOfTheStacksOwnNeedsNatGateways() {
        var isPrivate = web().placement(new Placement.Private()).at("network.vpc.placement", 5, 1);

        assertMissing(
                isPrivate,
                environment().output("InternetGatewayID", "igw-1"),
                "network.vpc.placement",
                "PrivateRouteTableIDs");
        assertThat(missing(isPrivate, environment())).isEmpty();
    }

    @Test
    void aManagedVolumeNeedsTheEnvironmentsFileSystem() {
        var volume =
                web().volume("data", new FileSystem.Managed(Optional.empty())).at("storage.volumes.data.efs", 5, 1);

        assertMissing(volume, environment(), "storage.volumes.data.efs", "ManagedFileSystemID");
        assertThat(missing(volume, environment().output("ManagedFileSystemID", "fs-1")))
                .isEmpty();
    }

    @Test
    void aNetworkLoadBalancerNeedsPublicSubnetsWhereverItsTasksRun() {
        var nlb = web().noRules()
                .nlb("TCP")
                .placement(new Placement.Subnets(List.of("subnet-x")))
                .at("nlb", 5, 1);

        assertMissing(nlb, environment().noSubnets(), "nlb", "PublicSubnets");
    }

    private static void assertMissing(
            ManifestBuilder manifest, EnvironmentBuilder environment, String path, String output) {
        assertThat(missing(manifest, environment)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("environment-output-missing");
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.line()).isEqualTo(5);
            assertThat(problem.hint().orElseThrow()).endsWith("demo-test lacks the output " + output);
        });
    }

    private static List<Problem> missing(ManifestBuilder manifest, EnvironmentBuilder environment) {
        return RequiredOutputs.missing(manifest.reading(), manifest.manifest(), environment.build());
    }
}
