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
 */
public final class Priorities {
    /** Places in a band. */
    static final int WIDTH = 120;

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
        int host = hosts.isEmpty() ? 2 : hosts.stream().anyMatch(Priorities::isWildcard) ? 1 : 0;
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
        int half = (band.last() - band.first() + 1) / 2;
        boolean restricted = !rule.values(ListenerRule.SOURCE_IP).isEmpty();
        int chance = Integer.parseInt(Names.hash(7, id.application(), id.environment(), id.service(), rule.key()), 16);
        return IntStream.concat(places(band, restricted, half, chance), places(band, !restricted, half, chance))
                .filter(priority -> !used.contains(priority))
                .findFirst();
    }

    /** All places of one half of a band, in the order in which they are tried. */
    private static IntStream places(Band band, boolean lower, int half, int chance) {
        if (band.last() == LAST) {
            // Copilot takes the lowest of this band minus one: what is near its end leaves Copilot the most room.
            int top = lower ? band.first() + half - 1 : LAST;
            int start = chance % WIDTH;
            return IntStream.range(0, half).map(i -> top - (start + i) % half);
        }
        int first = lower ? band.first() : band.first() + half;
        return IntStream.range(0, half).map(i -> first + (chance % half + i) % half);
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
