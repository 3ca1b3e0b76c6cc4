package dev.slipway.environment;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/** Secrets of Secrets Manager, as far as they can be described without their value. */
final class ManagedSecrets {
    private final SecretsManagerClient secretsManager;

    ManagedSecrets(SecretsManagerClient secretsManager) {
        this.secretsManager = secretsManager;
    }

    /**
     * @param arn the full one, with the six characters that Secrets Manager appends to the name: without them ECS is
     *     denied access
     * @param deleted whether it is scheduled for deletion, and so cannot be read
     * @param key the KMS key that it is encrypted with, where that is not Secrets Manager's own
     */
    record Description(String arn, Map<String, String> tags, boolean deleted, Optional<String> key) {}

    /** @param id a name, an ARN, or a name with the suffix that stands in its ARN (Copilot took that too) */
    Optional<Description> describe(String id, Environment environment) {
        return find(id).or(() -> id.startsWith("arn:") || !id.matches(".*-[A-Za-z0-9]{6}")
                ? Optional.empty()
                : find(environment.arn("secretsmanager", "secret:" + id)));
    }

    private Optional<Description> find(String id) {
        try {
            DescribeSecretResponse secret = secretsManager.describeSecret(request -> request.secretId(id));
            return Optional.of(new Description(
                    secret.arn(),
                    secret.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)),
                    secret.deletedDate() != null,
                    Optional.ofNullable(secret.kmsKeyId())));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }
}
