package dev.slipway.environment;

import dev.slipway.aws.ParameterTags;
import dev.slipway.aws.Tags;
import dev.slipway.aws.Together;
import dev.slipway.environment.ManagedSecrets.Description;
import dev.slipway.environment.References.Reference;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Checks every secret that a manifest names before anything is changed: it exists, and it bears the two tags on whose
 * condition the tasks' execution role may read it. Only tags and descriptions are read, never a value.
 */
public final class Secrets {
    private final ParameterTags parameters;
    private final ManagedSecrets managedSecrets;
    private final SecretKeys keys;

    public Secrets(SsmClient ssm, SecretsManagerClient secretsManager, SecretKeys keys) {
        this.parameters = new ParameterTags(ssm);
        this.managedSecrets = new ManagedSecrets(secretsManager);
        this.keys = keys;
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
     * @param generated whether the parameter of a name is already known to be one that the service had generated
     */
    public Answer<Map<Secret, String>> check(
            Reading reading,
            Manifest manifest,
            Environment environment,
            Map<String, String> exports,
            Predicate<String> generated) {
        Check check = new Check(reading, manifest, environment, exports, generated);
        check.lookUp();
        References.secrets(manifest).forEach(check::secret);
        References.credentials(manifest).forEach(check::credentials);
        References.overridden(manifest).forEach(check::overridden);
        check.problems.addAll(keys.check(environment, check.parametersUsed, check.keysUsed));
        return new Answer<>(check.valuesFrom, check.problems);
    }

    /** What has been found of the secrets of one manifest. */
    private final class Check {
        final Map<Secret, String> valuesFrom = new LinkedHashMap<>();
        final List<Problem> problems = new ArrayList<>();
        final Map<String, SecretKeys.Use> parametersUsed = new LinkedHashMap<>();
        final Map<SecretKeys.Use, String> keysUsed = new LinkedHashMap<>();

        /** What there is: of parameters by name the tags, of Secrets Manager's secrets by id. */
        private final Map<String, Optional<Map<String, String>>> tags = new ConcurrentHashMap<>();

        private final Map<String, Optional<Description>> described = new ConcurrentHashMap<>();
        private final Reading reading;
        private final Manifest manifest;
        private final Environment environment;
        private final Map<String, String> exports;
        private final Predicate<String> generated;

        Check(
                Reading reading,
                Manifest manifest,
                Environment environment,
                Map<String, String> exports,
                Predicate<String> generated) {
            this.reading = reading;
            this.manifest = manifest;
            this.environment = environment;
            this.exports = exports;
            this.generated = generated;
        }

        /** All at the same time: there can be dozens. */
        void lookUp() {
            Set<String> names = new LinkedHashSet<>();
            Set<String> ids = new LinkedHashSet<>();
            sources().forEach(source -> {
                if (source instanceof SecretSource.Parameter parameter) {
                    names.add(parameter.name());
                } else if (source instanceof SecretSource.Managed managed) {
                    ids.add(managed.id());
                }
            });
            List<Runnable> lookUps = new ArrayList<>();
            names.forEach(name -> lookUps.add(() -> tags.put(name, parameters.of(name))));
            ids.forEach(id -> lookUps.add(() -> described.put(id, managedSecrets.describe(id, environment))));
            Together.run(lookUps);
        }

        private Stream<SecretSource> sources() {
            return Stream.of(
                            References.secrets(manifest).stream()
                                    .filter(secret -> !isGenerated(secret))
                                    .map(this::source),
                            References.overridden(manifest).stream().map(this::source),
                            References.credentials(manifest).stream().map(this::sourceOfCredentials))
                    .flatMap(Function.identity());
        }

        private SecretSource source(Reference<Secret> secret) {
            return SecretSource.of(secret.name(), secret.target(), environment, exports);
        }

        private SecretSource sourceOfCredentials(Reference<String> credentials) {
            return SecretSource.ofCredentials(credentials.target(), environment);
        }

        private boolean isGenerated(Reference<Secret> secret) {
            return secret.target() instanceof Secret.Generate
                    && generated.test(generatedName(environment, secret.name()));
        }

        void secret(Reference<Secret> secret) {
            if (isGenerated(secret)) {
                return;
            }
            SecretSource source = source(secret);
            if (source instanceof SecretSource.Parameter parameter) {
                parameter(secret, parameter);
            } else if (source instanceof SecretSource.Managed managed) {
                managed(secret.path(), managed)
                        .ifPresent(there -> valuesFrom.put(secret.target(), there.arn() + managed.selector()));
            } else if (source instanceof SecretSource.Unchecked unchecked) {
                valuesFrom.put(secret.target(), unchecked.valueFrom());
                report(secret.path()).unchecked(unchecked);
            } else if (source instanceof SecretSource.Unknown unknown) {
                report(secret.path()).unknown(unknown);
            }
        }

        /** ECS takes them by name or ARN, as the manifest writes them. */
        void credentials(Reference<String> credentials) {
            SecretSource source = sourceOfCredentials(credentials);
            if (source instanceof SecretSource.Managed managed) {
                managed(credentials.path(), managed);
            } else if (source instanceof SecretSource.Unchecked unchecked) {
                report(credentials.path()).unchecked(unchecked);
            } else if (source instanceof SecretSource.Unknown unknown) {
                report(credentials.path()).unknown(unknown);
            }
        }

        /** What the task definition's overrides name is the user's own affair, unless it is another service's. */
        void overridden(Reference<Secret> secret) {
            SecretSource source = source(secret);
            if (source instanceof SecretSource.Parameter parameter) {
                tags.get(parameter.name())
                        .ifPresent(found -> report(secret.path()).foreignParameter(parameter.name(), found));
            } else if (source instanceof SecretSource.Managed managed) {
                described.get(managed.id()).ifPresent(found -> report(secret.path())
                        .foreignSecret(managed.id(), found.tags()));
            }
        }

        private void parameter(Reference<Secret> secret, SecretSource.Parameter parameter) {
            var found = tags.get(parameter.name());
            if (secret.target() instanceof Secret.Generate) {
                boolean made = manifest.name().equals(found.orElse(Map.of()).get(Tags.SERVICE));
                if (found.isEmpty() || made) {
                    return;
                }
                valuesFrom.put(new Secret.Reference(parameter.name()), parameter.name());
            } else {
                valuesFrom.put(secret.target(), parameter.valueFrom());
            }
            report(secret.path()).parameter(parameter.name(), found);
            if (found.isPresent()) {
                parametersUsed.putIfAbsent(parameter.name(), use(secret.path(), parameter.name()));
            }
        }

        private Optional<Description> managed(String path, SecretSource.Managed managed) {
            var found = described.get(managed.id());
            report(path).managed(managed.id(), found);
            found.flatMap(Description::key).ifPresent(key -> keysUsed.put(use(path, managed.id()), key));
            return found;
        }

        private SecretKeys.Use use(String path, String secret) {
            return new SecretKeys.Use(path, reading.at(path), secret);
        }

        private SecretProblems report(String path) {
            return new SecretProblems(environment, manifest.name(), path, reading.at(path), problems);
        }
    }
}
