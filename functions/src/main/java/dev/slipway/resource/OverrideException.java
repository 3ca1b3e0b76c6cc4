package dev.slipway.resource;

/** A rule of {@code taskdef_overrides} that cannot be applied: the user's mistake. */
public final class OverrideException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Which rule, from 0; -1 where the rules together made something that does not exist. */
    public final int index;

    /** The path that is wrong: the rule's, or that of the property that it made. */
    public final String path;

    public OverrideException(int index, String path, String problem) {
        super(path + " " + problem);
        this.index = index;
        this.path = path;
    }
}
