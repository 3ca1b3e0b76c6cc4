package dev.slipway.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ranges of IP addresses, such as {@code 10.0.0.0/8} and {@code 2001:db8::/32}. */
final class Cidr {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}/(3[0-2]|[12]?[0-9])");
    private static final Pattern V6_LENGTH = Pattern.compile("(12[0-8]|1[01][0-9]|[1-9]?[0-9])");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

    private Cidr() {}

    static List<String> ranges(Place place) {
        List<String> ranges = new ArrayList<>();
        for (Place item : place.items()) {
            Optional<String> text = item.isSet() ? item.text() : Optional.of("");
            text.ifPresent(ranges::add);
            text.filter(range -> !isRange(range))
                    .ifPresent(range -> item.error(
                            "invalid-value",
                            "must be a range of IP addresses (CIDR), not \"" + Scalars.shortened(range) + "\"",
                            "a single address ends in /32: 203.0.113.7/32"));
        }
        return ranges;
    }

    static boolean isRange(String text) {
        if (V4.matcher(text).matches()) {
            return true;
        }
        int slash = text.indexOf('/');
        return slash > 0
                && text.length() < 50
                && V6_LENGTH.matcher(text.substring(slash + 1)).matches()
                && isV6(text.substring(0, slash));
    }

    private static boolean isV6(String address) {
        int gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address) == 8;
        }
        String before = address.substring(0, gap);
        String after = address.substring(gap + 2);
        int left = before.isEmpty() ? 0 : groups(before);
        int right = after.isEmpty() ? 0 : groups(after);
        return left >= 0 && right >= 0 && left + right < 8;
    }

    /** How many groups of hexadecimal digits; -1 if one is none. */
    private static int groups(String part) {
        String[] groups = part.split(":", -1);
        for (String group : groups) {
            if (!GROUP.matcher(group).matches()) {
                return -1;
            }
        }
        return groups.length;
    }
}
