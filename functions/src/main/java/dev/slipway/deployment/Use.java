package dev.slipway.deployment;

import dev.slipway.environment.EcrImage;
import dev.slipway.environment.Environment;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something outside a service that its tasks get when they start, so that they have to be started anew when it changes:
 * an image's tag, a parameter, a secret. As a text, so that it is the same from whichever side one looks: what a task
 * definition says, and what an event tells. Pure.
 */
final class Use {
    private static final Pattern ARN = Pattern.compile("arn:[^:]+:([^:]+):([^:]*):([^:]*):(.+)");

    /** How Parameter Store shows a secret of Secrets Manager. */
    private static final String SHOWN_SECRET = "/aws/reference/secretsmanager/";

    private Use() {}

    static String image(EcrImage image) {
        return "image " + image;
    }

    /** @param name with its slash, if it has levels */
    static String parameter(String name) {
        return name.startsWith(SHOWN_SECRET) ? "secret " + name.substring(SHOWN_SECRET.length()) : "parameter " + name;
    }

    /** @param id a secret's ARN, in full or without the six characters at its end, or its name */
    static String secret(String id) {
        Matcher arn = ARN.matcher(id);
        if (!arn.matches()) {
            return "secret " + id;
        }
        String name = arn.group(4).replaceFirst("^secret:", "");
        return "secret " + name.replaceFirst("-[A-Za-z0-9]{6}$", "");
    }

    /** @param valuesFrom of the secrets of a task definition */
    static Set<String> all(Collection<EcrImage> images, Collection<String> valuesFrom, Environment environment) {
        Set<String> uses = new TreeSet<>();
        images.forEach(image -> uses.add(image(image)));
        valuesFrom.forEach(valueFrom -> of(valueFrom, environment).ifPresent(uses::add));
        return uses;
    }

    /** Empty for what does not change under the service: another account's, or one version of a secret for good. */
    private static Optional<String> of(String valueFrom, Environment environment) {
        Matcher arn = ARN.matcher(valueFrom);
        if (!arn.matches()) {
            return parameterOf(valueFrom);
        }
        if (!arn.group(2).equals(environment.region()) || !arn.group(3).equals(environment.account())) {
            return Optional.empty();
        }
        String resource = arn.group(4);
        if (arn.group(1).equals("ssm")) {
            String name = resource.replaceFirst("^parameter/", "");
            // A name with levels begins with a slash, which in an ARN is the one after "parameter".
            return parameterOf(name.contains("/") ? "/" + name : name);
        }
        // secret:<name>-<six characters>:<json key>:<stage>:<version>
        String[] parts = resource.split(":", -1);
        boolean pinned = parts.length > 4 && !parts[4].isEmpty();
        boolean older = parts.length > 3 && !parts[3].isEmpty() && !parts[3].equals("AWSCURRENT");
        return pinned || older || parts.length < 2
                ? Optional.empty()
                : Optional.of("secret " + parts[1].replaceFirst("-[A-Za-z0-9]{6}$", ""));
    }

    /** What follows a colon is a version, or a label that is moved to one. */
    private static Optional<String> parameterOf(String name) {
        return name.contains(":") ? Optional.empty() : Optional.of(parameter(name));
    }
}
