package dev.slipway.resource;

import java.util.Map;
import java.util.Optional;

/**
 * An SNS topic that the service publishes to.
 *
 * @param name with {@code .fifo} at its end if it is a FIFO topic
 * @param contentBasedDeduplication of a FIFO topic
 * @param encryptionKey KMS key or alias
 * @param policy who may subscribe, in the canonical form of {@link dev.slipway.aws.PolicyDocument}
 */
public record Topic(
        String name,
        boolean contentBasedDeduplication,
        Optional<String> encryptionKey,
        String policy,
        Map<String, String> tags)
        implements Resource {

    @Override
    public String key() {
        return name;
    }

    boolean fifo() {
        return name.endsWith(".fifo");
    }
}
