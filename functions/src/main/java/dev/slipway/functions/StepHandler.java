package dev.slipway.functions;

import dev.slipway.deployment.Deployment;
import dev.slipway.deployment.Rehearsed;
import dev.slipway.deployment.Step;
import dev.slipway.deployment.StepRun;
import dev.slipway.resource.ResourceKind;
import java.util.List;

/** A step of the deployment: the same function does it, takes away what it replaced, and undoes it. */
public abstract class StepHandler extends DeploymentHandler {
    private final StepRun run;

    StepHandler(Step step, List<ResourceKind<?>> kinds) {
        this.run = new StepRun(step, kinds, Wiring.journal(), Wiring.bucket(), Wiring.CLOCK);
    }

    @Override
    protected final void rehearse(Request request, Rehearsed rehearsed) {
        run.rehearse(request.deployment(), rehearsed.service());
    }

    @Override
    protected final Deployment handle(Request request) {
        return switch (request.mode()) {
            case "apply" -> run.apply(request.deployment());
            case "retire" -> run.retire(request.deployment());
            case "undo" -> run.undo(request.deployment());
            default -> throw new IllegalArgumentException("no such mode: " + request.mode());
        };
    }
}
