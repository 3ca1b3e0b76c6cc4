package dev.slipway.deployment;

/** A step could not do its work; the message says which resource, and what AWS said. */
public final class StepFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StepFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
