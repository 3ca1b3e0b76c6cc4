package dev.slipway.local.pipeline;

/**
 * Something that a user does to a service, from one stage to the next. Each begins where the one before it ends, so that
 * the service that one case has left is the one that another case begins with.
 */
enum Scenario {
    CREATION(Stage.NONE, Stage.FIRST),
    UPDATE(Stage.FIRST, Stage.SECOND),
    REPLACEMENT(Stage.SECOND, Stage.MOVED),
    REMOVAL(Stage.MOVED, Stage.NONE);

    final Stage from;
    final Stage to;

    Scenario(Stage from, Stage to) {
        this.from = from;
        this.to = to;
    }

    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
