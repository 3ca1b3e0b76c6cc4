package dev.slipway.resource;

/** Something cannot be removed yet because AWS is still letting go of it; to be tried again in a few seconds. */
public final class StillInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StillInUseException(String message, Throwable cause) {
        super(message, cause);
    }
}
