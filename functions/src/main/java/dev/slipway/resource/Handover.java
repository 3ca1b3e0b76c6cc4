package dev.slipway.resource;

import dev.slipway.resource.ListenerRule.Action;
import dev.slipway.resource.ListenerRule.Share;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a rule does from the moment the new target group exists until the new version of the service is steady: requests
 * keep going to the target group that serves them now. The new one is in the rule all the same, without a share, since
 * ECS accepts only target groups that a load balancer has.
 */
final class Handover {
    private Handover() {}

    /** Of a rule that stays, and gets another target group. */
    static ListenerRule of(ListenerRule from, ListenerRule to) {
        if (!to.action().isForward() || serving(from.action().targetGroups()).isEmpty()) {
            return to;
        }
        return to.with(
                Action.forward(shared(from.action().targetGroups(), to.action().targetGroups())));
    }

    /**
     * Of a rule that is new, beside others of the service that have served its requests so far. A redirect is not
     * permanent before the rule it replaces is gone: browsers remember permanent ones, also after a rollback.
     */
    static ListenerRule of(Collection<ListenerRule> standing, ListenerRule to) {
        Optional<ListenerRule> now = standing.stream()
                .filter(rule -> !serving(rule.action().targetGroups()).isEmpty())
                .filter(rule -> !to.action().isRedirect() || rule.listener().equals(to.listener()))
                // A target group can be behind one load balancer only.
                .filter(rule -> rule.loadBalancer().equals(to.loadBalancer()))
                .filter(rule -> Requests.overlap(rule, to))
                .min(Comparator.comparingInt(
                        rule -> Priorities.band(rule.conditions()).first()));
        if (now.isEmpty()) {
            return to;
        }
        return to.with(
                to.action().isRedirect()
                        ? Action.redirect(ListenerRule.TEMPORARY)
                        : Action.forward(shared(
                                now.get().action().targetGroups(), to.action().targetGroups())));
    }

    /** All to those that serve now; those that are wanted and do not serve yet get nothing. */
    static List<Share> shared(List<Share> now, List<Share> wanted) {
        List<String> serving = serving(now).stream().map(Share::targetGroup).toList();
        if (wanted.stream().allMatch(share -> serving.contains(share.targetGroup()))) {
            return wanted;
        }
        List<Share> shares = new ArrayList<>(serving(now));
        wanted.stream()
                .filter(share -> !serving.contains(share.targetGroup()))
                .forEach(share -> shares.add(new Share(share.targetGroup(), 0)));
        return shares;
    }

    private static List<Share> serving(List<Share> shares) {
        return shares.stream().filter(share -> share.weight() > 0).toList();
    }
}
