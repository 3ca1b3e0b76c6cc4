package dev.slipway.manifest;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A port with or without its protocol, as {@code 8080} or {@code 8080/udp}.
 *
 * @param protocol in lower case
 */
record PortText(int port, Optional<String> protocol) {
    static final int HIGHEST = 65535;

    /** Empty if nothing stands there, or nothing that could be a port; that is then reported. */
    static Optional<PortText> parse(Place place, Set<String> protocols) {
        if (place.text().isEmpty()) {
            return Optional.empty();
        }
        String[] parts = place.text().get().strip().split("/", -1);
        if (parts.length > 2) {
            place.error("invalid-value", "must be a port, or a port and a protocol such as 8080/tcp");
            return Optional.empty();
        }
        int port = parts[0].matches("[0-9]{1,9}") ? Integer.parseInt(parts[0]) : 0;
        if (port < 1 || port > HIGHEST) {
            place.error(
                    "invalid-value",
                    "must be a port from 1 to 65535, not "
                            + Scalars.shortened(place.text().get()));
            return Optional.empty();
        }
        Optional<String> protocol =
                parts.length == 1 ? Optional.empty() : Optional.of(parts[1].toLowerCase(Locale.ROOT));
        if (protocol.isPresent() && !protocols.contains(protocol.get())) {
            String known = String.join(", ", new TreeSet<>(protocols));
            place.error(
                    "invalid-value", "has a protocol that is none of " + known + ": " + Scalars.shortened(parts[1]));
            return Optional.empty();
        }
        return Optional.of(new PortText(port, protocol));
    }
}
