package dev.slipway.local.cli;

import java.time.Duration;
import java.util.function.Supplier;

/** Shows a deployment while it runs. */
interface Watcher {

    /** @param elapsed since the command began */
    static Watcher on(Terminal terminal, Supplier<Duration> elapsed) {
        return terminal.columns().isPresent()
                ? new LiveWatcher(terminal, elapsed)
                : new PlainWatcher(terminal::say, elapsed);
    }

    /** A line of its own. */
    void say(String line);

    /** The deployment as it is now; called again and again, mostly with what was shown already. */
    void show(Status status);

    /** A tenth of a second has passed, more or less. */
    void tick();
}
