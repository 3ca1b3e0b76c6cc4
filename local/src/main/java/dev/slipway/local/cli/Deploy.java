package dev.slipway.local.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "deploy",
        description = {
            "Uploads a manifest, follows its deployment step by step, and prints what exists then.",
            "Exit code 0: it is deployed, or was already. 1: anything else."
        })
final class Deploy implements Callable<Integer> {
    @Mixin
    private ManifestArguments manifest;

    @Mixin
    private Where where;

    @Option(names = "--json", description = "Print the final status.json instead.")
    private boolean json;

    private final Terminal terminal;

    Deploy(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return where.with(manifest.environment(), terminal, this::deploy);
    }

    private int deploy(Aws aws, Pipeline pipeline) {
        Document end = new Delivery(manifest.file().toString(), aws, pipeline, terminal).run(manifest, false);
        return tell(end, json, terminal);
    }

    /** Prints how it ended, and returns the exit code. */
    static int tell(Document end, boolean json, Terminal terminal) {
        Report.failure(end.status()).forEach(terminal::say);
        if (json) {
            terminal.printJson(end.json());
            terminal.say(Report.verdict(end.status()));
        } else {
            Report.result(end.status()).forEach(terminal::print);
        }
        return switch (end.status().status()) {
            case SUCCEEDED, UNCHANGED -> 0;
            default -> 1;
        };
    }
}
