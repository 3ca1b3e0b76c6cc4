package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SlipwayTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"deploy", "plan", "validate", "start", "invoke"})
    void everyCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: slipway " + command).contains("Print this.");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "paint", "deploy", "plan --environment test", "invoke plan", "start --port many"})
    void aMistakeOnTheCommandLineIsNeverTakenForAnAnswer(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(1);
        assertThat(err.toString()).isNotBlank();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aMissingFileIsALineAndNoStackTrace() {
        assertThat(run("validate", "no/such/manifest.yml")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("There is no file no/such/manifest.yml.");
    }

    private int run(String... arguments) {
        CommandLine line = Slipway.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
