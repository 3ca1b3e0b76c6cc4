package dev.slipway.resource;

import java.util.Map;
import java.util.TreeMap;

/**
 * The ARNs of a deployment's resources by kind and key: what was there, and what its steps have made so far. A resource
 * refers to another by its key; whoever makes the call looks the ARN up here.
 */
public final class Arns {
    private final Map<String, String> arns;

    public Arns(Map<String, String> arns) {
        this.arns = new TreeMap<>(arns);
    }

    /** What was known before, and what has become known since, which wins. */
    public Arns(Map<String, String> before, Map<String, String> since) {
        this(before);
        arns.putAll(since);
    }

    public void put(String kind, String key, String arn) {
        arns.put(kind + "/" + key, arn);
    }

    /** @throws IllegalStateException where a step needs what an earlier one did not leave */
    public String get(String kind, String key) {
        String arn = arns.get(kind + "/" + key);
        if (arn == null) {
            throw new IllegalStateException("no " + kind + " named " + key + " is known to this deployment");
        }
        return arn;
    }

    /** Every ARN of one kind, by key. */
    public Map<String, String> of(String kind) {
        Map<String, String> found = new TreeMap<>();
        arns.forEach((name, arn) -> {
            if (name.startsWith(kind + "/")) {
                found.put(name.substring(kind.length() + 1), arn);
            }
        });
        return found;
    }

    public Map<String, String> asMap() {
        return Map.copyOf(arns);
    }
}
