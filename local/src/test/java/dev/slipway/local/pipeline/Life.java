package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.Eventually;
import dev.slipway.local.gateway.Fault;
import dev.slipway.local.gateway.Fault.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the lives of services have in common: they disturb the pipeline, and keep count of their deployments. */
abstract class Life {
    final Account account;
    final List<String> deployments = new ArrayList<>();

    Life(Account account) {
        this.account = account;
    }

    /** Ids of all deployments that there were. */
    List<String> deployments() {
        return deployments;
    }

    void refuseAlarms(TestedService service) {
        account.fault(service.fault("Alarms", "application-autoscaling:PutScalingPolicy")
                .refused(400, "ValidationException", "refused by a test"));
    }

    Fault hold(TestedService service, String function, String call) {
        Fault held = service.fault(function, call).with(Effect.HOLD);
        account.fault(held);
        return held;
    }

    void awaitStruck(Fault fault) {
        Eventually.get("the call is held", TestedService.LIMIT, () -> Optional.of(fault)
                .filter(one -> account.aws.gateway().faults().fired().get(one) > 0));
    }

    void ended(String outcome, Deployed deployed) {
        assertThat(deployed.outcome()).as(deployed.toString()).isEqualTo(outcome);
        deployments.add(deployed.id());
    }
}
