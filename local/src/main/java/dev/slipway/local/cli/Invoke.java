package dev.slipway.local.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

@Command(
        name = "invoke",
        description = {
            "Calls one function with one event and prints its answer.",
            "Exit code 0: it answered. 1: it failed."
        })
final class Invoke implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            description = "Such as plan, or PlanFunction as in template.yaml.")
    private String function;

    @Parameters(index = "1", paramLabel = "EVENT.json", description = "What to call it with.")
    private Path event;

    @Mixin
    private Where where;

    private final Terminal terminal;

    Invoke(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!Files.isRegularFile(event)) {
            throw new CommandFailed("There is no file " + event + ".");
        }
        return where.with("test", terminal, this::invoke);
    }

    private int invoke(Aws aws, Pipeline pipeline) {
        String name = new Functions(aws.cloudFormation(), pipeline.stack()).named(function);
        InvokeResponse response = aws.lambda().invoke(r -> r.functionName(name).payload(payload()));
        terminal.printJson(response.payload().asUtf8String());
        if (response.functionError() != null) {
            terminal.say("The function failed: " + response.functionError());
            return 1;
        }
        return 0;
    }

    private SdkBytes payload() {
        try {
            return SdkBytes.fromByteArray(Files.readAllBytes(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
