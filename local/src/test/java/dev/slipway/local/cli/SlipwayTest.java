package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlipwayTest {
    private final CommandRun command = new CommandRun();

    @ParameterizedTest
    @ValueSource(strings = {"deploy", "plan", "validate", "status", "history", "rollback", "start", "invoke"})
    void everyCommandExplainsItself(String name) {
        assertThat(command.run(name, "--help")).isZero();
        assertThat(command.out()).startsWith("Usage: slipway " + name).contains("Print this.");
        assertThat(command.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "paint",
                "deploy",
                "plan --environment test",
                "history",
                "rollback",
                "invoke plan",
                "start --port many"
            })
    void aMistakeOnTheCommandLineIsNeverTakenForAnAnswer(String arguments) {
        assertThat(command.run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(1);
        assertThat(command.err()).isNotBlank();
        assertThat(command.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "history web", "rollback web"})
    void whatWasDeployedIsAskedOfAPipelineThatIsThere(String arguments) {
        assertThat(command.run(arguments.split(" "))).isEqualTo(1);
        assertThat(command.err()).startsWith("Which pipeline? --endpoint URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--var name-with-dash=a",
                "--var A=Gr\u00fc\u00dfe",
                "--var A=two\nlines",
                "--var A=blank\u0020",
                "--var greeting=a|--var|GREETING=b"
            })
    void aVariableThatWouldNotArriveAsItIsIsRefused(String variable) {
        String[] arguments = variable.replaceFirst(" ", "|").split("\\|");
        String[] all = Stream.concat(Stream.of("validate", "../events/web/manifest.yml"), Stream.of(arguments))
                .toArray(String[]::new);

        assertThat(command.run(all)).isEqualTo(1);
        assertThat(command.err()).startsWith("--var ");
    }

    @Test
    void aFileThatIsNoTextIsAProblemWithAPlace(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("manifest.yml"), new byte[] {'a', (byte) 0xff});

        assertThat(command.run("validate", file.toString())).isEqualTo(1);
        assertThat(command.out()).startsWith(file + ":1:1: error: the manifest is not a text in UTF-8");
    }

    @Test
    void anEndpointThatIsNoUrlIsALineAndNoStackTrace() {
        assertThat(command.run("status", "--endpoint", "nonsense")).isEqualTo(1);
        assertThat(command.err().strip()).isEqualTo("--endpoint nonsense is no URL such as http://127.0.0.1:4566.");
    }

    @Test
    void aMissingFileIsALineAndNoStackTrace() {
        assertThat(command.run("validate", "no/such/manifest.yml")).isEqualTo(1);
        assertThat(command.err().strip()).isEqualTo("There is no file no/such/manifest.yml.");
    }
}
