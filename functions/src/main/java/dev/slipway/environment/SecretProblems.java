package dev.slipway.environment;

import dev.slipway.aws.Tags;
import dev.slipway.environment.ManagedSecrets.Description;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be wrong with one secret, and the command that puts it right. Pure; adds to {@code problems}. */
record SecretProblems(Environment environment, String service, String path, Position at, List<Problem> problems) {

    /** The tag by which the owner of a service's secret lets the other services of the environment have it, too. */
    static final String SHARED = "slipway-shared";

    void parameter(String name, Optional<Map<String, String>> tags) {
        if (tags.isEmpty()) {
            error(
                    "secret-not-found",
                    "there is no parameter \"%s\" in Parameter Store".formatted(name),
                    "aws ssm put-parameter --name %s --type SecureString --value '...' --tags %s"
                            .formatted(name, wantedTags()));
        } else if (isUntagged(tags.get())) {
            error(
                    "secret-not-tagged",
                    untagged("parameter \"" + name + "\""),
                    "aws ssm add-tags-to-resource --resource-type Parameter --resource-id %s --tags %s"
                            .formatted(name, wantedTags()));
        } else {
            foreignParameter(name, tags.get());
        }
    }

    void foreignParameter(String name, Map<String, String> tags) {
        foreign(
                "parameter \"" + name + "\"",
                tags,
                "aws ssm add-tags-to-resource --resource-type Parameter --resource-id %s --tags".formatted(name));
    }

    void foreignSecret(String id, Map<String, String> tags) {
        foreign("secret \"" + id + "\"", tags, "aws secretsmanager tag-resource --secret-id %s --tags".formatted(id));
    }

    private void foreign(String what, Map<String, String> tags, String tagging) {
        String owner = tags.getOrDefault(Tags.SERVICE, service);
        if (!owner.equals(service) && !tags.containsKey(SHARED)) {
            error(
                    "secret-of-another-service",
                    "the %s belongs to the service \"%s\"".formatted(what, owner),
                    "if its owner wants to share it: %s Key=%s,Value=true".formatted(tagging, SHARED));
        }
    }

    void managed(String id, Optional<Description> found) {
        if (found.isEmpty()) {
            error(
                    "secret-not-found",
                    "there is no secret \"%s\" in Secrets Manager".formatted(id),
                    id.startsWith("arn:")
                            ? "aws secretsmanager list-secrets shows the ARNs that there are"
                            : "aws secretsmanager create-secret --name %s --secret-string '...' --tags %s"
                                    .formatted(id, wantedTags()));
        } else if (found.get().deleted()) {
            error(
                    "secret-deleted",
                    "the secret \"%s\" is scheduled for deletion".formatted(id),
                    "aws secretsmanager restore-secret --secret-id " + id);
        } else if (isUntagged(found.get().tags())) {
            error(
                    "secret-not-tagged",
                    untagged("secret \"" + id + "\""),
                    "aws secretsmanager tag-resource --secret-id %s --tags %s".formatted(id, wantedTags()));
        } else {
            foreignSecret(id, found.get().tags());
        }
    }

    void unchecked(SecretSource.Unchecked source) {
        problems.add(Problem.warning(
                "secret-not-checked",
                path,
                at,
                "whether \"%s\" can be read is not checked: %s".formatted(source.valueFrom(), source.reason())));
    }

    void unknown(SecretSource.Unknown source) {
        problems.add(Problem.error(
                "secret-invalid",
                path,
                at,
                "\"%s\" is the ARN of neither a parameter nor a Secrets Manager secret".formatted(source.text())));
    }

    private boolean isUntagged(Map<String, String> tags) {
        return !environment.application().equals(tags.get(Tags.APPLICATION))
                || !environment.name().equals(tags.get(Tags.ENVIRONMENT));
    }

    private String untagged(String what) {
        return "the tasks may not read %s: it lacks the tags %s=%s and %s=%s"
                .formatted(what, Tags.APPLICATION, environment.application(), Tags.ENVIRONMENT, environment.name());
    }

    private String wantedTags() {
        return "Key=%s,Value=%s Key=%s,Value=%s"
                .formatted(Tags.APPLICATION, environment.application(), Tags.ENVIRONMENT, environment.name());
    }

    private void error(String code, String message, String hint) {
        problems.add(Problem.error(code, path, at, message).withHint(hint));
    }
}
