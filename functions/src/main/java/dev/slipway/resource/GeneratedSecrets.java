package dev.slipway.resource;

import dev.slipway.aws.ParameterTags;
import dev.slipway.aws.Tags;
import dev.slipway.environment.References;
import dev.slipway.environment.References.Reference;
import dev.slipway.environment.Secrets;
import dev.slipway.manifest.Manifest.Secret;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.Tag;

/**
 * The secrets that a manifest asks for with {@code {generate: N}}, under the path where Copilot's {@code secret init}
 * puts its own. One is made if there is none; it is never overwritten, and its value is never read, returned or logged.
 *
 * <p>It is data ({@link #isData}): it outlives the service, and a manifest that no longer names it. Only the undo of the
 * deployment that made it removes it; the service's own tag tells it from a secret of the same path that somebody else
 * made, which is used as it is and never touched.
 */
public final class GeneratedSecrets implements ResourceKind<GeneratedSecret> {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String DESCRIPTION = "%d random characters, made by Slipway";
    private static final Pattern DESCRIBED = Pattern.compile("(\\d{1,5}) random characters.*");

    private final SsmClient ssm;
    private final ParameterTags parameterTags;

    public GeneratedSecrets(SsmClient ssm) {
        this.ssm = ssm;
        this.parameterTags = new ParameterTags(ssm);
    }

    @Override
    public String name() {
        return "generated-secret";
    }

    @Override
    public Class<GeneratedSecret> type() {
        return GeneratedSecret.class;
    }

    @Override
    public boolean isIndependent() {
        return true;
    }

    @Override
    public boolean isData() {
        return true;
    }

    /** Those that exist stay as they are, whatever length the manifest asks for now. */
    @Override
    public List<GeneratedSecret> desired(Service service, Existing existing) {
        Map<String, GeneratedSecret> wanted = new LinkedHashMap<>();
        for (Reference<Secret> secret : References.secrets(service.manifest())) {
            String name = Secrets.generatedName(service.environment(), secret.name());
            boolean madeByOthers = service.secretArns().containsKey(new Secret.Reference(name));
            if (secret.target() instanceof Secret.Generate generate && !madeByOthers) {
                wanted.putIfAbsent(name, new GeneratedSecret(name, generate.length()));
            }
        }
        existing.of(GeneratedSecret.class)
                .forEach(found -> wanted.replace(found.state().name(), found.state()));
        return List.copyOf(wanted.values());
    }

    @Override
    public boolean isShownBy(TagSearch search, Scope scope) {
        return search.shows(":parameter" + Secrets.generatedPath(scope.environment()));
    }

    @Override
    public List<Found<GeneratedSecret>> read(Scope scope, Arns arns) {
        Map<String, GeneratedSecret> found = new TreeMap<>();
        ssm
                .describeParametersPaginator(request -> request.parameterFilters(
                        filter("Path", "OneLevel", Secrets.generatedPath(scope.environment())),
                        filter("Type", "Equals", ParameterType.SECURE_STRING.toString()),
                        filter("tag:" + Tags.SERVICE, "Equals", scope.id().service())))
                .stream()
                .flatMap(page -> page.parameters().stream())
                .forEach(parameter -> found.put(parameter.name(), state(parameter)));
        // What was made a moment ago may not be listed yet ("returned on a best-effort basis", DescribeParameters).
        for (String name : arns.of(name()).keySet()) {
            if (!found.containsKey(name) && isOurs(scope, name)) {
                found.put(name, new GeneratedSecret(name, 0));
            }
        }
        return found.values().stream()
                .map(secret -> new Found<>(secret, arn(scope, secret.name())))
                .toList();
    }

    @Override
    public String create(GeneratedSecret wanted, Scope scope, Arns arns) {
        try {
            ssm.putParameter(request -> request.name(wanted.name())
                    .type(ParameterType.SECURE_STRING)
                    .description(DESCRIPTION.formatted(wanted.length()))
                    .value(randomCharacters(wanted.length()))
                    .tags(scope.tags().entrySet().stream()
                            .map(tag -> Tag.builder()
                                    .key(tag.getKey())
                                    .value(tag.getValue())
                                    .build())
                            .toList()));
        } catch (ParameterAlreadyExistsException e) {
            // Ours from a call whose answer was lost, or somebody's who was faster: either way it is there to be used.
            return arn(scope, wanted.name());
        }
        return arn(scope, wanted.name());
    }

    /** Nothing of a secret that exists is ever changed. */
    @Override
    public String update(Found<GeneratedSecret> from, GeneratedSecret to, Scope scope, Arns arns) {
        return from.arn();
    }

    @Override
    public void remove(Found<GeneratedSecret> existing, Scope scope, Arns arns) {
        if (!isOurs(scope, existing.state().name())) {
            return;
        }
        try {
            ssm.deleteParameter(request -> request.name(existing.state().name()));
        } catch (ParameterNotFoundException e) {
            // Gone already, as it should be.
        }
    }

    private boolean isOurs(Scope scope, String name) {
        return parameterTags
                .of(name)
                .filter(tags -> Tags.belongTo(scope.id(), tags))
                .isPresent();
    }

    private static GeneratedSecret state(ParameterMetadata parameter) {
        Matcher described = DESCRIBED.matcher(parameter.description() == null ? "" : parameter.description());
        return new GeneratedSecret(parameter.name(), described.matches() ? Integer.parseInt(described.group(1)) : 0);
    }

    private static String arn(Scope scope, String name) {
        return scope.environment().arn("ssm", "parameter" + name);
    }

    /** A generator per call: one that a SnapStart snapshot holds would give every copy the same secrets. */
    private static String randomCharacters(int length) {
        SecureRandom random = new SecureRandom();
        StringBuilder characters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            characters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return characters.toString();
    }

    private static ParameterStringFilter filter(String key, String option, String value) {
        return ParameterStringFilter.builder()
                .key(key)
                .option(option)
                .values(value)
                .build();
    }
}
