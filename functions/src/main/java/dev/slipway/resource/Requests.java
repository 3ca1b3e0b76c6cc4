package dev.slipway.resource;

import java.util.List;
import java.util.Locale;

/** Which requests a rule's conditions take, compared with another's. Pure text: {@code *} and {@code ?} as in ELB. */
final class Requests {
    private Requests() {}

    /** Whether some requests that {@code narrow} takes would also be taken by {@code wide}, for one host and path of it. */
    static boolean someReach(ListenerRule wide, ListenerRule narrow) {
        return hosts(narrow).stream()
                .anyMatch(host -> matchesAny(hosts(wide), host)
                        && paths(narrow).stream().anyMatch(path -> matchesAny(paths(wide), path)));
    }

    /** Whether there are requests that both rules take. */
    static boolean overlap(ListenerRule one, ListenerRule other) {
        return hosts(one).stream().anyMatch(host -> hosts(other).stream().anyMatch(also -> overlap(host, also)))
                && paths(one).stream().anyMatch(path -> paths(other).stream().anyMatch(also -> overlap(path, also)));
    }

    /** The hosts of a rule in lower case; all of them where it names none. */
    static List<String> hosts(ListenerRule rule) {
        List<String> hosts = rule.values(ListenerRule.HOST);
        return hosts.isEmpty()
                ? List.of("*")
                : hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    static List<String> paths(ListenerRule rule) {
        List<String> paths = rule.values(ListenerRule.PATH);
        return paths.isEmpty() ? List.of("*") : paths;
    }

    static boolean matchesAny(List<String> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, text));
    }

    /**
     * Whether the pattern takes the text; {@code *} stands for any characters, {@code ?} for one. If the text is itself
     * a pattern, whether every text that it takes is taken by the first: its {@code *} is only taken by a {@code *}.
     */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && takes(pattern.charAt(p), text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether there is a text that both patterns take. */
    static boolean overlap(String one, String other) {
        boolean[][] rest = new boolean[one.length() + 1][other.length() + 1];
        for (int i = one.length(); i >= 0; i--) {
            for (int j = other.length(); j >= 0; j--) {
                char a = i < one.length() ? one.charAt(i) : 0;
                char b = j < other.length() ? other.charAt(j) : 0;
                if (a == 0 && b == 0) {
                    rest[i][j] = true;
                } else if (a == '*' || b == '*') {
                    rest[i][j] = a != 0 && rest[i + 1][j] || b != 0 && rest[i][j + 1];
                } else {
                    rest[i][j] = a != 0 && b != 0 && (a == b || a == '?' || b == '?') && rest[i + 1][j + 1];
                }
            }
        }
        return rest[0][0];
    }

    private static boolean takes(char pattern, char text) {
        return pattern == '?' ? text != '*' : pattern == text && pattern != '*';
    }
}
