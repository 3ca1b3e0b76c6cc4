package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** A manifest that cannot be deployed is refused with the place of the mistake, before anything is changed. */
@Execution(ExecutionMode.CONCURRENT)
class RejectedIT {
    private final Account account = Account.get();

    /** Service, manifest, code of the problem, line and column (0 where there is none). */
    static Stream<Arguments> manifests() {
        return Stream.of(
                mistake("not-yaml", "name: [web", "yaml-syntax", 1, 11),
                mistake("wrong-type", small("wrong-type") + "cpu: plenty\n", "wrong-type", 8, 6),
                mistake("no-secret", small("no-secret") + "secrets:\n  KEY: /no/such\n", "secret-not-found", 9, 8),
                mistake(
                        "no-image",
                        small("no-image").replace("location: public.ecr.aws/nginx/nginx:1.27", "build: Dockerfile"),
                        "image-not-found",
                        4,
                        10),
                mistake(
                        "no-certificate",
                        small("no-certificate") + "  alias: api.nowhere.test\n",
                        "no-certificate",
                        8,
                        10),
                mistake("other-name", small("somebody"), "name-mismatch", 1, 7),
                mistake("too-long", "# " + "x".repeat(300 * 1024) + "\n" + small("too-long"), "too-large", 1, 1));
    }

    private static Arguments mistake(String service, String manifest, String code, int line, int column) {
        return Arguments.of(service, manifest, code, line, column);
    }

    private static String small(String service) {
        return Manifests.small(service);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manifests")
    void aMistakeIsRefusedWithItsPlaceAndNothingIsChanged(
            String name, String manifest, String code, int line, int column) {
        TestedService service = new TestedService(account, name);
        Object mark = service.mark();

        Deployed refused = service.deploy(manifest);

        assertRefused(service, refused, mark, code);
        JsonNode problem = refused.problem(code).orElseThrow();
        assertThat(problem.path("line").asInt() + ":" + problem.path("column").asInt())
                .as(problem.toString())
                .isEqualTo(line + ":" + column);
        assertThat(service.snapshot().names()).isEmpty();
    }

    @Test
    void twoServicesCannotClaimTheSameRequests() {
        TestedService standing = new TestedService(account, "claimed-before");
        standing.deploy(Manifests.small(standing.name));
        TestedService service = new TestedService(account, "claims-too");
        Object mark = service.mark();

        Deployed refused = service.deploy(
                Manifests.small(service.name).replace("path: /" + service.name, "path: /" + standing.name));

        assertRefused(service, refused, mark, "rule-taken");
        assertThat(refused.problem("rule-taken").orElseThrow().path("message").asText())
                .contains(standing.name);
        assertThat(service.snapshot().names()).isEmpty();
    }

    @Test
    void aTopicThatIsAnothersIsNamedAndNothingIsChanged() {
        TestedService service = new TestedService(account, "no-topic");
        account.sns.createTopic(r -> r.name(service.ecsService() + "-orders"));
        Object mark = service.mark();

        Deployed refused = service.deploy(Manifests.small(service.name) + "publish: {topics: [{name: orders}]}\n");

        assertRefused(service, refused, mark, "not-ours");
        assertThat(refused.problem("not-ours").orElseThrow().path("message").asText())
                .contains("topic " + service.ecsService() + "-orders");
    }

    @Test
    void aRejectedUpdateLeavesTheServiceAsItIs() {
        TestedService service = new TestedService(account, "refused-update");
        service.deploy(Manifests.small(service.name));
        Snapshot before = service.snapshot();
        Object mark = service.mark();

        Deployed refused = service.deploy(Manifests.small(service.name) + "cpu: 257\n");

        assertThat(refused.outcome()).as(refused.toString()).isEqualTo("REJECTED");
        assertThat(service.changesSince(mark)).isEmpty();
        assertThat(before.differencesTo(service.snapshot())).isEmpty();
        assertThat(service.isLocked()).isFalse();
    }

    private static void assertRefused(TestedService service, Deployed refused, Object mark, String code) {
        assertThat(refused.outcome()).as(refused.toString()).isEqualTo("REJECTED");
        assertThat(refused.execution()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(refused.problem(code)).as(refused.toString()).isPresent();
        assertThat(refused.status().path("failure").path("message").asText()).isNotEmpty();
        assertThat(service.changesSince(mark)).isEmpty();
        assertThat(service.isLocked()).isFalse();
    }
}
