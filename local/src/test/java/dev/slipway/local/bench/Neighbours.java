package dev.slipway.local.bench;

import dev.slipway.local.LocalAws;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.RecordType;

/** Other services in the environment: what of them a deployment gets to see, made directly, since that is quicker. */
@SuppressWarnings("unchecked") // lambdas as varargs, as the SDK has them
final class Neighbours {
    private final ElasticLoadBalancingV2Client elb;
    private final ServiceDiscoveryClient cloudMap;
    private final Map<String, String> environment;

    Neighbours(LocalAws aws) {
        elb = aws.endpoint().client(ElasticLoadBalancingV2Client.builder());
        cloudMap = aws.endpoint().client(ServiceDiscoveryClient.builder());
        environment = aws
                .endpoint()
                .client(CloudFormationClient.builder())
                .describeStacks(r -> r.stackName("demo-test"))
                .stacks()
                .get(0)
                .outputs()
                .stream()
                .collect(Collectors.toMap(output -> output.outputKey(), output -> output.outputValue()));
    }

    /** Until there are so many, with those that are there already; a load balancer takes 100 rules. */
    void settle(int howMany) {
        long there = elb.describeRules(r -> r.listenerArn(environment.get("HTTPListenerArn"))).rules().stream()
                .filter(rule -> !rule.isDefault())
                .count();
        for (int i = 0; i < howMany - there; i++) {
            settle("neighbour" + i, 20_000 + i);
        }
    }

    private void settle(String name, int priority) {
        Tag[] tags = {
            tag("copilot-application", "demo"), tag("copilot-environment", "test"), tag("copilot-service", name)
        };
        String group = elb.createTargetGroup(r -> r.name(name)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .vpcId(environment.get("VpcId"))
                        .targetType(TargetTypeEnum.IP)
                        .tags(tags))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        elb.createRule(r -> r.listenerArn(environment.get("HTTPListenerArn"))
                .priority(priority)
                .conditions(one -> one.field("path-pattern")
                        .pathPatternConfig(paths -> paths.values("/" + name, "/" + name + "/*")))
                .actions(one -> one.type(ActionTypeEnum.FORWARD).targetGroupArn(group))
                .tags(tags));
        cloudMap.createService(r -> r.name(name)
                .namespaceId(environment.get("ServiceDiscoveryNamespaceID"))
                .dnsConfig(dns ->
                        dns.dnsRecords(record -> record.type(RecordType.A).ttl(10L))));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
