package dev.slipway.resource;

import dev.slipway.resource.TargetGroup.HealthCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Between our target groups and the SDK's. */
final class TargetGroupTranslator {
    private static final String DELAY = "deregistration_delay.timeout_seconds";
    private static final String STICKINESS = "stickiness.enabled";

    private TargetGroupTranslator() {}

    /** Says only what differs from AWS's defaults, as Copilot's templates do. */
    static CreateTargetGroupRequest creation(TargetGroup wanted, Map<String, String> tags) {
        HealthCheck check = wanted.healthCheck();
        HealthCheck defaults = wanted.defaults();
        CreateTargetGroupRequest.Builder request = CreateTargetGroupRequest.builder()
                .name(wanted.name())
                .targetType(TargetTypeEnum.IP)
                .port(wanted.port())
                .protocol(wanted.protocol())
                .protocolVersion(wanted.protocolVersion().orElse(null))
                .vpcId(wanted.vpc())
                .healthCheckPath(check.path().orElse(null))
                .tags(Tagged.list(tags));
        if (!check.protocol().equals(defaults.protocol()) || wanted.protocol().equals("HTTPS")) {
            request.healthCheckProtocol(check.protocol());
        }
        if (!check.port().equals(defaults.port())) {
            request.healthCheckPort(check.port());
        }
        if (!check.codes().equals(defaults.codes())) {
            request.matcher(matcher(wanted));
        }
        if (check.interval() != defaults.interval()) {
            request.healthCheckIntervalSeconds(check.interval());
        }
        if (check.timeout() != defaults.timeout()) {
            request.healthCheckTimeoutSeconds(check.timeout());
        }
        if (check.healthyThreshold() != defaults.healthyThreshold()) {
            request.healthyThresholdCount(check.healthyThreshold());
        }
        if (check.unhealthyThreshold() != defaults.unhealthyThreshold()) {
            request.unhealthyThresholdCount(check.unhealthyThreshold());
        }
        return request.build();
    }

    /** Says everything: what is left out keeps the value that it has. */
    static ModifyTargetGroupRequest modification(String arn, TargetGroup wanted) {
        HealthCheck check = wanted.healthCheck();
        return ModifyTargetGroupRequest.builder()
                .targetGroupArn(arn)
                .healthCheckProtocol(check.protocol())
                .healthCheckPort(check.port())
                .healthCheckPath(check.path().orElse(null))
                .matcher(matcher(wanted))
                .healthCheckIntervalSeconds(check.interval())
                .healthCheckTimeoutSeconds(check.timeout())
                .healthyThresholdCount(check.healthyThreshold())
                .unhealthyThresholdCount(check.unhealthyThreshold())
                .build();
    }

    /** Without stickiness where Copilot's template does not mention it: a TLS listener's target group refuses it. */
    static List<TargetGroupAttribute> attributes(TargetGroup wanted, boolean withStickiness) {
        List<TargetGroupAttribute> attributes = new ArrayList<>();
        attributes.add(attribute(DELAY, String.valueOf(wanted.deregistrationDelay())));
        if (withStickiness) {
            attributes.add(attribute(STICKINESS, String.valueOf(wanted.stickiness())));
        }
        return attributes;
    }

    /** The state of a target group as AWS describes it. */
    static TargetGroup state(
            software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup group,
            Map<String, String> attributes) {
        Optional<String> version = Optional.ofNullable(group.protocolVersion()).filter(text -> !text.equals("HTTP1"));
        boolean web = group.protocolAsString().startsWith("HTTP");
        HealthCheck defaults = HealthCheck.defaults(web, version);
        boolean overTcp = "TCP".equals(group.healthCheckProtocolAsString());
        Optional<String> codes = Optional.ofNullable(group.matcher())
                .map(version.filter("GRPC"::equals).isPresent() ? Matcher::grpcCode : Matcher::httpCode);
        HealthCheck check = new HealthCheck(
                Optional.ofNullable(group.healthCheckProtocolAsString()).orElse(defaults.protocol()),
                Optional.ofNullable(group.healthCheckPort()).orElse(defaults.port()),
                overTcp ? Optional.empty() : Optional.ofNullable(group.healthCheckPath()),
                overTcp ? Optional.empty() : codes.or(defaults::codes),
                Optional.ofNullable(group.healthCheckIntervalSeconds()).orElse(defaults.interval()),
                Optional.ofNullable(group.healthCheckTimeoutSeconds()).orElse(defaults.timeout()),
                Optional.ofNullable(group.healthyThresholdCount()).orElse(defaults.healthyThreshold()),
                Optional.ofNullable(group.unhealthyThresholdCount()).orElse(defaults.unhealthyThreshold()));
        return new TargetGroup(
                group.targetGroupName(),
                group.port(),
                group.protocolAsString(),
                version,
                group.vpcId(),
                check,
                Integer.parseInt(attributes.getOrDefault(DELAY, "300")),
                Boolean.parseBoolean(attributes.getOrDefault(STICKINESS, "false")));
    }

    private static Matcher matcher(TargetGroup wanted) {
        return wanted.healthCheck()
                .codes()
                .map(codes -> wanted.isGrpc()
                        ? Matcher.builder().grpcCode(codes).build()
                        : Matcher.builder().httpCode(codes).build())
                .orElse(null);
    }

    private static TargetGroupAttribute attribute(String key, String value) {
        return TargetGroupAttribute.builder().key(key).value(value).build();
    }
}
