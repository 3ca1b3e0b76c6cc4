package dev.slipway.conformance;

import dev.slipway.conformance.RecordedAws.Call;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What an AWS without anything answers: the least that a client can go on with. */
final class Answers {
    private static final String ARN = "arn:aws:%s:us-west-2:123456789123:%s";
    private static final String ELB = "ElasticLoadBalancingV2.";

    private final Map<String, Creation> creations = new TreeMap<>();
    private Optional<Call> loadBalancer = Optional.empty();
    private int made;

    /** @param made ARN or id of what the call made; empty if it made nothing */
    record Answer(int status, String body, String made) {}

    /** @param body of the answer, by what was made */
    private record Creation(Function<Call, String> made, Function<String, String> body) {}

    Answers() {
        query(
                "Iam.CreateRole",
                "<Role><Arn>%s</Arn></Role>",
                call -> "arn:aws:iam::123456789123:role/" + call.text("RoleName"));
        query("Sns.CreateTopic", "<TopicArn>%s</TopicArn>", call -> arn("sns", call.text("Name")));
        query(
                ELB + "CreateTargetGroup",
                "<TargetGroups><member><TargetGroupArn>%s</TargetGroupArn></member></TargetGroups>",
                call -> arn("elasticloadbalancing", "targetgroup/" + call.text("Name") + "/" + number()));
        query(
                ELB + "CreateRule",
                "<Rules><member><RuleArn>%s</RuleArn></member></Rules>",
                call -> call.text("ListenerArn") + "/" + number());
        query(
                ELB + "CreateListener",
                "<Listeners><member><ListenerArn>%s</ListenerArn></member></Listeners>",
                call -> call.text("LoadBalancerArn") + "/" + number());
        query(
                ELB + "CreateLoadBalancer",
                "<LoadBalancers><member><LoadBalancerArn>%s</LoadBalancerArn></member></LoadBalancers>",
                call -> loadBalancerArn(call.text("Name")));
        creations.put(
                "Ec2.CreateSecurityGroup",
                new Creation(call -> "sg-" + number(), "<R><groupId>%s</groupId></R>"::formatted));
        creations.put(
                "Ecs.RegisterTaskDefinition",
                new Creation(
                        call -> arn("ecs", "task-definition/" + call.text("family") + ":1"),
                        "{\"taskDefinition\": {\"taskDefinitionArn\": \"%s\"}}"::formatted));
        creations.put(
                "Ecs.CreateService",
                new Creation(
                        call -> arn("ecs", "service/" + call.text("cluster") + "/" + call.text("serviceName")),
                        "{\"service\": {\"serviceArn\": \"%s\"}}"::formatted));
        creations.put(
                "ServiceDiscovery.CreateService",
                new Creation(
                        call -> arn("servicediscovery", "service/srv-" + number()),
                        "{\"Service\": {\"Arn\": \"%s\"}}"::formatted));
        creations.put(
                "Efs.CreateAccessPoint",
                new Creation(
                        call -> arn("elasticfilesystem", "access-point/fsap-" + number()),
                        "{\"AccessPointArn\": \"%s\"}"::formatted));
    }

    private void query(String operation, String body, Function<Call, String> made) {
        creations.put(operation, new Creation(made, body::formatted));
    }

    static String dnsName(String loadBalancer) {
        return loadBalancer.toLowerCase(Locale.ROOT) + ".elb.us-west-2.amazonaws.com";
    }

    static String zone(String loadBalancer) {
        return "ZONE-OF-" + loadBalancer;
    }

    Answer to(Call call) {
        if (call.operation().equals("Ecs.DescribeTaskDefinition")) {
            return new Answer(400, """
                    {"__type": "ClientException", "message": "Unable to describe task definition."}""", "");
        }
        if (call.operation().equals(ELB + "DescribeLoadBalancers") && loadBalancer.isPresent()) {
            return new Answer(200, description(loadBalancer.get().text("Name")), "");
        }
        if (call.operation().equals(ELB + "CreateLoadBalancer")) {
            loadBalancer = Optional.of(call);
        }
        boolean xml = call.operation().matches("(ElasticLoadBalancing|Iam|Sns|Ec2|CloudWatch\\.|Route53).*");
        Creation creation =
                creations.getOrDefault(call.operation(), new Creation(any -> "", any -> xml ? "<R/>" : "{}"));
        String id = creation.made().apply(call);
        String body = creation.body().apply(id);
        return new Answer(200, body.startsWith("<") && !body.startsWith("<R>") ? result(call, body) : body, id);
    }

    private static String result(Call call, String body) {
        String operation = call.operation().replaceFirst(".*\\.", "");
        return "<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>".formatted(operation, body);
    }

    private static String description(String name) {
        return """
                <DescribeLoadBalancersResponse><DescribeLoadBalancersResult><LoadBalancers><member>
                <LoadBalancerArn>%s</LoadBalancerArn>
                <LoadBalancerName>%s</LoadBalancerName>
                <DNSName>%s</DNSName>
                <CanonicalHostedZoneId>%s</CanonicalHostedZoneId>
                </member></LoadBalancers></DescribeLoadBalancersResult></DescribeLoadBalancersResponse>""".formatted(loadBalancerArn(name), name, dnsName(name), zone(name));
    }

    private String number() {
        made++;
        return "%016x".formatted(made);
    }

    private static String loadBalancerArn(String name) {
        return arn("elasticloadbalancing", "loadbalancer/net/" + name + "/0123456789abcdef");
    }

    private static String arn(String service, String resource) {
        return ARN.formatted(service, resource);
    }
}
