package dev.slipway.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A rule on a listener of an Application Load Balancer: which requests it takes, and what becomes of them.
 *
 * <p>The conditions are what identifies a rule. A service that changes its path or its hosts gets a new rule beside the
 * old one, which goes when the new version of the service has taken over: until then every request that had an answer
 * still has one.
 *
 * <p>A rule's priority follows from its conditions, see {@link Priorities}: which of the band's places it has does not
 * matter, so it is not part of its state.
 *
 * @param listener ARN
 * @param conditions source IPs, hosts and paths in this order, then those that Slipway never sets
 * @param priority only where it is outside of the band that the conditions ask for: Copilot put it there, and it stays
 * @param copy 1, or 2 and so on for a further rule with the very same conditions, which is in no one's interest
 * @param tagged whether it says by its tags whose it is: CloudFormation gave none to the rules that Copilot made
 */
public record ListenerRule(
        String listener, List<Condition> conditions, Action action, OptionalInt priority, int copy, boolean tagged)
        implements Resource {

    public static final String SOURCE_IP = "source-ip";
    public static final String HOST = "host-header";
    public static final String PATH = "path-pattern";

    /**
     * One condition: the request matches any of the values.
     *
     * @param field as AWS names it; with the header's name after a colon for {@code http-header}, and with
     *     {@code regex:} before it where the values are regular expressions
     * @param values of a {@code query-string} as {@code key=value}
     */
    public record Condition(String field, List<String> values) {}

    /**
     * What becomes of a request.
     *
     * @param type forward or redirect; anything else is not of our making: {@code other}, {@code other redirect}
     * @param targetGroups of a forward
     * @param detail the status code of a redirect to HTTPS; of anything that is not of our making, what it says
     */
    public record Action(String type, List<Share> targetGroups, String detail) {

        static Action forward(List<Share> targetGroups) {
            return new Action("forward", targetGroups, "");
        }

        static Action redirect(String statusCode) {
            return new Action("redirect", List.of(), statusCode);
        }

        boolean isRedirect() {
            return type.endsWith("redirect");
        }

        boolean isForward() {
            return type.equals("forward");
        }
    }

    /** @param targetGroup its name, or the ARN of one that is not the service's */
    public record Share(String targetGroup, int weight) {}

    static final String PERMANENT = "HTTP_301";
    static final String TEMPORARY = "HTTP_302";

    @Override
    public String key() {
        return listener + matching() + (copy > 1 ? " copy " + copy : "");
    }

    /** {@link #requests}, and whether the rule redirects them. */
    String matching() {
        return (action.isRedirect() ? " redirect" : " forward") + requests();
    }

    /** The conditions as text, whatever order and case AWS returns them in. */
    String requests() {
        return conditions.stream()
                .map(one -> " " + one.field() + "=" + String.join(",", normal(one)))
                .sorted()
                .collect(Collectors.joining());
    }

    /** {@code app/<name>/<id>}, from the listener's ARN. */
    String loadBalancer() {
        int id = listener.lastIndexOf('/');
        return listener.substring(listener.indexOf(":listener/") + ":listener/".length(), id);
    }

    /** The values of a condition; none where the rule does not have it. */
    public List<String> values(String field) {
        return conditions.stream()
                .filter(condition -> condition.field().equals(field))
                .flatMap(condition -> condition.values().stream())
                .toList();
    }

    /** Whether requests reach the target group by this rule. */
    boolean forwardsTo(String targetGroup) {
        return action.targetGroups().stream()
                .anyMatch(share -> share.weight() > 0 && share.targetGroup().equals(targetGroup));
    }

    ListenerRule with(Action other) {
        return new ListenerRule(listener, conditions, other, priority, copy, tagged);
    }

    ListenerRule copy(int number) {
        return new ListenerRule(listener, conditions, action, priority, number, tagged);
    }

    ListenerRule tagged(boolean whether) {
        return new ListenerRule(listener, conditions, action, priority, copy, whether);
    }

    /** The path patterns of a path of a manifest: itself and everything below. */
    static List<String> patterns(String path) {
        return path.equals("/") ? List.of("/*") : List.of(path, path + "/*");
    }

    /** Conditions as Copilot writes them; an empty list is no condition. */
    static List<Condition> conditions(List<String> sourceIps, List<String> hosts, String path) {
        List<Condition> conditions = new ArrayList<>();
        if (!sourceIps.isEmpty()) {
            conditions.add(new Condition(SOURCE_IP, sourceIps));
        }
        if (!hosts.isEmpty()) {
            conditions.add(new Condition(HOST, hosts));
        }
        conditions.add(new Condition(PATH, patterns(path)));
        return conditions;
    }

    private static TreeSet<String> normal(Condition condition) {
        boolean anyCase = condition.field().equals(HOST);
        return condition.values().stream()
                .map(value -> anyCase ? value.toLowerCase(Locale.ROOT) : value)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
