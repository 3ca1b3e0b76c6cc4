package dev.slipway.manifest;

import dev.slipway.manifest.Node.Mapping;
import dev.slipway.manifest.Node.Scalar;
import dev.slipway.manifest.Node.Sequence;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a scalar as what its field wants; empty if it is something else. Go's yaml.v3, which Copilot used, is the rule. */
final class Scalars {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("([-+]?)(0[xX]|0[oO]|0[bB]|)([0-9a-fA-F]+)");
    private static final Set<String> TRUE = Set.of("y", "yes", "on");
    private static final Set<String> FALSE = Set.of("n", "no", "off");
    private static final int LONGEST_NUMBER = 40;

    private Scalars() {}

    /** A number, its fraction cut off. {@code 0x100}, {@code 1_024} and the octal {@code 010} are numbers too. */
    static OptionalLong whole(Scalar scalar) {
        if (!scalar.isBare() || scalar.text().length() > LONGEST_NUMBER) {
            return OptionalLong.empty();
        }
        Optional<BigInteger> integer = integer(scalar.text().replace("_", ""));
        if (integer.isPresent()) {
            return integer.get().bitLength() < 64
                    ? OptionalLong.of(integer.get().longValue())
                    : OptionalLong.empty();
        }
        OptionalDouble decimal = decimal(scalar);
        return decimal.isPresent() && Math.abs(decimal.getAsDouble()) < Long.MAX_VALUE
                ? OptionalLong.of((long) decimal.getAsDouble())
                : OptionalLong.empty();
    }

    static OptionalDouble decimal(Scalar scalar) {
        if (!scalar.isBare() || scalar.text().length() > LONGEST_NUMBER) {
            return OptionalDouble.empty();
        }
        String text = scalar.text().replace("_", "");
        Optional<BigInteger> integer = integer(text);
        if (integer.isPresent()) {
            return OptionalDouble.of(integer.get().doubleValue());
        }
        if (!DECIMAL.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    static Optional<Boolean> truth(Scalar scalar) {
        String text = scalar.text().toLowerCase(Locale.ROOT);
        if (scalar.isBare() && (text.equals("true") || text.equals("false"))) {
            return Optional.of(text.equals("true"));
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return Optional.of(TRUE.contains(text));
        }
        return Optional.empty();
    }

    /** Nanoseconds. A bare number has no unit and is no duration. */
    static OptionalLong duration(Scalar scalar) {
        boolean number = scalar.isBare() && decimal(scalar).isPresent();
        return number ? OptionalLong.empty() : Durations.parse(scalar.text());
    }

    /** The value of a field that may be anything, as YAML's core schema sees it: number, truth, nothing or text. */
    static Object anything(Scalar scalar) {
        if (scalar.isNull()) {
            return null;
        }
        if (scalar.isBare() && integer(scalar.text().replace("_", "")).isPresent()) {
            OptionalLong whole = whole(scalar);
            return whole.isPresent() ? (Object) whole.getAsLong() : scalar.text();
        }
        if (decimal(scalar).isPresent()) {
            return decimal(scalar).getAsDouble();
        }
        if (scalar.isBare()
                && Set.of("true", "True", "TRUE", "false", "False", "FALSE").contains(scalar.text())) {
            return Boolean.valueOf(scalar.text());
        }
        return scalar.text();
    }

    /** For messages: {@code the number 60}, {@code the text "x"}, {@code a list}. */
    static String describe(Node node) {
        if (node instanceof Mapping) {
            return "a map";
        }
        if (node instanceof Sequence) {
            return "a list";
        }
        Scalar scalar = (Scalar) node;
        if (scalar.isNull()) {
            return "nothing";
        }
        if (scalar.text().isEmpty()) {
            return "an empty text";
        }
        if (decimal(scalar).isPresent()) {
            return "the number " + scalar.text();
        }
        boolean truth = scalar.isBare() && truth(scalar).isPresent();
        return truth ? scalar.text() : "the text \"" + shortened(scalar.text()) + "\"";
    }

    static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= 60
                ? line
                : line.substring(0, line.offsetByCodePoints(0, 57)) + "...";
    }

    private static Optional<BigInteger> integer(String text) {
        var match = WHOLE.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        String prefix = match.group(2).toLowerCase(Locale.ROOT);
        String digits = match.group(3);
        int radix =
                switch (prefix) {
                    case "0x" -> 16;
                    case "0o" -> 8;
                    case "0b" -> 2;
                    default -> digits.startsWith("0") && digits.length() > 1 ? 8 : 10;
                };
        try {
            return Optional.of(new BigInteger(match.group(1).replace("+", "") + digits, radix));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
