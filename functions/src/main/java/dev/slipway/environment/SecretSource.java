package dev.slipway.environment;

import dev.slipway.manifest.Manifest.Secret;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a container's secret lies, told from what the manifest says about it. Pure. */
sealed interface SecretSource {

    /** A parameter of this account and region. */
    record Parameter(String name, String valueFrom) implements SecretSource {}

    /**
     * A secret of this account and region in Secrets Manager.
     *
     * @param id its name or ARN
     * @param selector {@code :json-key:stage:version}, or empty
     */
    record Managed(String id, String selector) implements SecretSource {}

    /** Not for us to look at: of another account or region, or one that cannot be described without its value. */
    record Unchecked(String valueFrom, String reason) implements SecretSource {}

    /** Nothing that ECS takes a secret from. */
    record Unknown(String text) implements SecretSource {}

    /** An export that is not there; that is a problem of its own. */
    record Missing() implements SecretSource {}

    Pattern ARN = Pattern.compile("arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)");

    static SecretSource of(String name, Secret secret, Environment environment, Map<String, String> exports) {
        if (secret instanceof Secret.Generate) {
            String parameter = Secrets.generatedName(environment, name);
            return new Parameter(parameter, parameter);
        }
        if (secret instanceof Secret.SecretsManager managed) {
            int colon = (managed.name() + ":").indexOf(':');
            return new Managed(
                    managed.name().substring(0, colon), managed.name().substring(colon));
        }
        if (secret instanceof Secret.Export export) {
            String text = exports.get(export.name());
            return text == null ? new Missing() : parse(text, environment);
        }
        return parse(((Secret.Reference) secret).valueFrom(), environment);
    }

    /** A private registry's credentials: the name or ARN of a secret in Secrets Manager. */
    static SecretSource ofCredentials(String text, Environment environment) {
        if (!text.startsWith("arn:")) {
            return new Managed(text, "");
        }
        SecretSource source = parse(text, environment);
        return source instanceof Parameter ? new Unknown(text) : source;
    }

    private static SecretSource parse(String text, Environment environment) {
        Matcher arn = ARN.matcher(text);
        if (!arn.matches()) {
            return parameter(text, text);
        }
        String resource = arn.group(5);
        boolean parameter = arn.group(2).equals("ssm") && resource.startsWith("parameter/");
        boolean managed = arn.group(2).equals("secretsmanager") && resource.startsWith("secret:");
        if (!parameter && !managed) {
            return new Unknown(text);
        }
        if (!arn.group(3).equals(environment.region()) || !arn.group(4).equals(environment.account())) {
            return new Unchecked(text, "it is of another account or region");
        }
        if (parameter) {
            String name = resource.substring("parameter/".length());
            // In an ARN the slash between "parameter" and the name is the name's own, if it has one: only a name with
            // levels must begin with one (SSM, "About requirements and constraints for parameter names").
            return parameter(name.contains("/") ? "/" + name : name, text);
        }
        int selector = (resource + ":").indexOf(':', "secret:".length());
        String arnOfSecret = text.substring(0, text.length() - resource.length() + selector);
        return new Managed(arnOfSecret, resource.substring(selector));
    }

    private static SecretSource parameter(String name, String valueFrom) {
        if (name.startsWith("/aws/reference/secretsmanager/")) {
            return new Unchecked(valueFrom, "it is Parameter Store's view of a Secrets Manager secret");
        }
        // What follows a colon is a version or a label, never a part of the name.
        return new Parameter(name.replaceAll(":.*", ""), valueFrom);
    }
}
