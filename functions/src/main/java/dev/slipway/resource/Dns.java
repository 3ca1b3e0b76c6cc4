package dev.slipway.resource;

import java.util.List;
import java.util.Optional;

/** What the user has to do for the service to be reached by its names. */
public final class Dns {
    private Dns() {}

    /**
     * A record to set with whoever hosts the domain.
     *
     * @param type CNAME; ALIAS for a domain itself, where the standard allows no CNAME (some hosts call it ANAME)
     * @param value DNS name of the load balancer
     */
    public record Entry(String name, String type, String value) {}

    /** @param networkLoadBalancer DNS name of the service's Network Load Balancer, where it has one */
    public static List<Entry> toSet(Service service, Optional<String> networkLoadBalancer) {
        return WantedRecords.manual(service, networkLoadBalancer);
    }
}
