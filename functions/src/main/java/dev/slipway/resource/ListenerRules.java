package dev.slipway.resource;

import static dev.slipway.aws.AwsErrors.Meaning.GONE;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.Tags;
import dev.slipway.aws.Together;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * The rules that lead requests from the shared listeners to a service. Other services' rules are never touched.
 *
 * <p>CloudFormation gave no tags to the rules that Copilot made. One without tags is the service's if the service wants one
 * for the same requests and it leads to no target groups but the service's own, or redirects to such a rule; it gets the
 * tags as soon as something is done to it.
 *
 * @see <a href="https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1526">CloudFormation's issue</a>
 */
public final class ListenerRules implements ResourceKind<ListenerRule> {
    private static final int PAGE = 400;
    /** Services that are deployed at the same moment may each take the place that this one wanted. */
    private static final int ATTEMPTS = 60;

    private final ElasticLoadBalancingV2Client elb;

    public ListenerRules(ElasticLoadBalancingV2Client elb) {
        this.elb = elb;
    }

    @Override
    public String name() {
        return "listener-rule";
    }

    @Override
    public Class<ListenerRule> type() {
        return ListenerRule.class;
    }

    @Override
    public String whyReplaced() {
        return "its conditions are what a rule is; the old one serves until the new takes over";
    }

    @Override
    public List<ListenerRule> desired(Service service, Existing existing) {
        return WantedRules.of(service, existing);
    }

    /** The target groups say behind which load balancers they are. */
    @Override
    public List<Class<? extends Resource>> readAfter() {
        return List.of(TargetGroup.class);
    }

    @Override
    public List<Found<ListenerRule>> read(Scope scope, Arns arns) {
        List<Supplier<List<Found<ListenerRule>>>> reads = new ArrayList<>();
        for (String listener : Listeners.concerned(scope, arns)) {
            reads.add(() -> own(listener, standing(listener, arns), scope, arns));
        }
        List<Found<ListenerRule>> found =
                Together.all(reads).stream().flatMap(List::stream).toList();
        Set<String> served = found.stream()
                .map(Found::state)
                .filter(rule -> !rule.action().isRedirect())
                .map(ListenerRule::requests)
                .collect(Collectors.toSet());
        List<Found<ListenerRule>> own = found.stream()
                .filter(rule -> rule.state().tagged()
                        || !rule.state().action().isRedirect()
                        || served.contains(rule.state().requests()))
                .toList();
        own.forEach(rule -> RoutingNotes.note(rule, arns));
        return redirectsLast(own);
    }

    /** What is made last is the first to go: a redirect must not lead to where nothing answers yet, or any more. */
    static List<Found<ListenerRule>> redirectsLast(List<Found<ListenerRule>> rules) {
        return rules.stream()
                .sorted(Comparator.comparing(rule -> rule.state().action().isRedirect()))
                .toList();
    }

    @Override
    public ListenerRule interim(ListenerRule from, ListenerRule to) {
        return Handover.of(from, to);
    }

    @Override
    public ListenerRule interim(List<Found<ListenerRule>> existing, ListenerRule to) {
        return Handover.of(existing.stream().map(Found::state).toList(), to);
    }

    /** @throws NotOursException if another service has a rule for the very same requests */
    @Override
    public String create(ListenerRule wanted, Scope scope, Arns arns) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Rule> standing = standing(wanted.listener(), arns);
            for (Found<ListenerRule> own : own(wanted.listener(), standing, scope, arns)) {
                if (own.state().key().equals(wanted.key())) {
                    return update(own, wanted, scope, arns);
                }
            }
            refuseIfTaken(wanted, standing, scope);
            Set<Integer> used = standing.stream()
                    .map(rule -> Integer.parseInt(rule.priority()))
                    .collect(Collectors.toCollection(HashSet::new));
            int priority = Priorities.free(wanted, scope.id(), used)
                    .orElseThrow(() -> new IllegalStateException("the listener %s has no free priority left among %s"
                            .formatted(wanted.listener(), Priorities.band(wanted.conditions()))));
            try {
                return elb.createRule(request -> request.listenerArn(wanted.listener())
                                .priority(priority)
                                .conditions(RuleTranslator.conditions(wanted))
                                .actions(RuleTranslator.actions(wanted, name -> TargetGroups.arn(name, arns)))
                                .tags(Tagged.list(scope.tags())))
                        .rules()
                        .get(0)
                        .ruleArn();
            } catch (AwsServiceException e) {
                if (!AwsErrors.code(e).equals("PriorityInUse")) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("no priority could be had on %s: %d times another deployment took it first"
                .formatted(wanted.listener(), ATTEMPTS));
    }

    @Override
    public String update(Found<ListenerRule> from, ListenerRule to, Scope scope, Arns arns) {
        try {
            claim(from, scope);
            if (from.state().action().equals(to.action())) {
                return from.arn();
            }
            elb.modifyRule(request -> request.ruleArn(from.arn())
                    .actions(RuleTranslator.actions(to, name -> TargetGroups.arn(name, arns))));
            return from.arn();
        } catch (AwsServiceException e) {
            if (AwsErrors.is(GONE, e) && !AwsErrors.code(e).equals("TargetGroupNotFound")) {
                return create(to, scope, arns);
            }
            throw e;
        }
    }

    @Override
    public void remove(Found<ListenerRule> existing, Scope scope, Arns arns) {
        try {
            claim(existing, scope);
            elb.deleteRule(request -> request.ruleArn(existing.arn()));
        } catch (AwsServiceException e) {
            if (!AwsErrors.is(GONE, e)) {
                throw e;
            }
        }
    }

    /** IAM lets the pipeline change only what bears the application's tag, and give tags only to what has none. */
    private void claim(Found<ListenerRule> rule, Scope scope) {
        if (!rule.state().tagged()) {
            elb.addTags(request -> request.resourceArns(rule.arn()).tags(Tagged.list(scope.tags())));
        }
    }

    /**
     * The rules of others on the listeners of {@code wanted}, as far as they have anything to do with it; for {@link
     * RuleConflicts}.
     */
    public RuleConflicts.Standing others(List<ListenerRule> wanted, Scope scope, Arns arns) {
        Map<String, List<ListenerRule>> byListener = wanted.stream()
                .collect(Collectors.groupingBy(ListenerRule::listener, TreeMap::new, Collectors.toList()));
        List<RuleConflicts.Other> others = new ArrayList<>();
        int count = 0;
        for (var entry : byListener.entrySet()) {
            List<Rule> standing = standing(entry.getKey(), arns);
            count += standing.size();
            Map<String, RuleConflicts.Other> related = new HashMap<>();
            Collection<String> own = arns.of(name()).values();
            for (Rule rule : standing) {
                var other = new RuleConflicts.Other(
                        RuleTranslator.state(entry.getKey(), rule, UnaryOperator.identity()),
                        rule.ruleArn(),
                        Integer.parseInt(rule.priority()),
                        Map.of());
                if (!own.contains(rule.ruleArn()) && entry.getValue().stream().anyMatch(other::concerns)) {
                    related.put(rule.ruleArn(), other);
                }
            }
            Map<String, Map<String, String>> tags = Tagged.of(elb, related.keySet());
            related.forEach((arn, other) -> {
                if (tags.containsKey(arn) && !Tags.belongTo(scope.id(), tags.get(arn))) {
                    others.add(other.with(tags.get(arn)));
                }
            });
        }
        return new RuleConflicts.Standing(others, count);
    }

    private List<Rule> standing(String listener, Arns arns) {
        return arns.once(
                "rules of " + listener,
                () ->
                        elb
                                .describeRulesPaginator(
                                        request -> request.listenerArn(listener).pageSize(PAGE))
                                .rules()
                                .stream()
                                .filter(rule -> !Boolean.TRUE.equals(rule.isDefault()))
                                .toList());
    }

    /** The service's own among them, with further copies of the same rule numbered in the order of their priorities. */
    private List<Found<ListenerRule>> own(String listener, List<Rule> standing, Scope scope, Arns arns) {
        Map<String, Rule> candidates = new TreeMap<>();
        standing.stream()
                .filter(rule -> mayBelongTo(rule, scope, arns))
                .forEach(rule -> candidates.put("%05d".formatted(Integer.parseInt(rule.priority())), rule));
        Map<String, Map<String, String>> tags =
                Tagged.of(elb, candidates.values().stream().map(Rule::ruleArn).toList(), arns);
        Map<String, Integer> copies = new HashMap<>();
        List<Found<ListenerRule>> own = new ArrayList<>();
        for (Rule rule : candidates.values()) {
            Map<String, String> its = tags.get(rule.ruleArn());
            if (its == null) {
                continue; // another deployment has deleted it meanwhile
            }
            ListenerRule state = RuleTranslator.state(listener, rule, arn -> TargetGroups.nameOf(arn, scope, arns))
                    .tagged(Tags.belongTo(scope.id(), its));
            if (state.tagged() || Tags.areNobodys(its) && isAsCopilotLeftIt(rule, state, arns)) {
                int copy = copies.merge(state.matching(), 1, Integer::sum);
                own.add(new Found<>(state.copy(copy), rule.ruleArn()));
            }
        }
        return own;
    }

    /** Tags cost a call for every 20 rules: not asked for where the target group is surely another service's. */
    private static boolean mayBelongTo(Rule rule, Scope scope, Arns arns) {
        Collection<String> targetGroups = rule.actions().stream()
                .flatMap(action -> RuleTranslator.targetGroups(action).stream())
                .toList();
        return targetGroups.isEmpty()
                || targetGroups.stream()
                        .anyMatch(arn -> TargetGroups.mayBelongTo(scope.id(), arns, TargetGroups.nameIn(arn), arn));
    }

    private void refuseIfTaken(ListenerRule wanted, List<Rule> standing, Scope scope) {
        List<Rule> same = forTheSame(wanted, standing);
        Tagged.of(elb, same.stream().map(Rule::ruleArn).toList()).forEach((arn, tags) -> {
            if (tags.containsKey(Tags.SERVICE) && !Tags.belongTo(scope.id(), tags)) {
                throw new NotOursException("the listener rule " + arn + " for the same requests", Tags.owner(tags));
            }
        });
    }

    private static List<Rule> forTheSame(ListenerRule wanted, List<Rule> standing) {
        return standing.stream()
                .filter(rule -> RuleTranslator.state(wanted.listener(), rule, UnaryOperator.identity())
                        .matching()
                        .equals(wanted.matching()))
                .toList();
    }

    /** Whether the service wants one for the same requests, and it does nothing else than Copilot's did. */
    private static boolean isAsCopilotLeftIt(Rule rule, ListenerRule state, Arns arns) {
        List<String> targetGroups = rule.actions().stream()
                .flatMap(action -> RuleTranslator.targetGroups(action).stream())
                .toList();
        boolean leadsToOwn = state.action().isForward()
                && !targetGroups.isEmpty()
                && arns.of(TargetGroups.KIND).values().containsAll(targetGroups);
        return RoutingNotes.isWanted(state, arns)
                && (leadsToOwn || state.action().type().equals("redirect"));
    }
}
