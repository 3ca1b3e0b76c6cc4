package dev.slipway.local.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The command as a user without a terminal runs it, and what it said in its last run. */
final class CommandRun {
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** The exit code. */
    int run(String... arguments) {
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(stream(out), stream(err), Optional.empty(), false, false);
        return Slipway.commandLine(terminal).execute(arguments);
    }

    /** Likewise, with everything that it says in {@link #out}, as it stands on a screen. */
    int runOnOneScreen(String... arguments) {
        out = new ByteArrayOutputStream();
        err = out;
        PrintStream screen = stream(out);
        return Slipway.commandLine(new Terminal(screen, screen, Optional.empty(), false, false))
                .execute(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
