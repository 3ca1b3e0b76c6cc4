package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemedyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CannotPullContainerError: failed to resolve ref x/y:z: not found | push the image",
                "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64' | platform",
                "CannotPullContainerError: toomanyrequests: You have reached your pull rate limit | public.ecr.aws",
                "CannotPullContainerError: 403 Forbidden | image.credentials",
                "CannotPullContainerError: dial tcp 1.2.3.4:443: i/o timeout | NAT gateway",
                "ResourceInitializationError: unable to pull secrets or registry auth: invalid parameters: /a/b | create the secret",
                "ResourceInitializationError: unable to pull secrets: AccessDeniedException: not authorized | copilot-environment",
                "ResourceInitializationError: unable to pull secrets or registry auth: There is a connection issue | NAT gateway",
                "the load balancer's health check failed: Task failed ELB health checks in (target-group x) | http.healthcheck",
                "target group x, port 80: Health checks failed with these codes: [404] (Target.ResponseCodeMismatch) | http.healthcheck",
                "container \"api\" failed its health check | image.healthcheck",
                "container \"api\" exited with code 137 (killed: out of memory, or it did not stop when asked) | memory",
                "container \"api\" exited with code 127 | entrypoint",
                "container \"api\" exited with code 1 | log says why",
                "The service was not steady after 60 s (deployment.timeout) | deployment.timeout",
                "ECS gave the deployment up. ECS deployment alarm: alarm detected. | rollback_alarms"
            })
    void everyWayInWhichARolloutFailsHasANextStep(String reason, String remedy) {
        assertThat(Remedy.of("RolloutFailedException", List.of("The service did not become steady: " + reason, reason)))
                .contains(remedy)
                .endsWith("upload the manifest again");
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDeniedException, docs/permissions.md",
        "TooManyRules, Service Quotas",
        "ResourceInUse, still uses",
        "ThrottlingException, wait",
        "ValidationError, AWS's own words"
    })
    void anErrorOfAwsHasTheNextStepOfItsMeaning(String code, String remedy) {
        assertThat(Remedy.of(code, List.of("listener-rule x: " + code + ": it says (Elb, request 1)")))
                .contains(remedy);
    }

    @Test
    void theFirstCauseDecidesAndALogIsNoCause() {
        assertThat(Remedy.of(
                        "RolloutFailedException",
                        List.of(
                                "container \"api\" exited with code 1",
                                "log of api: CannotPullContainerError",
                                "container \"api\" failed its health check")))
                .contains("log says why");
    }

    @Test
    void aWrongPlatformShowsItselfInTheLog() {
        assertThat(Remedy.of(
                        "RolloutFailedException",
                        List.of(
                                "container \"api\" exited with code 255",
                                "log of api: exec /bin/api: exec format error")))
                .contains("platform");
    }

    @Test
    void whatNobodyKnowsLeadsToTheLogs() {
        assertThat(Remedy.of("Lambda.Unknown", List.of("The step's function stopped")))
                .contains("log group");
    }
}
