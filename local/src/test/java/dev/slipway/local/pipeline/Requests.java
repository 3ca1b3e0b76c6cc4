package dev.slipway.local.pipeline;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Requests to one service, and which of them the load balancer would answer as things stand: by the rules, read from AWS. */
final class Requests {
    private static final String HTTP = "HTTPListenerArn";
    private static final String HTTPS = "HTTPSListenerArn";

    private final Account account;
    private final String host;
    private final List<String> paths;
    private final List<String> ecsServices;

    Requests(Account account, TestedService service) {
        this.account = account;
        this.host = service.name + ".slipway.test";
        this.paths = List.of("/" + service.name, "/" + service.name + "/deeper");
        this.ecsServices = List.of(service.ecsService(), service.ecsService() + "-b");
    }

    /** URLs of those that come to a healthy target of an active ECS service; a redirect to such a one will do. */
    Set<String> answered() {
        List<Rule> http = rules(HTTP);
        List<Rule> https = rules(HTTPS);
        Set<String> serving = serving();
        Set<String> answered = new TreeSet<>();
        for (String path : paths) {
            boolean secure =
                    winner(https, path).filter(rule -> forwards(rule, serving)).isPresent();
            if (secure) {
                answered.add("https://" + host + path);
            }
            if (winner(http, path)
                    .filter(rule -> redirects(rule) ? secure : forwards(rule, serving))
                    .isPresent()) {
                answered.add("http://" + host + path);
            }
        }
        return answered;
    }

    private List<Rule> rules(String listener) {
        return account
                .elb
                .describeRulesPaginator(r -> r.listenerArn(account.environment.get(listener)))
                .rules()
                .stream()
                .filter(rule -> !rule.isDefault())
                .sorted(Comparator.comparingInt(rule -> Integer.parseInt(rule.priority())))
                .toList();
    }

    private Optional<Rule> winner(List<Rule> rules, String path) {
        return rules.stream()
                .filter(rule -> rule.conditions().stream().allMatch(condition -> matches(condition, path)))
                .findFirst();
    }

    private boolean matches(RuleCondition condition, String path) {
        return switch (condition.field()) {
            case "host-header" -> anyMatches(condition.hostHeaderConfig().values(), host);
            case "path-pattern" -> anyMatches(condition.pathPatternConfig().values(), path);
            default -> throw new IllegalStateException("an unexpected condition: " + condition);
        };
    }

    private static boolean anyMatches(List<String> patterns, String text) {
        return patterns.stream()
                .map(pattern -> Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"))
                .anyMatch(text::matches);
    }

    private static boolean redirects(Rule rule) {
        return rule.actions().stream().anyMatch(action -> action.type() == ActionTypeEnum.REDIRECT);
    }

    /** Whichever of its target groups the load balancer picks. */
    private boolean forwards(Rule rule, Set<String> serving) {
        List<String> groups =
                rule.actions().stream().flatMap(Requests::targetGroups).toList();
        return !groups.isEmpty() && serving.containsAll(groups);
    }

    private static Stream<String> targetGroups(Action action) {
        if (action.forwardConfig() == null || !action.forwardConfig().hasTargetGroups()) {
            return Stream.ofNullable(action.targetGroupArn());
        }
        return action.forwardConfig().targetGroups().stream()
                .filter(group -> group.weight() == null || group.weight() > 0)
                .map(TargetGroupTuple::targetGroupArn);
    }

    private Set<String> serving() {
        Set<String> serving = new TreeSet<>();
        for (Service service : ecsServices()) {
            service.loadBalancers().stream()
                    .map(attached -> attached.targetGroupArn())
                    .filter(this::isHealthy)
                    .forEach(serving::add);
        }
        return serving;
    }

    private List<Service> ecsServices() {
        return account
                .ecs
                .describeServices(
                        r -> r.cluster(account.environment.get("ClusterId")).services(ecsServices))
                .services()
                .stream()
                .filter(service -> service.status().equals("ACTIVE") && service.runningCount() > 0)
                .toList();
    }

    private boolean isHealthy(String targetGroup) {
        try {
            return account
                    .elb
                    .describeTargetHealth(r -> r.targetGroupArn(targetGroup))
                    .targetHealthDescriptions()
                    .stream()
                    .anyMatch(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY);
        } catch (TargetGroupNotFoundException e) {
            return false;
        }
    }
}
