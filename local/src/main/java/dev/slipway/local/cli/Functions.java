package dev.slipway.local.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/** The functions of a pipeline's stack, by the names of its template. */
final class Functions {
    private static final String SUFFIX = "function";

    private final CloudFormationClient cloudFormation;
    private final String stack;

    Functions(CloudFormationClient cloudFormation, String stack) {
        this.cloudFormation = cloudFormation;
        this.stack = stack;
    }

    /**
     * @param name the function's name in the template, in any spelling, with {@code Function} at its end or without
     * @return the function's own name
     * @throws CommandFailed if there is none; tells which there are
     */
    String named(String name) {
        Map<String, String> functions = new TreeMap<>();
        cloudFormation.describeStackResources(r -> r.stackName(stack)).stackResources().stream()
                .filter(resource -> resource.resourceType().equals("AWS::Lambda::Function"))
                .forEach(resource -> functions.put(resource.logicalResourceId(), resource.physicalResourceId()));
        return find(name, functions)
                .orElseThrow(() -> new CommandFailed("The pipeline has no function \"" + name + "\"; it has "
                        + String.join(", ", functions.keySet()) + "."));
    }

    /** @param functions the functions' own names by those in the template */
    static Optional<String> find(String name, Map<String, String> functions) {
        return functions.entrySet().stream()
                .filter(function -> plain(function.getKey()).equals(plain(name)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String plain(String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return letters.endsWith(SUFFIX) ? letters.substring(0, letters.length() - SUFFIX.length()) : letters;
    }
}
