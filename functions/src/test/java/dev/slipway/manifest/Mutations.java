package dev.slipway.manifest;

import java.util.List;
import java.util.Random;

/** Changes texts at random, in ways that leave much of them valid. */
final class Mutations {
    private static final List<String> WORDS = List.of(
            "~",
            "null",
            "true",
            "no",
            "0",
            "-1",
            "65536",
            "99999999999999999999",
            "1.5",
            "1e999",
            "010",
            "0x",
            ".inf",
            "\"\"",
            "''",
            "60s",
            "-5s",
            "1h1h",
            "[]",
            "{}",
            "[a]",
            "{a: b}",
            "&a",
            "*a",
            "<<: *a",
            "!Ref x",
            "!!binary x",
            "${N}",
            "${LIST}",
            "${NOPE}",
            "\\${X}",
            "${",
            "|\n  x",
            ">-\n  y",
            "- ",
            "? ",
            ": ",
            "#",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "\t",
            "\r",
            "\u0000",
            "\ud83d",
            "\u2028",
            "ä",
            "http:",
            "environments:",
            "test:",
            "image:",
            "sidecars:",
            "false",
            "http: false",
            "1-",
            "4-2",
            "80/udp",
            "10.0.0.0/8",
            "::/0",
            "windows/x86_64",
            "Backend Service",
            "linux/arm64",
            "firelens_log_router",
            "\"\\UFFFFFFFF\"",
            "x".repeat(300));

    private final Random random;
    private final List<String> seeds;
    private String current;

    Mutations(Random random, List<String> seeds) {
        this.random = random;
        this.seeds = seeds;
        this.current = seeds.get(0);
    }

    /** Often changed once more from the one before, so that changes add up; now and then from the beginning. */
    String next() {
        if (random.nextInt(8) == 0 || current.length() > 20_000) {
            current = seeds.get(random.nextInt(seeds.size()));
        }
        current = changed(current);
        return current;
    }

    private String changed(String text) {
        if (text.isEmpty()) {
            return word();
        }
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(8));
        return switch (random.nextInt(9)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, at) + word() + text.substring(at);
            case 2 ->
                text.substring(0, at)
                        + (char) random.nextInt(random.nextInt(20) == 0 ? 0x10000 : 0x80)
                        + text.substring(at + 1);
            case 3 -> withoutLine(text, at);
            case 4 -> withLineTwice(text, at);
            case 5 -> withValue(text, at, word());
            case 6 -> withIndent(text, at);
            case 7 -> withValue(text, at, valueOfAnotherLine(text));
            default ->
                text.substring(0, at) + text.substring(at, end).repeat(1 + random.nextInt(3)) + text.substring(end);
        };
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static int lineStart(String text, int at) {
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    private static int lineEnd(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private static String withoutLine(String text, int at) {
        return text.substring(0, lineStart(text, at)) + text.substring(Math.min(text.length(), lineEnd(text, at) + 1));
    }

    private String withLineTwice(String text, int at) {
        String line = text.substring(lineStart(text, at), lineEnd(text, at)) + "\n";
        int elsewhere = lineStart(text, random.nextInt(text.length()));
        return text.substring(0, elsewhere) + line + text.substring(elsewhere);
    }

    private static String withValue(String text, int at, String value) {
        int end = lineEnd(text, at);
        int colon = text.substring(lineStart(text, at), end).indexOf(": ");
        return colon < 0 ? text : text.substring(0, lineStart(text, at) + colon + 2) + value + text.substring(end);
    }

    private String withIndent(String text, int at) {
        int start = lineStart(text, at);
        return random.nextBoolean() && text.startsWith("  ", start)
                ? text.substring(0, start) + text.substring(start + 2)
                : text.substring(0, start) + "  " + text.substring(start);
    }

    private String valueOfAnotherLine(String text) {
        int at = random.nextInt(text.length());
        String line = text.substring(lineStart(text, at), lineEnd(text, at));
        return line.substring(line.indexOf(": ") + 1);
    }
}
