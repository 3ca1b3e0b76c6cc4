package dev.slipway.resource;

import java.util.List;

/**
 * One kind of AWS resource: what a service wants of it, what is there, and the calls that lead from one to the other.
 * Deciding ({@link #desired}, {@link #interim}) is pure; each of the other methods is a few AWS calls and no decision.
 * Deployment, undo, removal, drift repair and plan are written once, over this interface.
 */
public interface ResourceKind<R extends Resource> {

    /** As in {@link Arns} and the journal: {@code target-group}. */
    String name();

    Class<R> type();

    /**
     * Whether these are data, which outlive the service and a manifest that no longer asks for them: then nothing removes
     * them but the undo of the deployment that made them, and the outcome lists them as kept.
     */
    default boolean isData() {
        return false;
    }

    /** Whether a change is always another version beside the old: then it is told as an update, not as a replacement. */
    default boolean isVersioned() {
        return false;
    }

    /**
     * Why one of these is replaced where it could be changed, for people. What is for life belongs into a resource's key
     * (see {@link Resource#key}): another key is another resource.
     */
    default String whyReplaced() {
        return "what identifies it has changed";
    }

    /** What the service wants, from its manifest and environment; may keep names and choices that {@code existing} has. */
    List<R> desired(Service service, Existing existing);

    /**
     * What the service has now: found by deterministic name and by tags, without any record of our own. Anything that
     * bears another service's tags, or none, is not the service's and is not returned (of {@link ListenerRules} there is an
     * exception).
     *
     * @param arns what is already known to be the service's; kinds that are read later find here what earlier ones know
     * @throws NotOursException if something with a name that the service needs belongs to somebody else
     */
    List<Found<R>> read(Scope scope, Arns arns);

    /**
     * The kinds that have to be read before it, since it looks at what they have left in {@link Arns}; everything else is read
     * at the same time.
     */
    default List<Class<? extends Resource>> readAfter() {
        return List.of();
    }

    /**
     * When it is made, among the kinds of its step: all of a stage at the same time, once those of earlier stages are made.
     */
    default int stage() {
        return 0;
    }

    /** Whether several of them can be made at the same time. */
    default boolean isIndependent() {
        return false;
    }

    /**
     * Whether a search by tags shows that the service may have some of it: where it does not, and the manifest wants none,
     * the kind is not read. {@code true} of what the search does not know, and of what every service has.
     */
    default boolean isShownBy(TagSearch search, Scope scope) {
        return true;
    }

    /**
     * The state to go to while the old and the new both serve, before {@code to} is reached when the replaced is
     * retired. Most resources go straight to {@code to}.
     */
    default R interim(R from, R to) {
        return to;
    }

    /**
     * Likewise of something new, while others of the kind that are there still do what it is to do.
     *
     * @param existing all of the kind that the service has
     */
    default R interim(List<Found<R>> existing, R to) {
        return to;
    }

    /**
     * Looks, before anything changes, whether what is to be made has a name that somebody else has already; for kinds whose
     * {@link #read} does not come upon it.
     *
     * @throws NotOursException if it does
     */
    default void checkFree(R wanted, Scope scope, Arns arns) {}

    /**
     * Makes it, and returns its ARN. Idempotent: where it exists already and is the service's (a call that was repeated,
     * or whose answer was lost), it is brought to {@code wanted}.
     */
    String create(R wanted, Scope scope, Arns arns);

    /** Changes it in place; idempotent. Returns the ARN, which is a new one only for what AWS versions. */
    String update(Found<R> from, R to, Scope scope, Arns arns);

    /** Starts anew what runs, without changing anything; of most kinds nothing runs. */
    default void restart(Found<R> existing, Scope scope) {}

    /** Deletes it; gone already is fine. */
    void remove(Found<R> existing, Scope scope, Arns arns);

    /** The command of the AWS CLI that deletes it, for a user to whom it was left. */
    default String removalByHand(Found<R> existing, Scope scope) {
        return ByHand.removal(name(), existing, scope);
    }
}
