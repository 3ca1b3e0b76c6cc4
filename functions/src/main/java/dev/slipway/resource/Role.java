package dev.slipway.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the tasks of a service (or ECS on their behalf) are allowed to do. Policy documents are in the canonical form of
 * {@link dev.slipway.aws.PolicyDocument}, with an access point as its {@linkplain AccessPoints#placeholder placeholder}.
 *
 * @param trust who may assume it
 * @param managedPolicies ARNs, in order; of the task role none, since those are others'
 * @param policies documents by name
 * @param permissionsBoundary ARN of the policy that bounds it
 */
public record Role(
        String name,
        String trust,
        List<String> managedPolicies,
        Map<String, String> policies,
        Optional<String> permissionsBoundary,
        Map<String, String> tags)
        implements Resource {

    @Override
    public String key() {
        return name;
    }
}
