package dev.slipway.resource;

/** A certificate on an HTTPS listener, for the host names that it covers. Shared by all services on the listener. */
public record ListenerCertificate(String listener, String certificate) implements Resource {
    @Override
    public String key() {
        return certificate + " on " + listener;
    }
}
