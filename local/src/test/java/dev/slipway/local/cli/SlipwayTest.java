package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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

    @Test
    void aMissingFileIsALineAndNoStackTrace() {
        assertThat(command.run("validate", "no/such/manifest.yml")).isEqualTo(1);
        assertThat(command.err().strip()).isEqualTo("There is no file no/such/manifest.yml.");
    }
}
