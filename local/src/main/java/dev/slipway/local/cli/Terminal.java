package dev.slipway.local.cli;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a command talks: results on standard output, everything else on standard error.
 *
 * @param columns of the terminal that standard error is; empty where it is none, and lines stay as they are
 * @param marks whether it can show more than ASCII
 * @param colours whether it is to show colours, see <a href="https://no-color.org">no-color.org</a>
 */
record Terminal(PrintStream out, PrintStream err, Optional<Integer> columns, boolean marks, boolean colours) {

    /** Java cannot ask whether standard error is a terminal: the launcher does, and says how wide it is. */
    private static final String COLUMNS = "slipway.terminal.columns";

    static Terminal ofThisProcess() {
        Optional<Integer> columns =
                Optional.ofNullable(Integer.getInteger(COLUMNS)).filter(width -> width >= 40);
        boolean marks = Charset.forName(System.getProperty("native.encoding", "US-ASCII"))
                .equals(StandardCharsets.UTF_8);
        boolean colours = columns.isPresent() && System.getenv("NO_COLOR") == null;
        return new Terminal(System.out, System.err, columns, marks, colours);
    }

    /** A line of talk. */
    void say(String line) {
        err.println(line);
    }

    /** A line of the result. */
    void print(String line) {
        out.println(line);
    }

    /** A JSON document is UTF-8 whatever the locale. */
    void printJson(String json) {
        byte[] bytes = (json.strip() + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}
