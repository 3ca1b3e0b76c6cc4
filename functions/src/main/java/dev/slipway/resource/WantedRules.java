package dev.slipway.resource;

import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.resource.ListenerRule.Action;
import dev.slipway.resource.ListenerRule.Share;
import dev.slipway.resource.Routing.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The listener rules that a service wants. */
final class WantedRules {
    private WantedRules() {}

    /**
     * Of each http rule in its order: first what answers over HTTPS, then what is on the HTTP listener. A rule that is
     * there already keeps its priority, even outside of its band, and the order of its values.
     */
    static List<ListenerRule> of(Service service, Existing existing) {
        List<Route> routes = Routing.of(service);
        List<TargetGroup> targetGroups = TargetGroups.of(service, existing);
        Map<String, ListenerRule> standing = new LinkedHashMap<>();
        existing.of(ListenerRule.class)
                .forEach(found -> standing.put(found.state().key(), found.state()));
        Map<String, ListenerRule> wanted = new LinkedHashMap<>();
        for (int i = 0; i < routes.size(); i++) {
            for (ListenerRule rule :
                    rules(routes.get(i), service, targetGroups.get(i).name())) {
                ListenerRule same = standing.getOrDefault(rule.key(), rule);
                wanted.putIfAbsent(
                        rule.key(),
                        new ListenerRule(
                                rule.listener(), same.conditions(), rule.action(), same.priority(), rule.copy(), true));
            }
        }
        return List.copyOf(wanted.values());
    }

    private static List<ListenerRule> rules(Route route, Service service, String targetGroup) {
        LoadBalancer loadBalancer = service.loadBalancer().orElseThrow();
        Action forward = Action.forward(List.of(new Share(targetGroup, 1)));
        List<ListenerRule> rules = new ArrayList<>();
        if (route.https()) {
            rules.add(rule(loadBalancer.httpsListener().orElseThrow(), route, forward));
        }
        loadBalancer
                .httpListener()
                .ifPresent(http -> rules.add(
                        rule(http, route, route.redirect() ? Action.redirect(ListenerRule.PERMANENT) : forward)));
        return rules;
    }

    private static ListenerRule rule(String listener, Route route, Action action) {
        return new ListenerRule(
                listener,
                ListenerRule.conditions(
                        route.rule().allowedSourceIps(),
                        route.hosts(),
                        route.rule().path()),
                action,
                OptionalInt.empty(),
                1,
                true);
    }
}
