package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.resource.ListenerRule.Action;
import dev.slipway.resource.ListenerRule.Share;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private static final ListenerRule OLD = rule(Web.HTTPS, "/", forward("old"), "a.example.com");

    @Test
    void untilTheNewVersionIsSteadyTheOldTargetGroupGetsEveryRequest() {
        ListenerRule to = OLD.with(forward("new"));

        assertThat(Handover.of(OLD, to).action().targetGroups())
                .containsExactly(new Share("old", 1), new Share("new", 0));
    }

    @Test
    void aRuleThatKeepsItsTargetGroupGoesStraightToItsNewState() {
        assertThat(Handover.of(OLD, OLD)).isEqualTo(OLD);
        ListenerRule redirect = OLD.with(Action.redirect("HTTP_302"));
        assertThat(Handover.of(redirect, OLD.with(Action.redirect("HTTP_301"))).action())
                .isEqualTo(Action.redirect("HTTP_301"));
    }

    @Test
    void anInterruptedHandoverGoesOnWithTheGroupThatServes() {
        ListenerRule halfWay = OLD.with(Action.forward(List.of(new Share("old", 1), new Share("new", 0))));

        assertThat(Handover.of(halfWay, OLD.with(forward("new")))).isEqualTo(halfWay);
        assertThat(Handover.of(halfWay, OLD.with(forward("newer"))).action().targetGroups())
                .containsExactly(new Share("old", 1), new Share("newer", 0));
    }

    @Test
    void aNewRuleForRequestsThatAnOldOneServesStartsWithTheOldTargetGroup() {
        ListenerRule wanted = rule(Web.HTTPS, "/api", forward("new"), "a.example.com");

        assertThat(Handover.of(List.of(OLD), wanted).action().targetGroups())
                .containsExactly(new Share("old", 1), new Share("new", 0));
    }

    @Test
    void aNewHostBesideAnOldOneStartsWithTheOldTargetGroup() {
        ListenerRule wanted = rule(Web.HTTPS, "/", forward("new"), "b.example.com", "a.example.com");

        assertThat(Handover.of(List.of(OLD), wanted).action().targetGroups())
                .containsExactly(new Share("old", 1), new Share("new", 0));
    }

    @Test
    void ofSeveralTheMostSpecificHasServedTheRequests() {
        ListenerRule api = rule(Web.HTTPS, "/api", forward("api"), "a.example.com");
        ListenerRule wanted = rule(Web.HTTPS, "/api/v2", forward("new"), "a.example.com");

        assertThat(Handover.of(List.of(OLD, api), wanted).action().targetGroups())
                .containsExactly(new Share("api", 1), new Share("new", 0));
    }

    @Test
    void movingToAnotherListenerTakesTheOldTargetGroupAlong() {
        ListenerRule http = rule(Web.HTTP, "/", forward("old"));

        assertThat(Handover.of(List.of(http), rule(Web.HTTPS, "/", forward("new"), "a.example.com"))
                        .action()
                        .targetGroups())
                .containsExactly(new Share("old", 1), new Share("new", 0));
    }

    @Test
    void aRedirectInPlaceOfAForwardIsNotPermanentBeforeTheForwardIsGone() {
        ListenerRule http = rule(Web.HTTP, "/", forward("old"));
        ListenerRule redirect = rule(Web.HTTP, "/", Action.redirect("HTTP_301"), "a.example.com");

        assertThat(Handover.of(List.of(http), redirect).action()).isEqualTo(Action.redirect("HTTP_302"));
        assertThat(Handover.of(List.of(OLD), redirect).action()).isEqualTo(Action.redirect("HTTP_301"));
    }

    @Test
    void whatNobodyServedIsForwardedAtOnce() {
        ListenerRule wanted = rule(Web.HTTPS, "/", forward("new"), "b.example.com");

        assertThat(Handover.of(List.of(OLD), wanted)).isEqualTo(wanted);
        assertThat(Handover.of(List.of(), wanted)).isEqualTo(wanted);
    }

    @Test
    void aRuleForTheSameRequestsIsTheSameRuleWhateverTheOrderAndCaseOfItsHosts() {
        assertThat(rule(Web.HTTPS, "/", forward("x"), "B.example.com", "a.example.com")
                        .key())
                .isEqualTo(rule(Web.HTTPS, "/", forward("y"), "a.example.com", "b.example.com")
                        .key());
        assertThat(rule(Web.HTTP, "/", forward("x")).key())
                .isNotEqualTo(rule(Web.HTTP, "/", Action.redirect("HTTP_301")).key());
    }

    static ListenerRule rule(String listener, String path, Action action, String... hosts) {
        return new ListenerRule(
                listener,
                ListenerRule.conditions(List.of(), List.of(hosts), path),
                action,
                OptionalInt.empty(),
                1,
                true);
    }

    static Action forward(String targetGroup) {
        return Action.forward(List.of(new Share(targetGroup, 1)));
    }
}
