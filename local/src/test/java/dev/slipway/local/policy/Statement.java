package dev.slipway.local.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement of a policy, as IAM evaluates it: wildcards, {@code Not…}, variables, and the condition operators that the
 * template uses. One that it does not know is an error, and never taken for fulfilled.
 */
public record Statement(
        String sid,
        boolean allows,
        List<String> actions,
        List<String> notActions,
        List<String> resources,
        List<String> notResources,
        Map<String, Map<String, List<String>>> conditions) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

    boolean isAbout(String action) {
        return actions.isEmpty()
                ? notActions.stream().noneMatch(one -> like(one, action, true))
                : actions.stream().anyMatch(one -> like(one, action, true));
    }

    boolean applies(Access access) {
        return isAbout(access.action())
                && isOn(access)
                && conditions.entrySet().stream().allMatch(operator -> operator.getValue().entrySet().stream()
                        .allMatch(key -> holds(operator.getKey(), key.getKey(), key.getValue(), access)));
    }

    private boolean isOn(Access access) {
        return resources.isEmpty()
                ? notResources.stream().noneMatch(one -> matches(one, access.resource(), access))
                : resources.stream().anyMatch(one -> matches(one, access.resource(), access));
    }

    private static boolean holds(String operator, String key, List<String> wanted, Access access) {
        List<String> given = access.context().get(key);
        boolean absent = given == null;
        return switch (operator) {
            case "Null" -> wanted.contains(String.valueOf(absent));
            case "StringEquals", "ArnEquals", "ArnLike", "StringLike" ->
                !absent && any(operator, wanted, given, access);
            case "StringEqualsIfExists" -> absent || any("StringEquals", wanted, given, access);
            case "StringNotEquals" -> absent || !any("StringEquals", wanted, given, access);
            case "ForAllValues:StringEquals" ->
                absent || given.stream().allMatch(one -> any("StringEquals", wanted, List.of(one), access));
            default -> throw new IllegalStateException("the condition operator " + operator + " is not known here");
        };
    }

    private static boolean any(String operator, List<String> wanted, List<String> given, Access access) {
        boolean wildcards = !operator.equals("StringEquals");
        return wanted.stream().flatMap(one -> filled(one, access).stream()).anyMatch(one -> given.stream()
                .anyMatch(value -> wildcards ? like(one, value, false) : one.equals(value)));
    }

    private static boolean matches(String pattern, String resource, Access access) {
        return filled(pattern, access).filter(one -> like(one, resource, false)).isPresent();
    }

    /** Empty where a variable has no value: then the element matches nothing. */
    private static Optional<String> filled(String text, Access access) {
        StringBuilder filled = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            List<String> value = access.context().get(variable.group(1));
            if (value == null) {
                return Optional.empty();
            }
            variable.appendReplacement(filled, Matcher.quoteReplacement(value.get(0)));
        }
        return Optional.of(variable.appendTail(filled).toString());
    }

    private static boolean like(String pattern, String text, boolean anyCase) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        int flags = Pattern.DOTALL | (anyCase ? Pattern.CASE_INSENSITIVE : 0);
        return Pattern.compile(regex.toString(), flags).matcher(text).matches();
    }
}
