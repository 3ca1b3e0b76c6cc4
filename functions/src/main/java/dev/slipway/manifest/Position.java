package dev.slipway.manifest;

/** A place in a manifest, both from 1; {@link #NONE} where there is none. */
public record Position(int line, int column) {
    public static final Position NONE = new Position(0, 0);
}
