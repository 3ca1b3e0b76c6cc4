package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ByHandTest {
    private static final Role ROLE = new Role(
            "api-role",
            "{}",
            List.of("arn:aws:iam::aws:policy/Some"),
            Map.of("Exec", "{}"),
            Optional.empty(),
            Map.of());

    @Test
    void aRoleLosesItsPoliciesFirst() {
        assertThat(ByHand.removal("role", new Found<>(ROLE, "arn:aws:iam::1:role/api-role"), Samples.SCOPE))
                .isEqualTo("aws iam detach-role-policy --role-name api-role --policy-arn arn:aws:iam::aws:policy/Some"
                        + " && aws iam delete-role-policy --role-name api-role --policy-name Exec"
                        + " && aws iam delete-role --role-name api-role");
    }

    static Stream<Arguments> resources() {
        return Stream.of(
                Arguments.of(
                        "scalable-target",
                        new ScalableTarget("demo-test-api", 1, 2),
                        "arn:x",
                        "aws application-autoscaling deregister-scalable-target --service-namespace ecs"
                                + " --scalable-dimension ecs:service:DesiredCount --resource-id service/"
                                + Samples.SCOPE.environment().cluster() + "/demo-test-api"),
                Arguments.of(
                        "listener-certificate",
                        new ListenerCertificate("arn:listener", "arn:certificate"),
                        "arn:certificate",
                        "aws elbv2 remove-listener-certificates --listener-arn arn:listener"
                                + " --certificates CertificateArn=arn:certificate"),
                Arguments.of(
                        "load-balancer-ingress",
                        new LoadBalancerIngress("sg-env", "sg-lb"),
                        "sgr-1",
                        "aws ec2 revoke-security-group-ingress --group-id sg-env --security-group-rule-ids sgr-1"),
                Arguments.of(
                        "log-group",
                        new LogGroup("/copilot/demo-test-api", OptionalInt.of(30), Map.of()),
                        "arn:aws:logs:eu-west-1:1:log-group:/copilot/demo-test-api",
                        "aws logs delete-log-group --log-group-name /copilot/demo-test-api"));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void aResourceIsNamedAsItsServiceNamesIt(String kind, Resource state, String arn, String command) {
        assertThat(ByHand.removal(kind, new Found<>(state, arn), Samples.SCOPE)).isEqualTo(command);
    }
}
