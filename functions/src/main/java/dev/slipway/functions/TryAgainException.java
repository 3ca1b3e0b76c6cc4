package dev.slipway.functions;

/** Nothing was wrong with the request: AWS throttled it or had a bad moment. The state machine tries again. */
public final class TryAgainException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TryAgainException(String message, Throwable cause) {
        super(message, cause);
    }
}
