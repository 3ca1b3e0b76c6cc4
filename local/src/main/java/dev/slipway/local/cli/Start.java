package dev.slipway.local.cli;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "start",
        description = {
            "Starts a local AWS with an application \"demo\", its environments and the pipeline, prints one line of JSON"
                    + " about it, and serves until it is interrupted.",
            "Any AWS client works against the endpoint."
        })
final class Start implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "4566",
            description = "Where to listen (default: ${DEFAULT-VALUE}; 0: any free port).")
    private int port;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            defaultValue = "test",
            description = "An environment to create (default: ${DEFAULT-VALUE}); may be repeated.")
    private List<String> environments;

    @Option(
            names = "--via-proxy",
            paramLabel = "URL",
            description = "Send every AWS call that is not Lambda's to the emulator through this plain HTTP proxy.")
    private Optional<URI> proxy = Optional.empty();

    private final Terminal terminal;

    Start(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Local local = Local.start(port, environments, proxy)) {
            // Whoever waits for this line wants to deploy: the first deployment is then as quick as the next.
            local.awaitWarm();
            terminal.printJson(local.json());
            terminal.say("Serving; end it with Ctrl-C.");
            // The signal ends the process, and with it the children.
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
