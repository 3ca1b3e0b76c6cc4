package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a listener rule can be conditioned on, see
 * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html">quotas</a> and
 * <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html">condition types</a>.
 */
final class Conditions {
    private static final int MOST_VALUES = 5;
    private static final int LONGEST_PATTERN = 128;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.*?_-]{1," + LONGEST_PATTERN + "}");
    private static final Pattern PATH = Pattern.compile("[!-~]*");

    private Conditions() {}

    static boolean isHost(String text) {
        return HOST.matcher(text).matches() && text.contains(".");
    }

    /** @param places of the rules, in their order */
    static void check(List<Place> places, List<Rule> rules) {
        Map<List<Object>, Rule> seen = new HashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            checkNumber(places.get(i), rule);
            checkPath(places.get(i), rule);
            Rule first = seen.putIfAbsent(conditions(rule), rule);
            if (first != null) {
                duplicate(places.get(i), rule, first);
            }
        }
    }

    private static void checkNumber(Place place, Rule rule) {
        int path = rule.path().equals("/") ? 1 : 2;
        int hosts = rule.aliases().size();
        int addresses = rule.allowedSourceIps().size();
        if (path + hosts + addresses > MOST_VALUES) {
            place.error(
                    "invalid-value",
                    "has %d conditions, and a listener rule can have %d: %d for its path, %d aliases, %d source ranges"
                            .formatted(path + hosts + addresses, MOST_VALUES, path, hosts, addresses),
                    "move some aliases to a rule of their own in additional_rules");
        }
    }

    private static void checkPath(Place place, Rule rule) {
        int pattern = rule.path().equals("/") ? 2 : rule.path().length() + 2;
        if (pattern > LONGEST_PATTERN) {
            place.at("path").error("invalid-value", "can have 126 characters at most: a path pattern has 128 with /*");
        }
        if (!PATH.matcher(rule.path()).matches()) {
            place.at("path")
                    .error("invalid-value", "has a character that no request's path has: a space, or none of ASCII");
        }
    }

    /** Nothing would ever come to the second; that is harmless only where it leads to the same place. */
    private static void duplicate(Place place, Rule rule, Rule first) {
        String says = "has the same conditions as another rule of this service, so that no request ever comes to it";
        if (rule.target().equals(first.target())) {
            place.warning("no-effect", says, "");
        } else {
            place.error("conflict", says, "give it another path or alias");
        }
    }

    private static List<Object> conditions(Rule rule) {
        Set<String> hosts = new HashSet<>();
        rule.aliases().forEach(alias -> hosts.add(alias.name()));
        return List.of(rule.path(), hosts, Set.copyOf(rule.allowedSourceIps()));
    }
}
