package dev.slipway.resource;

/** Something that bears a name the service needs belongs to another service, or to nobody that says so in its tags. */
public final class NotOursException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotOursException(String what, String owner) {
        super(what + " exists already and belongs to " + owner + "; it is left alone");
    }
}
