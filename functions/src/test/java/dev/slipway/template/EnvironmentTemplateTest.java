package dev.slipway.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EnvironmentTemplateTest {
    private static final Template TEMPLATE = Template.parse(Template.text("environment.yaml"));

    /** Types that CloudFormation cannot tag. */
    private static final Set<String> UNTAGGED = Set.of(
            "AWS::EC2::Route",
            "AWS::EC2::SecurityGroupIngress",
            "AWS::EC2::SubnetRouteTableAssociation",
            "AWS::EC2::VPCGatewayAttachment",
            "AWS::EFS::MountTarget",
            "AWS::ElasticLoadBalancingV2::Listener");

    /** The outputs of a Copilot environment, and what their exports are called after {@code <stack>-}. */
    private static final Map<String, String> OUTPUTS = new TreeMap<>();

    static {
        Stream.of(
                        "VpcId",
                        "PublicSubnets",
                        "PrivateSubnets",
                        "InternetGatewayID",
                        "PublicRouteTableID",
                        "PrivateRouteTableIDs",
                        "ServiceDiscoveryNamespaceID",
                        "EnvironmentSecurityGroup",
                        "ClusterId",
                        "PublicLoadBalancerFullName",
                        "HTTPListenerArn",
                        "HTTPSListenerArn",
                        "InternalLoadBalancerFullName",
                        "InternalWorkloadsHostedZoneName",
                        "InternalHTTPListenerArn",
                        "InternalHTTPSListenerArn",
                        "InternalLoadBalancerSecurityGroup")
                .forEach(name -> OUTPUTS.put(name, name));
        OUTPUTS.put("PublicLoadBalancerDNSName", "PublicLoadBalancerDNS");
        OUTPUTS.put("PublicLoadBalancerHostedZone", "CanonicalHostedZoneID");
        OUTPUTS.put("DefaultHTTPTargetGroupArn", "DefaultHTTPTargetGroup");
        OUTPUTS.put("PublicALBAccessible", "");
        OUTPUTS.put("InternalLoadBalancerDNSName", "InternalLoadBalancerDNS");
        OUTPUTS.put("InternalLoadBalancerHostedZone", "InternalLoadBalancerCanonicalHostedZoneID");
        OUTPUTS.put("InternalWorkloadsHostedZone", "InternalWorkloadsHostedZoneID");
        OUTPUTS.put("EnvironmentHostedZone", "HostedZone");
        OUTPUTS.put("EnvironmentSubdomain", "SubDomain");
        OUTPUTS.put("ManagedFileSystemID", "FilesystemID");
    }

    @Test
    void theOutputsAndExportsAreThoseOfACopilotEnvironment() {
        Map<String, String> exports = new TreeMap<>();
        Template.map(TEMPLATE.content().get("Outputs")).forEach((key, output) -> {
            Object name = Template.at(output, "Export", "Name", "Fn::Sub");
            exports.put(key, name instanceof String text ? text.replace("${AWS::StackName}-", "") : "");
        });

        assertThat(exports).isEqualTo(OUTPUTS);
    }

    @Test
    void everythingSaysWhichEnvironmentItBelongsTo() {
        Template.map(TEMPLATE.content().get("Resources")).forEach((id, resource) -> {
            String type = Template.at(resource, "Type").toString();
            if (!UNTAGGED.contains(type) && !id.equals("ApplicationRecord")) {
                assertThat(tags(Template.map(Template.at(resource, "Properties"))))
                        .as(id)
                        .containsEntry("copilot-application", Map.of("Ref", "Application"))
                        .containsEntry("copilot-environment", Map.of("Ref", "Environment"));
            }
        });
    }

    @Test
    void dataOutlivesTheStack() {
        TEMPLATE.resources("AWS::EFS::FileSystem").forEach((id, fileSystem) -> {
            assertThat(fileSystem.get("DeletionPolicy")).isEqualTo("RetainExceptOnCreate");
            assertThat(Template.at(fileSystem, "Properties", "Encrypted")).isEqualTo(true);
        });
        assertThat(Template.at(TEMPLATE.content(), "Resources", "ApplicationRecord", "DeletionPolicy"))
                .isEqualTo("Retain");
    }

    private static Map<String, Object> tags(Map<String, Object> properties) {
        Map<String, Object> tags = new TreeMap<>();
        for (String name : List.of("Tags", "FileSystemTags", "HostedZoneTags")) {
            Object given = properties.get(name);
            tags.putAll(Template.map(given));
            if (given instanceof List<?> list) {
                list.forEach(tag -> tags.put(Template.at(tag, "Key").toString(), Template.at(tag, "Value")));
            }
        }
        return tags;
    }
}
