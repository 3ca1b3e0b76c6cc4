package dev.slipway.local.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What somebody wants to do.
 *
 * @param action as IAM calls it
 * @param resource its ARN, or {@code *} where the action has none
 * @param context values of condition keys
 */
public record Access(String action, String resource, Map<String, List<String>> context) {

    public static Access to(String action, String resource) {
        return new Access(action, resource, Map.of());
    }

    public Access with(String key, String... values) {
        Map<String, List<String>> more = new TreeMap<>(context);
        more.put(key, List.of(values));
        return new Access(action, resource, more);
    }
}
