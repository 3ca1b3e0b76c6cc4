package dev.slipway.resource;

import dev.slipway.resource.ListenerRule.Action;
import dev.slipway.resource.ListenerRule.Condition;
import dev.slipway.resource.ListenerRule.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Between our listener rules and the SDK's. */
final class RuleTranslator {
    private static final String REGEX = "regex:";
    private static final List<String> ORDER = List.of(ListenerRule.SOURCE_IP, ListenerRule.HOST, ListenerRule.PATH);

    private RuleTranslator() {}

    /** @param names what a target group is called here, by its ARN */
    static ListenerRule state(String listener, Rule rule, UnaryOperator<String> names) {
        List<Condition> conditions = rule.conditions().stream()
                .map(RuleTranslator::condition)
                .sorted(Comparator.comparingInt(RuleTranslator::rank).thenComparing(Condition::field))
                .toList();
        int priority = Integer.parseInt(rule.priority());
        return new ListenerRule(
                listener,
                conditions,
                action(rule, names),
                Priorities.band(conditions).contains(priority) ? OptionalInt.empty() : OptionalInt.of(priority),
                1,
                true);
    }

    /** The values of one kind of condition. */
    static List<String> values(Rule rule, String field) {
        return rule.conditions().stream()
                .map(RuleTranslator::condition)
                .filter(condition -> condition.field().equals(field))
                .flatMap(condition -> condition.values().stream())
                .toList();
    }

    /** @param arns the ARN of a target group by its name */
    static List<software.amazon.awssdk.services.elasticloadbalancingv2.model.Action> actions(
            ListenerRule rule, UnaryOperator<String> arns) {
        return switch (rule.action().type()) {
            case "forward" -> List.of(forward(rule.action().targetGroups(), arns));
            case "redirect" -> List.of(redirect(rule.action()));
            default ->
                throw new IllegalStateException("the rule's action was set by hand and cannot be put back: "
                        + rule.action().detail());
        };
    }

    static List<RuleCondition> conditions(ListenerRule rule) {
        return rule.conditions().stream().map(RuleTranslator::condition).toList();
    }

    /** ARNs of the target groups that an action names. */
    static List<String> targetGroups(software.amazon.awssdk.services.elasticloadbalancingv2.model.Action action) {
        List<String> arns = new ArrayList<>();
        if (action.targetGroupArn() != null) {
            arns.add(action.targetGroupArn());
        }
        if (action.forwardConfig() != null) {
            action.forwardConfig().targetGroups().forEach(tuple -> arns.add(tuple.targetGroupArn()));
        }
        return arns;
    }

    /** @param arns the ARN of a target group by its name */
    static software.amazon.awssdk.services.elasticloadbalancingv2.model.Action forward(
            List<Share> shares, UnaryOperator<String> arns) {
        var action = software.amazon.awssdk.services.elasticloadbalancingv2.model.Action.builder()
                .type(ActionTypeEnum.FORWARD);
        if (shares.size() == 1) {
            return action.targetGroupArn(arns.apply(shares.get(0).targetGroup()))
                    .build();
        }
        List<TargetGroupTuple> tuples = shares.stream()
                .map(share -> TargetGroupTuple.builder()
                        .targetGroupArn(arns.apply(share.targetGroup()))
                        .weight(share.weight())
                        .build())
                .toList();
        return action.forwardConfig(config -> config.targetGroups(tuples)).build();
    }

    private static software.amazon.awssdk.services.elasticloadbalancingv2.model.Action redirect(Action action) {
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.Action.builder()
                .type(ActionTypeEnum.REDIRECT)
                .redirectConfig(toHttps(action.detail()))
                .build();
    }

    private static RedirectActionConfig toHttps(String statusCode) {
        return RedirectActionConfig.builder()
                .protocol("HTTPS")
                .port("443")
                .host("#{host}")
                .path("/#{path}")
                .query("#{query}")
                .statusCode(statusCode)
                .build();
    }

    private static Action action(Rule rule, UnaryOperator<String> names) {
        if (rule.actions().size() != 1 || !rule.transforms().isEmpty()) {
            return new Action("other", List.of(), rule.actions() + " " + rule.transforms());
        }
        var action = rule.actions().get(0);
        return switch (action.type()) {
            case FORWARD -> Action.forward(shares(action, names));
            case REDIRECT -> {
                String code = action.redirectConfig().statusCodeAsString();
                yield toHttps(code).equals(action.redirectConfig())
                                && action.redirectConfig().statusCode()
                                        != RedirectActionStatusCodeEnum.UNKNOWN_TO_SDK_VERSION
                        ? Action.redirect(code)
                        : new Action("other redirect", List.of(), action.toString());
            }
            default -> new Action("other", List.of(), action.toString());
        };
    }

    /** @param names what a target group is called here, by its ARN */
    static List<Share> shares(
            software.amazon.awssdk.services.elasticloadbalancingv2.model.Action action, UnaryOperator<String> names) {
        List<Share> shares = new ArrayList<>();
        if (action.forwardConfig() != null) {
            action.forwardConfig()
                    .targetGroups()
                    .forEach(tuple -> shares.add(new Share(
                            names.apply(tuple.targetGroupArn()), tuple.weight() == null ? 1 : tuple.weight())));
        }
        if (shares.isEmpty()) {
            shares.add(new Share(names.apply(action.targetGroupArn()), 1));
        }
        // The weight of a single target group says nothing: it gets every request.
        return shares.size() == 1 ? List.of(new Share(shares.get(0).targetGroup(), 1)) : shares;
    }

    private static Condition condition(RuleCondition condition) {
        String field = condition.field();
        return switch (field) {
            case ListenerRule.HOST ->
                condition.hostHeaderConfig() == null
                        ? new Condition(field, condition.values())
                        : either(
                                field,
                                condition.hostHeaderConfig().values(),
                                condition.hostHeaderConfig().regexValues());
            case ListenerRule.PATH ->
                condition.pathPatternConfig() == null
                        ? new Condition(field, condition.values())
                        : either(
                                field,
                                condition.pathPatternConfig().values(),
                                condition.pathPatternConfig().regexValues());
            case ListenerRule.SOURCE_IP ->
                new Condition(field, condition.sourceIpConfig().values());
            case "http-header" ->
                either(
                        field + ":" + condition.httpHeaderConfig().httpHeaderName(),
                        condition.httpHeaderConfig().values(),
                        condition.httpHeaderConfig().regexValues());
            case "query-string" ->
                new Condition(
                        field,
                        condition.queryStringConfig().values().stream()
                                .map(pair -> (pair.key() == null ? "" : pair.key() + "=") + pair.value())
                                .toList());
            case "http-request-method" ->
                new Condition(field, condition.httpRequestMethodConfig().values());
            default -> new Condition(field, List.of(condition.toString()));
        };
    }

    private static Condition either(String field, List<String> values, List<String> regexValues) {
        return regexValues.isEmpty() ? new Condition(field, values) : new Condition(REGEX + field, regexValues);
    }

    private static RuleCondition condition(Condition condition) {
        RuleCondition.Builder sdk = RuleCondition.builder();
        return switch (condition.field()) {
            case ListenerRule.HOST ->
                sdk.field(ListenerRule.HOST)
                        .hostHeaderConfig(config -> config.values(condition.values()))
                        .build();
            case ListenerRule.PATH ->
                sdk.field(ListenerRule.PATH)
                        .pathPatternConfig(config -> config.values(condition.values()))
                        .build();
            case ListenerRule.SOURCE_IP ->
                sdk.field(ListenerRule.SOURCE_IP)
                        .sourceIpConfig(config -> config.values(condition.values()))
                        .build();
            default ->
                throw new IllegalStateException("the rule's condition was set by hand and cannot be put back: "
                        + condition.field() + " " + condition.values());
        };
    }

    private static int rank(Condition condition) {
        int rank = ORDER.indexOf(condition.field());
        return rank < 0 ? ORDER.size() : rank;
    }
}
