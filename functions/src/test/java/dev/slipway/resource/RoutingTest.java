package dev.slipway.resource;

import static dev.slipway.resource.Web.HTTP;
import static dev.slipway.resource.Web.HTTPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.environment.Environment.LoadBalancer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final LoadBalancer INTERNAL = new LoadBalancer(
            "internal-my-app-1.us-west-2.elb.amazonaws.com",
            "app/internal/1",
            "Z2",
            Optional.of(HTTP),
            Optional.empty(),
            List.of());

    @Test
    void withoutAliasAndDomainOneHttpRuleForwardsByPathAlone() {
        List<ListenerRule> rules = rules(Web.with(Web.rule("/")));

        assertThat(rules).hasSize(1);
        assertThat(rules.get(0).listener()).isEqualTo(HTTP);
        assertThat(rules.get(0).conditions()).containsExactly(condition("path-pattern", "/*"));
        assertThat(rules.get(0).action().isForward()).isTrue();
    }

    @Test
    void withADomainTheDefaultHostAnswersOverHttpsAndHttpRedirects() {
        List<ListenerRule> rules = rules(Web.with(Web.rule("/")).domain());

        assertThat(rules).extracting(ListenerRule::listener).containsExactly(HTTPS, HTTP);
        assertThat(rules).allSatisfy(rule -> assertThat(rule.conditions())
                .containsExactly(
                        condition("host-header", "fe.test.my-app.example.com"), condition("path-pattern", "/*")));
        assertThat(rules.get(0).action().isForward()).isTrue();
        assertThat(rules.get(1).action()).isEqualTo(ListenerRule.Action.redirect("HTTP_301"));
    }

    @Test
    void aliasesReplaceTheDefaultHostAndHttpForwardsWhereRedirectIsOff() {
        List<ListenerRule> rules = rules(Web.with(Web.withoutRedirect(Web.rule("/", "a.example.com", "b.example.com")))
                .domain());

        assertThat(rules).extracting(ListenerRule::listener).containsExactly(HTTPS, HTTP);
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.values(ListenerRule.HOST)).containsExactly("a.example.com", "b.example.com");
            assertThat(rule.action().isForward()).isTrue();
        });
        assertThat(rules.get(0).action()).isEqualTo(rules.get(1).action());
    }

    @Test
    void anAliasAnswersOverHttpsWhereTheListenerExistsEvenWithoutADomain() {
        assertThat(rules(Web.with(Web.rule("/", "api.example.org"))))
                .extracting(ListenerRule::listener)
                .containsExactly(HTTPS, HTTP);
    }

    @Test
    void eachRuleDecidesForItselfBetweenHttpAndHttps() {
        List<ListenerRule> rules = rules(Web.with(Web.rule("/", "api.example.org"), Web.rule("/open")));

        assertThat(rules).extracting(ListenerRule::listener).containsExactly(HTTPS, HTTP, HTTP);
        assertThat(rules.get(2).values(ListenerRule.HOST)).isEmpty();
    }

    @Test
    void anAdditionalRuleWithoutAliasGetsTheDefaultHostInADomain() {
        List<ListenerRule> rules =
                rules(Web.with(Web.rule("/", "a.example.com"), Web.rule("/x")).domain());

        assertThat(rules.get(2).values(ListenerRule.HOST)).containsExactly("fe.test.my-app.example.com");
    }

    @Test
    void withoutAnHttpsListenerAliasesAreIgnored() {
        List<ListenerRule> rules =
                rules(Web.with(Web.rule("/", "a.example.com")).behind(Web.balancer(false)));

        assertThat(rules).extracting(ListenerRule::listener).containsExactly(HTTP);
        assertThat(rules.get(0).values(ListenerRule.HOST)).isEmpty();
    }

    @Test
    void conditionsAreSourceIpsThenHostsThenPathsAlsoOnTheRedirect() {
        List<ListenerRule> rules = rules(Web.with(Web.from(Web.rule("/x", "a.example.com"), "10.0.0.0/8", "::/0")));

        assertThat(rules).allSatisfy(rule -> assertThat(rule.conditions())
                .containsExactly(
                        condition("source-ip", "10.0.0.0/8", "::/0"),
                        condition("host-header", "a.example.com"),
                        condition("path-pattern", "/x", "/x/*")));
    }

    @Test
    void pathsBecomePatternsAsCopilotWritesThem() {
        assertThat(ListenerRule.patterns("/")).containsExactly("/*");
        assertThat(ListenerRule.patterns("/a/*")).containsExactly("/a/*", "/a/*/*");
        assertThat(ListenerRule.patterns("/b/")).containsExactly("/b/", "/b//*");
        assertThat(ListenerRule.patterns("/*")).containsExactly("/*", "/*/*");
    }

    @Test
    void exactHostsAndWildcardsStandInOneRuleAsWithCopilot() {
        List<ListenerRule> rules = rules(Web.with(Web.rule("/", "example.com", "*.example.com")));

        assertThat(rules)
                .extracting(rule -> rule.values(ListenerRule.HOST))
                .containsExactly(List.of("example.com", "*.example.com"), List.of("example.com", "*.example.com"));
    }

    @Test
    void anImportedLoadBalancerWithBothListenersRedirectsAlwaysAndHasNoDefaultHost() {
        LoadBalancer own = Web.own(true, true);
        List<ListenerRule> rules =
                rules(Web.with(Web.withoutRedirect(Web.rule("/"))).domain().imported(own));

        assertThat(rules)
                .extracting(ListenerRule::listener)
                .containsExactly(own.httpsListener().get(), own.httpListener().get());
        assertThat(rules.get(0).values(ListenerRule.HOST)).isEmpty();
        assertThat(rules.get(1).action().isRedirect()).isTrue();
    }

    @Test
    void anImportedLoadBalancerWithOneListenerForwardsThere() {
        LoadBalancer https = Web.own(false, true);
        LoadBalancer http = Web.own(true, false);

        assertThat(rules(Web.with(Web.rule("/", "a.example.com")).imported(https)))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.action().isForward()).isTrue();
                    assertThat(rule.values(ListenerRule.HOST)).containsExactly("a.example.com");
                });
        assertThat(rules(Web.with(Web.rule("/", "a.example.com")).imported(http)))
                .singleElement()
                .satisfies(rule -> assertThat(rule.values(ListenerRule.HOST)).isEmpty());
    }

    @Test
    void aBackendServiceAnswersOverHttpToTheInternalNames() {
        List<ListenerRule> rules = rules(Web.with(Web.rule("/x")).backend().behind(INTERNAL));

        assertThat(rules).singleElement().satisfies(rule -> assertThat(rule.conditions())
                .containsExactly(
                        condition(
                                "host-header",
                                "internal-my-app-1.us-west-2.elb.amazonaws.com",
                                "fe.test.my-app.internal"),
                        condition("path-pattern", "/x", "/x/*")));
    }

    @Test
    void aBackendServiceWithAnAliasAlwaysRedirectsToHttps() {
        List<ListenerRule> rules =
                rules(Web.with(Web.withoutRedirect(Web.rule("/", "a.corp"))).backend());

        assertThat(rules).extracting(ListenerRule::listener).containsExactly(HTTPS, HTTP);
        assertThat(rules.get(1).action().isRedirect()).isTrue();
    }

    @Test
    void withoutHttpThereIsNoRule() {
        assertThat(rules(Web.with(Web.rule("/")).withoutHttp())).isEmpty();
    }

    @Test
    void theEndpointIsWhereAUserWouldLook() {
        assertThat(endpoint(Web.with(Web.rule("/", "*.example.com", "api.example.com"))))
                .contains("https://api.example.com/");
        assertThat(endpoint(Web.with(Web.rule("/v1")))).contains("http://" + Web.PUBLIC.dnsName() + "/v1");
        assertThat(endpoint(Web.with(Web.rule("/")).domain())).contains("https://fe.test.my-app.example.com/");
        assertThat(endpoint(Web.with(Web.rule("/")).backend().behind(INTERNAL)))
                .contains("http://fe.test.my-app.internal/");
        assertThat(endpoint(Web.with(Web.rule("/")).withoutHttp().backend()))
                .contains("http://fe.test.my-app.local:80/");
    }

    private static Optional<String> endpoint(Web web) {
        return Routing.endpoint(web.service());
    }

    private static List<ListenerRule> rules(Web web) {
        return WantedRules.of(web.service(), new Existing());
    }

    private static ListenerRule.Condition condition(String field, String... values) {
        return new ListenerRule.Condition(field, List.of(values));
    }
}
