package dev.slipway.resource;

import dev.slipway.aws.Tags;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a service's rules would have to do with the rules of others on the same listeners. Two services that claim the
 * same host and path would each get some or none of the requests, and nobody would be told.
 */
public final class RuleConflicts {
    private RuleConflicts() {}

    public enum Kind {
        /** Another service has the same host and path: an error. */
        TAKEN,
        /** A rule that stands before ours takes our requests: a warning. */
        SHADOWED
    }

    /**
     * @param host empty for any
     * @param owner in words: a service with its environment, or that no tags say whose it is
     * @param priority of the other's rule
     */
    public record Conflict(Kind kind, String host, String path, String owner, int priority) {

        /** A sentence for the user. */
        public String message() {
            String requests = host.isEmpty() ? "the path " + path + " of any host" : host + path;
            return kind == Kind.TAKEN
                    ? "%s is already served by %s".formatted(requests, owner)
                    : "requests for %s are taken first by a rule with the priority %d, which belongs to %s"
                            .formatted(requests, priority, owner);
        }
    }

    /** Somebody else's rule. */
    public record Other(ListenerRule rule, String arn, int priority, Map<String, String> tags) {

        /** Whether it takes any of the requests that the wanted rule is for. */
        boolean concerns(ListenerRule wanted) {
            return Requests.someReach(rule, wanted);
        }

        Other with(Map<String, String> found) {
            return new Other(rule, arn, priority, found);
        }

        boolean isService() {
            return tags.containsKey(Tags.SERVICE);
        }

        /** Whether it takes every request of those source addresses, whatever else the request says. */
        boolean isUnconditionalFor(ListenerRule wanted) {
            Set<String> sources = Set.copyOf(rule.values(ListenerRule.SOURCE_IP));
            return (sources.isEmpty() || sources.equals(Set.copyOf(wanted.values(ListenerRule.SOURCE_IP))))
                    && rule.conditions().stream()
                            .map(ListenerRule.Condition::field)
                            .allMatch(Set.of(ListenerRule.SOURCE_IP, ListenerRule.HOST, ListenerRule.PATH)::contains);
        }
    }

    /** @param rules how many rules the listeners hold, whosever they are */
    public record Standing(List<Other> others, int rules) {}

    /**
     * Everything to be said, each once, in the order of the wanted rules.
     *
     * @param own the service's rules as they are: what it has already is not refused, it is warned of
     */
    public static List<Conflict> of(List<ListenerRule> wanted, List<Found<ListenerRule>> own, Standing standing) {
        Set<String> had = new HashSet<>();
        own.forEach(found -> had.add(found.state().key()));
        List<Conflict> conflicts = new ArrayList<>();
        for (ListenerRule rule : wanted) {
            for (Other other : standing.others()) {
                if (other.rule().listener().equals(rule.listener())) {
                    between(rule, other, had.contains(rule.key()))
                            .filter(conflict -> !conflicts.contains(conflict))
                            .ifPresent(conflicts::add);
                }
            }
        }
        return conflicts;
    }

    private static Optional<Conflict> between(ListenerRule wanted, Other other, boolean had) {
        if (!other.isUnconditionalFor(wanted)) {
            return Optional.empty();
        }
        boolean first = other.priority()
                < wanted.priority().orElse(Priorities.band(wanted.conditions()).first());
        for (String host : Requests.hosts(wanted)) {
            if (isLoadBalancer(host)) {
                continue;
            }
            for (String path : Requests.paths(wanted)) {
                boolean same = Requests.hosts(other.rule()).contains(host)
                        && Requests.paths(other.rule()).contains(path);
                if (same && !had && other.isService()) {
                    return Optional.of(conflict(Kind.TAKEN, host, wanted, other));
                }
                if (same && had && other.isService() || first && covers(other.rule(), host, path)) {
                    return Optional.of(conflict(Kind.SHADOWED, host, wanted, other));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean covers(ListenerRule rule, String host, String path) {
        return Requests.matchesAny(Requests.hosts(rule), host) && Requests.matchesAny(Requests.paths(rule), path);
    }

    private static Conflict conflict(Kind kind, String host, ListenerRule wanted, Other other) {
        String path = Requests.paths(wanted).get(0);
        return new Conflict(
                kind,
                host.equals("*") ? "" : host,
                path.equals("/*") ? "/" : path,
                Tags.owner(other.tags()),
                other.priority());
    }

    /** Copilot gives every Backend Service the load balancer's own name as a host: that one is shared by intention. */
    private static boolean isLoadBalancer(String host) {
        return host.contains(".elb.") && host.contains(".amazonaws.com");
    }
}
