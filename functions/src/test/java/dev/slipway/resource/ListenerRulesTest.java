package dev.slipway.resource;

import static dev.slipway.resource.HandoverTest.forward;
import static dev.slipway.resource.HandoverTest.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.calls;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.slipway.aws.Names;
import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import dev.slipway.resource.ListenerRule.Action;
import dev.slipway.resource.ListenerRule.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

class ListenerRulesTest {
    private static final Map<String, String> OURS = Tags.of(Web.ID, Map.of());
    private static final Map<String, String> THEIRS = Tags.of(new ServiceId("my-app", "test", "api"), Map.of());
    private static final String OWN = Names.targetGroup(Web.ID, "0");

    private final ElasticLoadBalancingV2Client elb = Elb.client();
    private final ListenerRules kind = new ListenerRules(elb);
    private final Scope scope = Web.with(Web.rule("/")).scope();
    private final Arns arns = Elb.arns(Set.of(OWN));
    private final Map<String, List<Rule>> rules = new HashMap<>();
    private final Map<String, Map<String, String>> tags = new HashMap<>();

    @Test
    void theServicesRulesAreFoundOnAllListenersByTheirTags() {
        given(Web.HTTPS, Elb.forward("arn:1", 15_400, "a.example.com", "/", OWN), OURS);
        given(Web.HTTP, Elb.redirect("arn:2", 15_410, "a.example.com", "/"), OURS);
        given(Web.HTTP, Elb.redirect("arn:3", 15_411, "b.example.com", "/"), THEIRS);
        answer();

        assertThat(kind.read(scope, arns))
                .containsExactlyInAnyOrder(
                        new Found<>(rule(Web.HTTPS, "/", forward(OWN), "a.example.com"), "arn:1"),
                        new Found<>(rule(Web.HTTP, "/", Action.redirect("HTTP_301"), "a.example.com"), "arn:2"));
    }

    @Test
    void tagsAreNotAskedForWhereTheTargetGroupIsAnotherServices() {
        given(Web.HTTPS, Elb.forward("arn:1", 15_400, "a.example.com", "/", "api-12345678-87654321"), THEIRS);
        answer();

        assertThat(kind.read(scope, arns)).isEmpty();
        verify(elb, never()).describeTags(any(DescribeTagsRequest.class));
    }

    @Test
    void tagsAreAskedForTwentyRulesAtATimeAndRulesThatGoMeanwhileDoNotMatter() {
        for (int i = 0; i < 45; i++) {
            given(Web.HTTP, Elb.redirect("arn:" + i, 100 + i, "h" + i + ".example.com", "/"), i == 7 ? OURS : THEIRS);
        }
        answer();

        assertThat(kind.read(scope, arns)).extracting(Found::arn).containsExactly("arn:7");
        verify(elb, times(3)).describeTags(any(DescribeTagsRequest.class));

        tags.remove("arn:8");
        assertThat(kind.read(scope, arns)).extracting(Found::arn).containsExactly("arn:7");
    }

    @Test
    void rulesOnAnImportedLoadBalancerAreFoundByTheListenersThatWereNoted() {
        Web web = Web.with(Web.rule("/")).imported(Web.own(true, false));
        String listener = Web.own(true, false).httpListener().get();
        given(listener, Elb.forward("arn:1", 49_990, "", "/", OWN), OURS);
        answer();

        assertThat(kind.read(scope, arns)).isEmpty();
        Listeners.note(web.service(), arns);
        assertThat(kind.read(scope, arns)).extracting(Found::arn).containsExactly("arn:1");
    }

    @Test
    void aRuleOfCopilotsOutsideOfItsBandKeepsItsPriority() {
        given(Web.HTTP, Elb.forward("arn:1", 3, "", "/api", OWN), OURS);
        answer();
        Existing existing = new Existing();
        existing.add(kind, kind.read(scope, arns));
        existing.add(new TargetGroups(elb), List.of());

        List<ListenerRule> desired = kind.desired(Web.with(Web.rule("/api")).service(), existing);

        assertThat(desired.get(0).priority()).hasValue(3);
        assertThat(desired.get(0).key())
                .isEqualTo(existing.of(ListenerRule.class).get(0).state().key());
    }

    @Test
    void aSecondCopyOfARuleIsAnotherResource() {
        given(Web.HTTP, Elb.forward("arn:2", 30_000, "", "/api", OWN), OURS);
        given(Web.HTTP, Elb.forward("arn:1", 3, "", "/api", OWN), OURS);
        answer();

        assertThat(kind.read(scope, arns))
                .extracting(Found::arn, found -> found.state().copy())
                .containsExactly(tuple("arn:1", 1), tuple("arn:2", 2));
    }

    @Test
    void aNewRuleIsTaggedAndPutIntoItsBand() {
        answer();
        ArgumentCaptor<CreateRuleRequest> request = ArgumentCaptor.forClass(CreateRuleRequest.class);
        doReturn(created("arn:new")).when(elb).createRule(request.capture());
        ListenerRule wanted = rule(Web.HTTPS, "/api", forward(OWN), "a.example.com");

        assertThat(kind.create(wanted, scope, arns)).isEqualTo("arn:new");

        assertThat(Priorities.band(wanted.conditions())
                        .contains(request.getValue().priority()))
                .isTrue();
        assertThat(request.getValue().tags()).hasSize(3);
        assertThat(request.getValue().actions()).singleElement().satisfies(action -> {
            assertThat(action.targetGroupArn()).isEqualTo(Web.targetGroupArn(OWN));
            assertThat(action.forwardConfig()).isNull();
        });
        assertThat(request.getValue().conditions())
                .extracting(condition -> condition.field())
                .containsExactly("host-header", "path-pattern");
    }

    @Test
    void aClashWithAnotherDeploymentIsJustTheNextPlace() {
        ListenerRule wanted = rule(Web.HTTP, "/api", forward(OWN));
        answer();
        List<Integer> tried = new ArrayList<>();
        doAnswer(call -> {
                    int priority = call.<CreateRuleRequest>getArgument(0).priority();
                    tried.add(priority);
                    if (tried.size() < 3) {
                        given(
                                Web.HTTP,
                                Elb.forward("arn:t" + priority, priority, "", "/t" + priority, "api-1-2"),
                                THEIRS);
                        throw Elb.error("PriorityInUse");
                    }
                    return created("arn:new");
                })
                .when(elb)
                .createRule(any(CreateRuleRequest.class));

        assertThat(kind.create(wanted, scope, arns)).isEqualTo("arn:new");
        assertThat(tried).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void aCallWhoseAnswerWasLostMakesNoSecondRule() {
        given(Web.HTTP, Elb.forward("arn:1", 30_000, "", "/api", OWN), OURS);
        answer();

        assertThat(kind.create(rule(Web.HTTP, "/api", forward(OWN)), scope, arns))
                .isEqualTo("arn:1");
        verify(elb, never()).createRule(any(CreateRuleRequest.class));
    }

    @Test
    void aRuleThatAnotherServiceHasForTheSameRequestsIsRefused() {
        given(Web.HTTP, Elb.forward("arn:1", 30_000, "", "/api", "api-1-2"), THEIRS);
        answer();

        assertThatThrownBy(() -> kind.create(rule(Web.HTTP, "/api", forward(OWN)), scope, arns))
                .isInstanceOf(NotOursException.class)
                .hasMessageContaining("service api of environment test of application my-app");
    }

    /** CloudFormation gave none to the rules of Copilot's stacks. */
    @Test
    void rulesWithoutTagsAreTheServicesWhereItWantsThemAndTheyLeadToItself() {
        given(Web.HTTPS, Elb.forward("arn:1", 3, "a.example.com", "/", OWN), Map.of());
        given(Web.HTTP, Elb.redirect("arn:2", 3, "a.example.com", "/"), Map.of());
        answer();
        assertThat(kind.read(scope, arns)).isEmpty();

        RoutingNotes.note(Web.with(Web.rule("/", "a.example.com")).service(), arns);

        assertThat(kind.read(scope, arns))
                .extracting(Found::arn, found -> found.state().tagged())
                .containsExactly(tuple("arn:1", false), tuple("arn:2", false));
    }

    @Test
    void whatLeadsElsewhereOrIsAnothersOrIsNotWantedIsNotTakenForCopilots() {
        given(Web.HTTPS, Elb.forward("arn:1", 3, "a.example.com", "/", "api-1-2"), Map.of());
        given(Web.HTTPS, Elb.forward("arn:2", 4, "a.example.com", "/", OWN), THEIRS);
        given(Web.HTTPS, Elb.forward("arn:3", 5, "a.example.com", "/by-hand", OWN), Map.of());
        // It leads to what nobody knows to be the service's.
        given(Web.HTTP, Elb.redirect("arn:4", 4, "a.example.com", "/"), Map.of());
        answer();
        RoutingNotes.note(Web.with(Web.rule("/", "a.example.com")).service(), arns);

        assertThat(kind.read(scope, arns)).isEmpty();
    }

    /** IAM lets the pipeline change and delete only what bears the application's tag. */
    @Test
    void aRuleGetsItsTagsBeforeAnythingElseIsDoneToIt() {
        doReturn(AddTagsResponse.builder().build()).when(elb).addTags(any(AddTagsRequest.class));
        doReturn(ModifyRuleResponse.builder().build()).when(elb).modifyRule(any(ModifyRuleRequest.class));
        doReturn(DeleteRuleResponse.builder().build()).when(elb).deleteRule(any(DeleteRuleRequest.class));
        arns.put("target-group", "new", Web.targetGroupArn("new"));
        ListenerRule wanted = rule(Web.HTTP, "/", forward(OWN));
        Found<ListenerRule> left = new Found<>(wanted.tagged(false), "arn:1");

        kind.update(left, wanted, scope, arns);
        verify(elb, never()).modifyRule(any(ModifyRuleRequest.class));
        kind.update(left, rule(Web.HTTP, "/", forward("new")), scope, arns);
        kind.remove(left, scope, arns);

        AddTagsRequest tagging = AddTagsRequest.builder()
                .resourceArns("arn:1")
                .tags(Tagged.list(scope.tags()))
                .build();
        InOrder order = inOrder(elb);
        order.verify(elb, calls(2)).addTags(tagging);
        order.verify(elb).modifyRule(any(ModifyRuleRequest.class));
        order.verify(elb, calls(1)).addTags(tagging);
        order.verify(elb).deleteRule(any(DeleteRuleRequest.class));
    }

    /** The tags that it got in the meantime stay: without them it could not be changed again. */
    @Test
    void anUndoTakesNoTagsAway() {
        ListenerRule tagged = rule(Web.HTTP, "/", forward(OWN));

        assertThat(kind.update(new Found<>(tagged, "arn:1"), tagged.tagged(false), scope, arns))
                .isEqualTo("arn:1");
        verify(elb, never()).addTags(any(AddTagsRequest.class));
    }

    @Test
    void otherErrorsAreNotTakenForAClash() {
        answer();
        doThrow(Elb.error("TooManyRules")).when(elb).createRule(any(CreateRuleRequest.class));

        assertThatThrownBy(() -> kind.create(rule(Web.HTTP, "/api", forward(OWN)), scope, arns))
                .hasMessageContaining("TooManyRules");
        verify(elb, times(1)).createRule(any(CreateRuleRequest.class));
    }

    @Test
    void weightsAreSetInOneCall() {
        ArgumentCaptor<ModifyRuleRequest> request = ArgumentCaptor.forClass(ModifyRuleRequest.class);
        doReturn(ModifyRuleResponse.builder().build()).when(elb).modifyRule(request.capture());
        arns.put("target-group", "new", Web.targetGroupArn("new"));
        ListenerRule from = rule(Web.HTTP, "/", forward(OWN));

        kind.update(
                new Found<>(from, "arn:1"),
                from.with(Action.forward(List.of(new Share(OWN, 1), new Share("new", 0)))),
                scope,
                arns);

        assertThat(request.getValue().actions().get(0).forwardConfig().targetGroups())
                .extracting(group -> group.weight())
                .containsExactly(1, 0);
        assertThat(request.getValue().hasConditions()).isFalse();
    }

    @Test
    void aPriorityAloneIsNotWorthACall() {
        ListenerRule from = rule(Web.HTTP, "/", forward(OWN));
        ListenerRule to = new ListenerRule(
                from.listener(), from.conditions(), from.action(), OptionalInt.of(3), from.copy(), true);

        assertThat(kind.update(new Found<>(from, "arn:1"), to, scope, arns)).isEqualTo("arn:1");
    }

    @Test
    void aRuleThatIsGoneCanBeRemoved() {
        doThrow(Elb.error("RuleNotFound")).when(elb).deleteRule(any(DeleteRuleRequest.class));

        kind.remove(new Found<>(rule(Web.HTTP, "/", forward(OWN)), "arn:1"), scope, arns);
    }

    @Test
    void whatSomebodyDidToARuleByHandIsSeenAndOverwritten() {
        Rule maintenance = Elb.forward("arn:1", 30_000, "", "/api", OWN).toBuilder()
                .actions(software.amazon.awssdk.services.elasticloadbalancingv2.model.Action.builder()
                        .type("fixed-response")
                        .fixedResponseConfig(config -> config.statusCode("503"))
                        .build())
                .build();
        given(Web.HTTP, maintenance, OURS);
        answer();

        Found<ListenerRule> found = kind.read(scope, arns).get(0);

        assertThat(found.state().key())
                .isEqualTo(rule(Web.HTTP, "/api", forward(OWN)).key());
        assertThat(found.state()).isNotEqualTo(rule(Web.HTTP, "/api", forward(OWN)));
        assertThatThrownBy(() -> RuleTranslator.actions(found.state(), name -> name))
                .hasMessageContaining("set by hand");
    }

    @Test
    void rulesOfOthersThatConcernOursAreReadWithTheirOwners() {
        given(Web.HTTP, Elb.forward("arn:1", 30_000, "", "/api", "api-1-2"), THEIRS);
        given(Web.HTTP, Elb.forward("arn:2", 30_001, "", "/web", "web-1-2"), THEIRS);
        given(Web.HTTP, Elb.forward("arn:3", 49_000, "", "/", OWN), OURS);
        answer();

        RuleConflicts.Standing standing = kind.others(List.of(rule(Web.HTTP, "/api", forward(OWN))), scope, arns);

        assertThat(standing.rules()).isEqualTo(3);
        assertThat(standing.others()).singleElement().satisfies(other -> {
            assertThat(other.arn()).isEqualTo("arn:1");
            assertThat(other.tags()).isEqualTo(THEIRS);
        });
    }

    private void given(String listener, Rule rule, Map<String, String> owner) {
        rules.computeIfAbsent(listener, key -> new ArrayList<>()).add(rule);
        tags.put(rule.ruleArn(), owner);
    }

    private void answer() {
        Elb.rules(elb, rules);
        Elb.tags(elb, tags);
    }

    private static CreateRuleResponse created(String arn) {
        return CreateRuleResponse.builder()
                .rules(Rule.builder().ruleArn(arn).build())
                .build();
    }
}
