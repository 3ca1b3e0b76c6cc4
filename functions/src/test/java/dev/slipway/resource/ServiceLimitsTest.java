package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServiceLimitsTest {
    private static final String BASE =
            "name: fe\ntype: Load Balanced Web Service\nimage: {location: nginx, port: 80}\n";

    @Test
    void aServiceHasFiveTargetGroups() {
        String rules = "http:\n  path: /\n  additional_rules: [%s]\n";

        assertThat(exceeded(rules.formatted("{path: a}, {path: b}, {path: c}, {path: d}")))
                .isEmpty();
        assertThat(exceeded(rules.formatted("{path: a}, {path: b}, {path: c}, {path: d}, {path: e}")))
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(tuple("limit-exceeded", "http.additional_rules", 6));
        assertThat(exceeded(rules.formatted("{path: a}, {path: b}, {path: c}")
                        + "nlb: {port: 81, additional_listeners: [{port: 82}]}\n"))
                .extracting(Problem::message)
                .containsExactly(
                        "4 rules and 2 network listeners need a target group each, and an ECS service can have 5");
    }

    @Test
    void tasksHaveFiveSecurityGroupsWithTheEnvironmentsOwn() {
        String five = "[sg-1, sg-2, sg-3, sg-4, sg-5]";

        assertThat(exceeded("http: {path: /}\nnetwork: {vpc: {security_groups: " + five + "}}\n"))
                .extracting(Problem::path, Problem::line)
                .containsExactly(tuple("network.vpc.security_groups", 5));
        assertThat(exceeded("http: {path: /}\nnetwork: {vpc: {security_groups: {deny_default: true, groups: " + five
                        + "}}}\n"))
                .isEmpty();
    }

    @Test
    void aTaskHasTenContainers() {
        assertThat(exceeded("http: {path: /}\nsidecars: {" + sidecars(9) + "}\n"))
                .isEmpty();
        assertThat(exceeded("http: {path: /}\nsidecars: {" + sidecars(8)
                        + "}\nobservability: {tracing: awsxray}\nlogging: {destination: {Name: x}}\n"))
                .extracting(Problem::path, Problem::message)
                .containsExactly(tuple("sidecars", "a task would have 11 containers, and can have 10"));
    }

    /** A Backend Service answers to two names on the internal load balancer, beside what its manifest says. */
    @Test
    void theHostsOfTheEnvironmentCountAmongTheConditionsOfARule() {
        String http = "http: {path: /a, allowed_source_ips: [10.0.0.0/8, 11.0.0.0/8]}\n";

        assertThat(exceeded(http)).isEmpty();
        assertThat(exceeded("type: Backend Service\nname: fe\nimage: {location: nginx, port: 80}\n", http))
                .extracting(Problem::code, Problem::path)
                .containsExactly(tuple("limit-exceeded", "http"));
    }

    @Test
    void aTaskDefinitionHas64Kibibytes() {
        String variable = "x".repeat(60 * 1024);

        assertThat(sizeExceeded("http: {path: /}\nvariables: {A: " + variable + "}\n"))
                .isEmpty();
        assertThat(sizeExceeded("http: {path: /}\nvariables: {A: " + variable + ", B: " + "x".repeat(4096) + "}\n"))
                .extracting(Problem::code, Problem::isError)
                .containsExactly(tuple("limit-exceeded", true));
    }

    private static String sidecars(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "s" + i + ": {image: x}")
                .collect(Collectors.joining(", "));
    }

    private static List<Problem> exceeded(String more) {
        return exceeded(BASE, more);
    }

    private static List<Problem> exceeded(String base, String more) {
        return ServiceLimits.of(TestService.of(base, more), reading(base + more));
    }

    private static List<Problem> sizeExceeded(String more) {
        return ServiceLimits.ofTaskDefinition(TestService.of(BASE, more), reading(BASE + more));
    }

    private static Reading reading(String manifest) {
        return ManifestReader.read(manifest, "my-app", "test", Map.of());
    }
}
