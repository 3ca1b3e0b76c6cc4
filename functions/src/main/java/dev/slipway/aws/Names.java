package dev.slipway.aws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names for what Copilot leaves CloudFormation to name: the same for the same service, different for any two services,
 * within AWS's limits, so that a resource is found again by its name alone.
 */
public final class Names {
    private Names() {}

    /**
     * What the names of all target groups (and load balancers) of a service begin with, at most 22 characters of the 32
     * that Elastic Load Balancing allows.
     */
    public static String targetGroupPrefix(ServiceId id) {
        return readable(id.service(), 12) + "-" + hash(8, id.application(), id.environment(), id.service()) + "-";
    }

    /** @param identity what cannot be changed in place; another identity is another name */
    public static String targetGroup(ServiceId id, String... identity) {
        return targetGroupPrefix(id) + hash(8, identity);
    }

    /** A name of at most {@code limit} characters: the stem and suffix themselves if they fit, else cut and hashed. */
    public static String limited(int limit, String stem, String suffix) {
        if (stem.length() + suffix.length() <= limit) {
            return stem + suffix;
        }
        return stem.substring(0, limit - suffix.length() - 9) + "-" + hash(8, stem) + suffix;
    }

    /** The first characters of a SHA-256 over the parts, in hexadecimal. */
    public static String hash(int length, String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String readable(String name, int length) {
        String clean = name.replaceAll("[^a-zA-Z0-9]+", "-").replaceAll("^-", "");
        String cut = clean.substring(0, Math.min(length, clean.length())).replaceAll("-$", "");
        return cut.isEmpty() ? "s" : cut;
    }
}
