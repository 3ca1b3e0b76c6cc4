package dev.slipway.deployment;

import java.util.List;

/** The new tasks did not become steady. The first line of the message says so, each further line is a reason. */
public final class RolloutFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RolloutFailedException(String message, List<String> reasons) {
        super(reasons.isEmpty() ? message : message + "\n" + String.join("\n", reasons));
    }
}
