package dev.slipway.resource;

/**
 * What a user does where the pipeline could not: the command of the AWS CLI that takes a resource away. It is shown only where
 * something was left over, so it names the resource by its ARN or name and needs nothing else.
 */
public final class ByHand {
    private ByHand() {}

    /** @param kind see {@link ResourceKind#name} */
    public static String removal(String kind, Found<?> found, Scope scope) {
        String arn = found.arn();
        return "aws "
                + switch (kind) {
                    case "load-balancer-security-group" -> "ec2 delete-security-group --group-id " + arn;
                    case "load-balancer-ingress" -> revocation((LoadBalancerIngress) found.state(), arn);
                    case "network-load-balancer" -> "elbv2 delete-load-balancer --load-balancer-arn " + arn;
                    case "target-group" -> "elbv2 delete-target-group --target-group-arn " + arn;
                    case "listener-rule" -> "elbv2 delete-rule --rule-arn " + arn;
                    case "network-listener" -> "elbv2 delete-listener --listener-arn " + arn;
                    case "listener-certificate" -> certificate((ListenerCertificate) found.state());
                    case "dns-record" -> records((DnsRecord) found.state());
                    case "discovery-service" -> "servicediscovery delete-service --id " + last(arn);
                    case "generated-secret", "parameter" ->
                        "ssm delete-parameter --name " + found.state().key();
                    case "topic" -> "sns delete-topic --topic-arn " + arn;
                    case "access-point" -> "efs delete-access-point --access-point-id " + last(arn);
                    case "log-group" ->
                        "logs delete-log-group --log-group-name "
                                + found.state().key();
                    case "role" -> role((Role) found.state());
                    case "task-definition" -> "ecs deregister-task-definition --task-definition " + arn;
                    case "ecs-service" ->
                        "ecs delete-service --force --cluster %s --service %s"
                                .formatted(scope.environment().cluster(), arn);
                    case "scalable-target" ->
                        "application-autoscaling deregister-scalable-target"
                                + tasks(scope, ((ScalableTarget) found.state()).ecsService());
                    case "scaling-policy" -> {
                        ScalingPolicy policy = (ScalingPolicy) found.state();
                        yield "application-autoscaling delete-scaling-policy --policy-name " + policy.name()
                                + tasks(scope, policy.ecsService());
                    }
                    case "alarm" ->
                        "cloudwatch delete-alarms --alarm-names "
                                + found.state().key();
                    default -> throw new IllegalArgumentException("no kind of resource is called " + kind);
                };
    }

    private static String revocation(LoadBalancerIngress ingress, String rule) {
        return "ec2 revoke-security-group-ingress --group-id %s --security-group-rule-ids %s"
                .formatted(ingress.securityGroup(), rule);
    }

    private static String certificate(ListenerCertificate certificate) {
        return "elbv2 remove-listener-certificates --listener-arn %s --certificates CertificateArn=%s"
                .formatted(certificate.listener(), certificate.certificate());
    }

    /** Route 53 deletes a record only if it is told all of it, so the first thing is to look at it. */
    private static String records(DnsRecord record) {
        return "route53 list-resource-record-sets --hosted-zone-id %s --start-record-name %s --max-items 1"
                .formatted(record.zone(), record.name());
    }

    /** IAM deletes a role only when it has no policies any more. */
    private static String role(Role role) {
        StringBuilder commands = new StringBuilder();
        role.managedPolicies()
                .forEach(policy -> commands.append("iam detach-role-policy --role-name %s --policy-arn %s && aws "
                        .formatted(role.name(), policy)));
        role.policies()
                .keySet()
                .forEach(policy -> commands.append("iam delete-role-policy --role-name %s --policy-name %s && aws "
                        .formatted(role.name(), policy)));
        return commands + "iam delete-role --role-name " + role.name();
    }

    private static String tasks(Scope scope, String ecsService) {
        return " --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id "
                + ScalableTargets.resourceId(scope, ecsService);
    }

    private static String last(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
