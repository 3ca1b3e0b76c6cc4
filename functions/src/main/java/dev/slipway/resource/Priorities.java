package dev.slipway.resource;

import dev.slipway.aws.Names;
import dev.slipway.aws.ServiceId;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where on a listener a rule belongs, so that the most specific rule has the first say, whatever was deployed first.
 *
 * <p>Elastic Load Balancing asks its rules in the order of their priorities, 1 to 50,000, and the first that matches
 * wins. So each class of specificity has a band: kind of host (exact, wildcard, none), then length of path (128, which
 * is the longest that AWS takes, down to 1, then the root), 120 places each; a load balancer holds 100 rules. A root
 * without host has Copilot's own band, from 50,000 down to 48,000. Within a band, rules for certain source addresses come
 * before those for all.
 *
 * <p>A rule that names exact hosts and wildcards is one rule, as with Copilot. It comes after the exact hosts of the same
 * path; for the root, after all paths of wildcards.
 */
public final class Priorities {
    /** Places in a band. */
    static final int WIDTH = 120;

    /** Where in a band its parts begin: rules for certain source addresses, for exact hosts or wildcards, for both. */
    private static final int[] PARTS = {0, 50, 100, WIDTH};

    private static final int LONGEST_PATH = 128;
    private static final int CLASSES_PER_HOST = LONGEST_PATH + 1;
    private static final int LAST = 50_000;
    private static final int LAST_BAND_FIRST = 48_000;

    private Priorities() {}

    /** A range of priorities, both ends included. */
    public record Band(int first, int last) {
        public boolean contains(int priority) {
            return first <= priority && priority <= last;
        }
    }

    /** The band of a rule with these conditions. */
    public static Band band(List<ListenerRule.Condition> conditions) {
        List<String> hosts = values(conditions, ListenerRule.HOST);
        List<String> paths = values(conditions, ListenerRule.PATH);
        boolean root = paths.isEmpty() || paths.equals(List.of("/*"));
        if (root && hosts.isEmpty()) {
            return new Band(LAST_BAND_FIRST, LAST);
        }
        int host = hosts.isEmpty() ? 2 : isExact(hosts) || isMixed(hosts) && !root ? 0 : 1;
        int length = paths.stream().mapToInt(String::length).min().orElse(1);
        int path = root ? LONGEST_PATH : LONGEST_PATH - Math.min(length, LONGEST_PATH);
        int first = (host * CLASSES_PER_HOST + path) * WIDTH + 1;
        return new Band(first, first + WIDTH - 1);
    }

    /**
     * The place for a new rule: the first that is free, beginning where chance has put this rule, so that services that
     * are deployed at the same moment seldom want the same.
     *
     * @param used all priorities of the listener
     * @return empty if the band is full
     */
    static OptionalInt free(ListenerRule rule, ServiceId id, Set<Integer> used) {
        if (rule.priority().isPresent() && !used.contains(rule.priority().getAsInt())) {
            return rule.priority();
        }
        Band band = band(rule.conditions());
        int chance = Integer.parseInt(Names.hash(7, id.application(), id.environment(), id.service(), rule.key()), 16);
        boolean restricted = !rule.values(ListenerRule.SOURCE_IP).isEmpty();
        return (band.last() == LAST ? atTheEnd(restricted, chance) : places(band, part(rule, restricted), chance))
                .filter(priority -> !used.contains(priority))
                .findFirst();
    }

    private static int part(ListenerRule rule, boolean restricted) {
        return restricted ? 0 : isMixed(rule.values(ListenerRule.HOST)) ? 2 : 1;
    }

    /** All places of a band, in the order in which they are tried: first those of the part that the rule belongs to. */
    private static IntStream places(Band band, int part, int chance) {
        return IntStream.of(part, 1, 2, 0).distinct().flatMap(one -> {
            int first = band.first() + PARTS[one];
            int size = PARTS[one + 1] - PARTS[one];
            return IntStream.range(0, size).map(i -> first + (chance % size + i) % size);
        });
    }

    /** Copilot takes the lowest of its band minus one: what is near the end leaves Copilot the most room. */
    private static IntStream atTheEnd(boolean restricted, int chance) {
        int half = (LAST - LAST_BAND_FIRST + 1) / 2;
        return IntStream.of(restricted ? 0 : 1, restricted ? 1 : 0).flatMap(one -> {
            int top = one == 0 ? LAST_BAND_FIRST + half - 1 : LAST;
            return IntStream.range(0, half).map(i -> top - (chance % WIDTH + i) % half);
        });
    }

    private static boolean isExact(List<String> hosts) {
        return hosts.stream().noneMatch(Priorities::isWildcard);
    }

    private static boolean isMixed(List<String> hosts) {
        return !isExact(hosts) && !hosts.stream().allMatch(Priorities::isWildcard);
    }

    static boolean isWildcard(String host) {
        return host.contains("*") || host.contains("?");
    }

    private static List<String> values(List<ListenerRule.Condition> conditions, String field) {
        return conditions.stream()
                .filter(condition -> condition.field().equals(field))
                .flatMap(condition -> condition.values().stream())
                .toList();
    }
}
