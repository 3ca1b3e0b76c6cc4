package dev.slipway.environment;

import static dev.slipway.environment.EnvironmentBuilder.environment;
import static dev.slipway.environment.ManifestBuilder.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.Mocks;
import dev.slipway.manifest.Manifest.Placement;
import dev.slipway.manifest.Manifest.Value;
import dev.slipway.manifest.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

class VpcTest {
    private final Ec2Client ec2 = Mocks.client(Ec2Client.class);

    @Test
    void aPlacementWordMeansTheEnvironmentsSubnets() {
        assertThat(subnets(web()).value()).containsExactly("subnet-a", "subnet-b");
        assertThat(subnets(web().placement(new Placement.Private())).value()).containsExactly("subnet-c", "subnet-d");
        verifyNoInteractions(ec2);
    }

    @Test
    void explicitSubnetsMustBeInTheEnvironmentsVpc() {
        found(Map.of("subnet-1", "vpc-1", "subnet-2", "vpc-other"));
        ManifestBuilder manifest = web().placement(new Placement.Subnets(List.of("subnet-1", "subnet-2", "subnet-3")))
                .at("network.vpc.placement.subnets", 7, 5);

        assertThat(subnets(manifest).problems())
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(
                        tuple("subnet-outside-vpc", "network.vpc.placement.subnets[1]", 7),
                        tuple("subnet-not-found", "network.vpc.placement.subnets[2]", 7));
        assertThat(subnets(manifest).value()).containsExactly("subnet-1", "subnet-2", "subnet-3");
    }

    @Test
    void taggedSubnetsHaveEveryTagWithAnyOfItsValues() {
        found(new TreeMap<>(Map.of("subnet-2", "vpc-1", "subnet-1", "vpc-1")));
        var tags = new TreeMap<>(Map.of("tier", List.of("app", "web"), "any", List.<String>of()));

        Answer<List<String>> answer = subnets(web().placement(new Placement.TaggedSubnets(tags)));

        assertThat(answer.problems()).isEmpty();
        assertThat(answer.value()).containsExactly("subnet-1", "subnet-2");
        ArgumentCaptor<DescribeSubnetsRequest> request = ArgumentCaptor.forClass(DescribeSubnetsRequest.class);
        verify(ec2).describeSubnets(request.capture());
        assertThat(request.getValue().filters())
                .extracting(Filter::name, Filter::values)
                .containsExactly(tuple("tag-key", List.of("any")), tuple("tag:tier", List.of("app", "web")));
    }

    @Test
    void tagsThatNoSubnetHasAreAProblem() {
        found(Map.of());

        assertThat(subnets(web().placement(new Placement.TaggedSubnets(Map.of("tier", List.of()))))
                        .problems())
                .extracting(Problem::code)
                .containsExactly("subnet-not-found");
    }

    @Test
    void securityGroupsMustExistInTheEnvironmentsVpcHoweverTheyAreNamed() {
        doReturn(DescribeSecurityGroupsResponse.builder()
                        .securityGroups(
                                SecurityGroup.builder()
                                        .groupId("sg-1")
                                        .vpcId("vpc-1")
                                        .build(),
                                SecurityGroup.builder()
                                        .groupId("sg-2")
                                        .vpcId("vpc-other")
                                        .build())
                        .build())
                .when(ec2)
                .describeSecurityGroups(any(DescribeSecurityGroupsRequest.class));
        ManifestBuilder manifest =
                web().securityGroups(new Value.Text("sg-1"), new Value.Export("two"), new Value.Text("sg-3"));

        assertThat(new Vpc(ec2)
                        .securityGroups(
                                manifest.reading(),
                                manifest.manifest(),
                                environment().build(),
                                Map.of("two", "sg-2")))
                .extracting(Problem::code, Problem::path)
                .containsExactly(
                        tuple("security-group-outside-vpc", "network.vpc.security_groups[1]"),
                        tuple("security-group-not-found", "network.vpc.security_groups[2]"));
    }

    private Answer<List<String>> subnets(ManifestBuilder manifest) {
        return new Vpc(ec2)
                .subnets(manifest.reading(), manifest.manifest(), environment().build());
    }

    private void found(Map<String, String> vpcs) {
        doReturn(DescribeSubnetsResponse.builder()
                        .subnets(vpcs.entrySet().stream()
                                .map(subnet -> Subnet.builder()
                                        .subnetId(subnet.getKey())
                                        .vpcId(subnet.getValue())
                                        .build())
                                .toList())
                        .build())
                .when(ec2)
                .describeSubnets(any(DescribeSubnetsRequest.class));
    }
}
