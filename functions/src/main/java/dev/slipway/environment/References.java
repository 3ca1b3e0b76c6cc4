package dev.slipway.environment;

import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Manifest.FileSystem;
import dev.slipway.manifest.Manifest.Secret;
import dev.slipway.manifest.Manifest.Value;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The places of a manifest that point at something outside it: exports and secrets, of all its containers. */
public final class References {
    /** The log router's container, as Copilot calls it. */
    public static final String LOG_ROUTER = "firelens_log_router";

    private References() {}

    /**
     * @param path where in the manifest it stands
     * @param name the key it stands under: for a secret, the environment variable that will hold it
     */
    public record Reference<T>(String path, String name, T target) {}

    /** Everything that a container is given as a secret, and the log router's secret options. */
    public static List<Reference<Secret>> secrets(Manifest manifest) {
        List<Reference<Secret>> found = new ArrayList<>(named("secrets", manifest.secrets()));
        manifest.logging().fireLens().ifPresent(fireLens -> {
            found.addAll(named("logging.secrets", fireLens.secrets()));
            found.addAll(named("logging.secretOptions", fireLens.secretOptions()));
        });
        manifest.sidecars()
                .forEach((name, sidecar) -> found.addAll(named("sidecars." + name + ".secrets", sidecar.secrets())));
        return found;
    }

    /** The secrets with which private registries let images out. */
    public static List<Reference<String>> credentials(Manifest manifest) {
        List<Reference<String>> found = new ArrayList<>();
        manifest.image()
                .credentials()
                .ifPresent(secret -> found.add(new Reference<>("image.credentials", manifest.name(), secret)));
        manifest.sidecars().forEach((name, sidecar) -> sidecar.credentials()
                .ifPresent(secret ->
                        found.add(new Reference<>("sidecars." + name + ".credentialsParameter", name, secret))));
        return found;
    }

    /** The secrets that {@code taskdef_overrides} names. */
    static List<Reference<Secret>> overridden(Manifest manifest) {
        List<Reference<Secret>> found = new ArrayList<>();
        for (int i = 0; i < manifest.taskDefinitionOverrides().size(); i++) {
            Manifest.Override override = manifest.taskDefinitionOverrides().get(i);
            String key = override.path().substring(override.path().lastIndexOf('.') + 1);
            overridden("taskdef_overrides[" + i + "]", key, override.value(), found);
        }
        return found;
    }

    private static void overridden(String path, String key, Object value, List<Reference<Secret>> found) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> overridden(path, String.valueOf(name), inner, found));
        } else if (value instanceof List<?> list) {
            list.forEach(inner -> overridden(path, key, inner, found));
        } else if (key.equals("ValueFrom")) {
            found.add(new Reference<>(path, path, new Secret.Reference(String.valueOf(value))));
        } else if (key.equals("CredentialsParameter")) {
            found.add(new Reference<>(path, path, credentials(String.valueOf(value))));
        }
    }

    /** A name in this place is one of Secrets Manager. */
    private static Secret credentials(String secret) {
        return secret.startsWith("arn:") ? new Secret.Reference(secret) : new Secret.SecretsManager(secret);
    }

    /** The CloudFormation exports that are named with {@code from_cfn}, each with the path that names it. */
    public static List<Reference<String>> exports(Reading reading, Manifest manifest) {
        List<Reference<Value>> values = new ArrayList<>(named("variables", manifest.variables()));
        manifest.logging()
                .fireLens()
                .ifPresent(fireLens -> values.addAll(named("logging.variables", fireLens.variables())));
        manifest.sidecars()
                .forEach((name, sidecar) ->
                        values.addAll(named("sidecars." + name + ".variables", sidecar.variables())));
        values.addAll(securityGroups(reading, manifest));
        manifest.storage().volumes().forEach((name, volume) -> volume.efs().ifPresent(efs -> {
            if (efs instanceof FileSystem.Own own) {
                values.add(new Reference<>("storage.volumes." + name + ".efs.id", name, own.id()));
            }
        }));

        List<Reference<String>> exports = new ArrayList<>();
        for (Reference<Value> value : values) {
            if (value.target() instanceof Value.Export export) {
                exports.add(new Reference<>(value.path() + ".from_cfn", value.name(), export.name()));
            }
        }
        for (Reference<Secret> secret : secrets(manifest)) {
            if (secret.target() instanceof Secret.Export export) {
                exports.add(new Reference<>(secret.path() + ".from_cfn", secret.name(), export.name()));
            }
        }
        return exports;
    }

    /** The security groups that the manifest adds; it may write them as a list, or as {@code groups} of a map. */
    public static List<Reference<Value>> securityGroups(Reading reading, Manifest manifest) {
        String list = "network.vpc.security_groups";
        String path = reading.positions().containsKey(list + ".groups") ? list + ".groups" : list;
        List<Value> groups = manifest.network().securityGroups().groups();
        List<Reference<Value>> found = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            String at = path + "[" + i + "]";
            found.add(new Reference<>(at, at, groups.get(i)));
        }
        return found;
    }

    /** The path of a rule: the main one is {@code http} itself. */
    public static String rulePath(int index) {
        return index == 0 ? "http" : "http.additional_rules[" + (index - 1) + "]";
    }

    private static <T> List<Reference<T>> named(String path, Map<String, T> targets) {
        return targets.entrySet().stream()
                .map(target -> new Reference<>(path + "." + target.getKey(), target.getKey(), target.getValue()))
                .toList();
    }
}
