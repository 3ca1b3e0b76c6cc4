package dev.slipway.manifest;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Copilot reads them: decimal numbers, each with its unit, such as {@code 1m30s} or {@code 1.5h}. */
final class Durations {
    private static final Pattern PART = Pattern.compile("([0-9]{0,9})(?:\\.([0-9]{0,18}))?(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private Durations() {}

    /** Nanoseconds; empty if the text is not a duration, or one of more than 292 years. */
    static OptionalLong parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return OptionalLong.of(0);
        }
        Matcher part = PART.matcher(rest);
        double total = 0;
        int end = 0;
        while (end < rest.length() && part.find(end) && part.start() == end) {
            String fraction = part.group(2) == null ? "" : part.group(2);
            if (part.group(1).isEmpty() && fraction.isEmpty()) {
                return OptionalLong.empty();
            }
            total += Double.parseDouble("0" + part.group(1) + "." + fraction + "0") * NANOS.get(part.group(3));
            end = part.end();
        }
        if (rest.isEmpty() || end < rest.length() || total >= Long.MAX_VALUE) {
            return OptionalLong.empty();
        }
        long nanos = Math.round(total);
        return OptionalLong.of(negative ? -nanos : nanos);
    }
}
