package dev.slipway.local.cli;

import dev.slipway.aws.AwsErrors;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** The command {@code slipway}. Exit codes are those of its commands; a mistake on the command line is 1, as they say. */
@Command(
        name = "slipway",
        description =
                "Deploys Copilot manifests through a serverless pipeline, on this machine or in your AWS account.",
        synopsisSubcommandLabel = "COMMAND")
public final class Slipway implements Runnable {
    private static final int FAILED = 1;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine(Terminal.ofThisProcess()).execute(arguments));
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine line = new CommandLine(new Slipway())
                .addSubcommand(new Deploy(terminal))
                .addSubcommand(new Plan(terminal))
                .addSubcommand(new Validate(terminal))
                .addSubcommand(new Overview(terminal))
                .addSubcommand(new History(terminal))
                .addSubcommand(new Rollback(terminal))
                .addSubcommand(new Start(terminal))
                .addSubcommand(new Invoke(terminal))
                .setOut(new PrintWriter(terminal.out(), true))
                .setErr(new PrintWriter(terminal.err(), true));
        line.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Slipway::explain);
        withExitCodeOnInvalidInput(line);
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "What is to be done?");
    }

    /** A failure that a user can understand is a line; any other is a defect, and shows where it is. */
    private static int explain(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof CommandFailed) {
            command.getErr().println(e.getMessage());
        } else if (e instanceof SdkException aws) {
            command.getErr().println(AwsErrors.describe(aws));
        } else {
            e.printStackTrace(command.getErr());
        }
        return FAILED;
    }

    private static void withExitCodeOnInvalidInput(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(FAILED);
        line.getSubcommands().values().forEach(Slipway::withExitCodeOnInvalidInput);
    }
}
