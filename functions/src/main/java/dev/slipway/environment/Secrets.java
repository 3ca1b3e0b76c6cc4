package dev.slipway.environment;

import dev.slipway.aws.ParameterTags;
import dev.slipway.aws.Tags;
import dev.slipway.environment.References.Reference;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Checks every secret that a manifest names before anything is changed: it exists, and it bears the two tags on whose
 * condition the tasks' execution role may read it, and not another service's. Only tags and descriptions are read, never a value.
 */
public final class Secrets {
    private final ParameterTags parameters;
    private final ManagedSecrets managedSecrets;

    public Secrets(SsmClient ssm, SecretsManagerClient secretsManager) {
        this.parameters = new ParameterTags(ssm);
        this.managedSecrets = new ManagedSecrets(secretsManager);
    }

    /** The path under which Copilot's {@code secret init} puts the secrets of an environment, without a last slash. */
    public static String generatedPath(Environment environment) {
        return "/copilot/%s/%s/secrets".formatted(environment.application(), environment.name());
    }

    /** The parameter of a secret that is to be generated. */
    public static String generatedName(Environment environment, String name) {
        return generatedPath(environment) + "/" + name;
    }

    /**
     * The {@code valueFrom} of each secret, by what the manifest says. A secret that is to be generated is not among
     * them; but if somebody else made it already it stands there as a {@link Secret.Reference} to its name, and is to be
     * used as it is.
     *
     * @param exports values of the CloudFormation exports that the manifest names
     */
    public Answer<Map<Secret, String>> check(
            Reading reading, Manifest manifest, Environment environment, Map<String, String> exports) {
        Map<Secret, String> valuesFrom = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        Map<String, Optional<Map<String, String>>> tags = new HashMap<>();
        for (Reference<Secret> secret : References.secrets(manifest)) {
            var report = new SecretProblems(
                    environment, manifest.name(), secret.path(), reading.at(secret.path()), problems);
            SecretSource source = SecretSource.of(secret.name(), secret.target(), environment, exports);
            if (source instanceof SecretSource.Parameter parameter) {
                var found = tags.computeIfAbsent(parameter.name(), parameters::of);
                if (secret.target() instanceof Secret.Generate) {
                    if (found.isPresent() && !manifest.name().equals(found.get().get(Tags.SERVICE))) {
                        valuesFrom.put(new Secret.Reference(parameter.name()), parameter.name());
                        report.parameter(parameter.name(), found);
                    }
                } else {
                    valuesFrom.put(secret.target(), parameter.valueFrom());
                    report.parameter(parameter.name(), found);
                }
            } else if (source instanceof SecretSource.Managed managed) {
                var found = managedSecrets.describe(managed.id(), environment);
                found.ifPresent(there -> valuesFrom.put(secret.target(), there.arn() + managed.selector()));
                report.managed(managed.id(), found);
            } else if (source instanceof SecretSource.Unchecked unchecked) {
                valuesFrom.put(secret.target(), unchecked.valueFrom());
                report.unchecked(unchecked);
            } else if (source instanceof SecretSource.Unknown unknown) {
                report.unknown(unknown);
            }
        }
        for (Reference<Secret> secret : References.otherSecrets(manifest)) {
            var report = new SecretProblems(
                    environment, manifest.name(), secret.path(), reading.at(secret.path()), problems);
            SecretSource source = SecretSource.of(secret.name(), secret.target(), environment, exports);
            if (source instanceof SecretSource.Parameter parameter) {
                tags.computeIfAbsent(parameter.name(), parameters::of)
                        .ifPresent(found ->
                                report.foreign("parameter \"" + parameter.name() + "\"", found, "tag it with"));
            } else if (source instanceof SecretSource.Managed managed) {
                managedSecrets
                        .describe(managed.id(), environment)
                        .ifPresent(found ->
                                report.foreign("secret \"" + managed.id() + "\"", found.tags(), "tag it with"));
            }
        }
        return new Answer<>(valuesFrom, problems);
    }
}
