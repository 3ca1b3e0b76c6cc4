package dev.slipway.resource;

import static dev.slipway.resource.HandoverTest.forward;
import static dev.slipway.resource.HandoverTest.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.resource.RuleConflicts.Conflict;
import dev.slipway.resource.RuleConflicts.Kind;
import dev.slipway.resource.RuleConflicts.Other;
import dev.slipway.resource.RuleConflicts.Standing;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RuleConflictsTest {
    private static final Map<String, String> API = Tags.of(new ServiceId("my-app", "test", "api"), Map.of());
    private static final ListenerRule OURS = rule(Web.HTTPS, "/v1", forward("fe"), "a.example.com");

    @Test
    void aHostAndPathThatAnotherServiceHasIsTakenAndTheServiceIsNamed() {
        List<Conflict> conflicts =
                conflicts(OURS, new Other(rule(Web.HTTPS, "/v1", forward("x"), "A.example.com"), "arn", 17, API));

        assertThat(conflicts).extracting(Conflict::kind).containsExactly(Kind.TAKEN);
        assertThat(conflicts.get(0).message())
                .isEqualTo(
                        "a.example.com/v1 is already served by service api of environment test of application my-app");
    }

    @Test
    void oneSharedHostOfSeveralIsEnough() {
        assertThat(conflicts(
                        rule(Web.HTTPS, "/", forward("fe"), "b.example.com", "a.example.com"),
                        new Other(rule(Web.HTTPS, "/", forward("x"), "a.example.com", "c.example.com"), "arn", 1, API)))
                .containsExactly(new Conflict(
                        Kind.TAKEN, "a.example.com", "/", "service api of environment test of application my-app", 1));
    }

    @Test
    void samePathOfAnyHostIsTaken() {
        assertThat(conflicts(
                        rule(Web.HTTP, "/v1", forward("fe")),
                        new Other(rule(Web.HTTP, "/v1", forward("x")), "arn", 1, API)))
                .singleElement()
                .satisfies(
                        conflict -> assertThat(conflict.message())
                                .isEqualTo(
                                        "the path /v1 of any host is already served by service api of environment test of application my-app"));
    }

    @Test
    void anotherPathHostListenerOrSourceIsNoConflict() {
        assertThat(conflicts(
                        OURS,
                        other(rule(Web.HTTPS, "/v2", forward("x"), "a.example.com")),
                        other(rule(Web.HTTPS, "/v1", forward("x"), "b.example.com")),
                        other(rule(Web.HTTP, "/v1", forward("x"), "a.example.com")),
                        other(new ListenerRule(
                                Web.HTTPS,
                                ListenerRule.conditions(List.of("10.0.0.0/8"), List.of("a.example.com"), "/v1"),
                                forward("x"),
                                OptionalInt.empty(),
                                1,
                                true))))
                .isEmpty();
    }

    @Test
    void aRuleMadeByHandIsRespectedAndReportedWhereItComesFirst() {
        Other byHand = new Other(rule(Web.HTTPS, "/", forward("x")), "arn", 3, Map.of());

        assertThat(conflicts(OURS, byHand)).singleElement().satisfies(conflict -> {
            assertThat(conflict.kind()).isEqualTo(Kind.SHADOWED);
            assertThat(conflict.message())
                    .isEqualTo(
                            "requests for a.example.com/v1 are taken first by a rule with the priority 3, which belongs to nobody that its tags name");
        });
        assertThat(conflicts(OURS, new Other(byHand.rule(), "arn", 49_999, Map.of())))
                .isEmpty();
    }

    @Test
    void aRuleWithFurtherConditionsTakesOnlySomeRequests() {
        ListenerRule canary = new ListenerRule(
                Web.HTTPS,
                List.of(new ListenerRule.Condition("http-header:X-Canary", List.of("1"))),
                forward("x"),
                OptionalInt.empty(),
                1,
                true);

        assertThat(conflicts(OURS, new Other(canary, "arn", 1, Map.of()))).isEmpty();
    }

    @Test
    void anOlderBroaderRuleOfCopilotsIsReported() {
        assertThat(conflicts(
                        rule(Web.HTTP, "/api/v2", forward("fe")),
                        new Other(rule(Web.HTTP, "/api", forward("x")), "arn", 2, API)))
                .extracting(Conflict::kind)
                .containsExactly(Kind.SHADOWED);
    }

    @Test
    void whatTheServiceHasAlreadyIsWarnedOfNotRefused() {
        Other same = other(OURS);

        assertThat(RuleConflicts.of(
                        List.of(OURS), List.of(new Found<>(OURS, "arn:own")), new Standing(List.of(same), 2)))
                .extracting(Conflict::kind)
                .containsExactly(Kind.SHADOWED);
    }

    @Test
    void backendServicesShareTheLoadBalancersOwnName() {
        String lb = "internal-my-app-1.us-west-2.elb.amazonaws.com";

        assertThat(conflicts(
                        rule(Web.HTTP, "/", forward("fe"), lb, "fe.test.my-app.internal"),
                        other(rule(Web.HTTP, "/", forward("x"), lb, "api.test.my-app.internal"))))
                .isEmpty();
    }

    @Test
    void patternsMatchAsElasticLoadBalancingMatchesThem() {
        assertThat(Requests.matches("/a/*", "/a/b/c")).isTrue();
        assertThat(Requests.matches("/a/*", "/a")).isFalse();
        assertThat(Requests.matches("*.example.com", "x.y.example.com")).isTrue();
        assertThat(Requests.matches("a?c", "abc")).isTrue();
        assertThat(Requests.matches("a?c", "a*c")).isFalse();
        assertThat(Requests.matches("/*", "/a/*")).isTrue();
        assertThat(Requests.matches("/a*", "/*")).isFalse();
        assertThat(Requests.matches("*b", "aab")).isTrue();
        assertThat(Requests.matches("", "")).isTrue();
        assertThat(Requests.overlap("/a/b/*", "/a/*/c")).isTrue();
        assertThat(Requests.overlap("*.b.com", "a.*.com")).isTrue();
        assertThat(Requests.overlap("/a", "/a/*")).isFalse();
        assertThat(Requests.overlap("", "*")).isTrue();
    }

    private static List<Conflict> conflicts(ListenerRule ours, Other... others) {
        return RuleConflicts.of(List.of(ours), List.of(), new Standing(List.of(others), others.length));
    }

    private static Other other(ListenerRule rule) {
        return new Other(rule, "arn", 5, API);
    }
}
