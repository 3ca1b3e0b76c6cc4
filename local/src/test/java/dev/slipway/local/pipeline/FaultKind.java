package dev.slipway.local.pipeline;

import dev.slipway.local.gateway.Fault;
import dev.slipway.local.gateway.Fault.Effect;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** How an AWS call goes wrong. */
enum FaultKind {
    REFUSED("refused", fault -> fault.refused(400, "AccessDeniedException", "refused by a test")),
    /** As often as the SDK tries one call. */
    SERVER_ERROR("server error", fault -> fault.refused(500, "InternalFailure", "broken by a test")
            .times(6)),
    THROTTLED("throttled", fault -> fault.refused(400, "ThrottlingException", "Rate exceeded")
            .times(3)),
    ANSWER_LOST("answer lost", fault -> fault.with(Effect.LOSE_ANSWER)),
    KILLED_BEFORE("killed before", fault -> fault.with(Effect.KILL_BEFORE)),
    KILLED_AFTER("killed after", fault -> fault.with(Effect.KILL_AFTER)),
    /** The execution, while its function is in the call. */
    STOPPED("stopped", fault -> fault.with(Effect.HOLD));

    final String label;
    private final UnaryOperator<Fault> effect;

    FaultKind(String label, UnaryOperator<Fault> effect) {
        this.label = label;
        this.effect = effect;
    }

    static FaultKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow();
    }

    Fault of(Fault plain) {
        return effect.apply(plain);
    }
}
