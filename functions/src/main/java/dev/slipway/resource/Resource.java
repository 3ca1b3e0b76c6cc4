package dev.slipway.resource;

/**
 * The state of one AWS resource: exactly what Slipway compares, sets, writes to the journal (as JSON) and puts back.
 * Implementations are records; two states are the same when the records are equal.
 */
public interface Resource {
    /**
     * Which resource of its kind: a name, or what it is found by. A resource with another key is another resource, so
     * what cannot be changed in place belongs into the key.
     */
    String key();

    /** As people are to see it: without what makes no difference. */
    default Resource shown() {
        return this;
    }
}
