package dev.slipway.local.cli;

import java.util.List;
import java.util.Map;

/**
 * What a user calls a resource: its type in words, and its name.
 *
 * @param type such as {@code target group}
 * @param name without what every ARN repeats: partition, region, account
 */
record ResourceName(String type, String name) {

    /** The types by service and by what the resource part begins with, see the Service Authorization Reference. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("acm:certificate", "certificate"),
            Map.entry("elasticloadbalancing:targetgroup", "target group"),
            Map.entry("elasticloadbalancing:listener-rule", "listener rule"),
            Map.entry("elasticloadbalancing:listener", "listener"),
            Map.entry("elasticloadbalancing:loadbalancer", "load balancer"),
            Map.entry("servicediscovery:service", "discovery service"),
            Map.entry("ssm:parameter", "parameter"),
            Map.entry("secretsmanager:secret", "secret"),
            Map.entry("ecs:service", "ECS service"),
            Map.entry("ecs:task-definition", "task definition"),
            Map.entry("iam:role", "role"),
            Map.entry("logs:log-group", "log group"),
            Map.entry("cloudwatch:alarm", "alarm"),
            Map.entry("application-autoscaling:scalable-target", "scalable target"),
            Map.entry("autoscaling:scalingPolicy", "scaling policy"),
            Map.entry("elasticfilesystem:access-point", "access point"),
            Map.entry("ec2:security-group", "security group"),
            Map.entry("route53:hostedzone", "hosted zone"),
            Map.entry("s3:", "bucket"),
            Map.entry("sns:", "topic"));

    /** @param arn an ARN, or a bare name, which has no type */
    static ResourceName of(String arn) {
        List<String> parts = List.of(arn.split(":", 6));
        if (parts.size() < 6 || !parts.get(0).equals("arn")) {
            return new ResourceName("", arn);
        }
        String service = parts.get(2);
        String resource = parts.get(5);
        String kind = resource.split("[/:]", 2)[0];
        String type = TYPES.get(service + ":" + kind);
        if (type != null) {
            return new ResourceName(
                    type, name(type, resource.substring(Math.min(kind.length() + 1, resource.length()))));
        }
        return new ResourceName(TYPES.getOrDefault(service + ":", service + " " + kind), resource);
    }

    /** {@code target group web-1a2b} */
    String sentence() {
        return (type + " " + name).strip();
    }

    private static String name(String type, String rest) {
        return switch (type) {
            case "target group" -> rest.split("/")[0];
            case "load balancer" -> rest.replaceFirst("^(app|net)/", "").split("/")[0];
            // A path, and so absolute, except where the name has no slash at all.
            case "parameter" -> rest.contains("/") ? "/" + rest : rest;
            case "log group" -> rest.replaceFirst(":\\*$", "");
            case "ECS service", "role" -> rest.substring(rest.lastIndexOf('/') + 1);
            case "scaling policy" -> rest.replaceFirst("^.*policyName/", "").replaceFirst(":.*", "");
            default -> rest.replaceFirst("^/", "");
        };
    }
}
