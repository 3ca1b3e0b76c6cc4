package dev.slipway.resource;

import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the rules of other services on the same listeners, and the account's quotas, mean for a service. */
public final class LoadBalancerCheck {
    private final ListenerRules rules;
    private final LoadBalancerQuotas quotas;

    public LoadBalancerCheck(ListenerRules rules, LoadBalancerQuotas quotas) {
        this.rules = rules;
        this.quotas = quotas;
    }

    /**
     * @param existing what the service has
     * @param arns of the plan, which has read listeners and target groups
     * @param limits see {@link LoadBalancerQuotas#limits}; where they are missing and something is added, they are asked for
     */
    public List<Problem> check(
            Service service,
            Reading reading,
            Scope scope,
            Existing existing,
            Arns arns,
            Optional<Map<String, Integer>> limits) {
        List<ListenerRule> wanted = rules.desired(service, existing);
        List<Found<ListenerRule>> own = existing.of(ListenerRule.class);
        RuleConflicts.Standing standing = rules.others(wanted, scope, arns);
        // Of a service without rules, only a Network Load Balancer adds anything.
        String path = wanted.isEmpty() ? "nlb" : "http";
        Position at = reading.at(path);
        List<Problem> problems = new ArrayList<>();
        for (RuleConflicts.Conflict conflict : RuleConflicts.of(wanted, own, standing)) {
            problems.add(
                    conflict.kind() == RuleConflicts.Kind.TAKEN
                            ? Problem.error("rule-taken", path, at, conflict.message())
                            : Problem.warning("rule-shadowed", path, at, conflict.message()));
        }
        quotas.exceeded(service, wanted, existing, standing.rules(), arns, () -> limits.orElseGet(quotas::limits))
                .forEach(message -> problems.add(Problem.error("quota", path, at, message)
                        .withHint("have the quota raised in Service Quotas, or remove what is no longer needed")));
        return problems;
    }
}
