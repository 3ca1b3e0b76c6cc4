package dev.slipway.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The tags that say whose a resource is. */
public final class Tags {
    public static final String APPLICATION = "copilot-application";
    public static final String ENVIRONMENT = "copilot-environment";
    public static final String SERVICE = "copilot-service";

    private Tags() {}

    /** The tags of everything a service has: the application's own first, then the three, which win. */
    public static Map<String, String> of(ServiceId id, Map<String, String> applicationTags) {
        Map<String, String> tags = new LinkedHashMap<>(applicationTags);
        tags.put(APPLICATION, id.application());
        tags.put(ENVIRONMENT, id.environment());
        tags.put(SERVICE, id.service());
        return tags;
    }

    /**
     * Those of a resource's tags that are ours to set. What a user or AWS itself has put on it beside them is neither
     * compared nor touched.
     */
    public static Map<String, String> known(Map<String, String> found, Map<String, String> ours) {
        Map<String, String> known = new TreeMap<>(found);
        known.keySet().retainAll(ours.keySet());
        return known;
    }

    /** Whether a resource with these tags belongs to the service. */
    public static boolean belongTo(ServiceId id, Map<String, String> tags) {
        return id.application().equals(tags.get(APPLICATION))
                && id.environment().equals(tags.get(ENVIRONMENT))
                && id.service().equals(tags.get(SERVICE));
    }

    /** Whether a resource with these tags says nothing of whose it is. */
    public static boolean areNobodys(Map<String, String> tags) {
        return !tags.containsKey(APPLICATION) && !tags.containsKey(ENVIRONMENT) && !tags.containsKey(SERVICE);
    }

    /** Whose a resource with these tags is, in words. */
    public static String owner(Map<String, String> tags) {
        return tags.containsKey(SERVICE)
                ? "service %s of environment %s of application %s"
                        .formatted(tags.get(SERVICE), tags.get(ENVIRONMENT), tags.get(APPLICATION))
                : "nobody that its tags name";
    }
}
