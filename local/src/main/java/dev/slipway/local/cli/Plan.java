package dev.slipway.local.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        description = {
            "Prints what a deployment would change, without changing it.",
            "Exit code 0: nothing. 2: something. 1: it would be rejected, or could not be planned."
        })
final class Plan implements Callable<Integer> {
    @Mixin
    private ManifestArguments manifest;

    @Mixin
    private Where where;

    @Option(names = "--json", description = "Print the pipeline's plan.json instead.")
    private boolean json;

    private final Terminal terminal;

    Plan(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return where.with(manifest.environment(), terminal, this::plan);
    }

    private int plan(Aws aws, Pipeline pipeline) {
        Document end = new Delivery(manifest.file().toString(), aws, pipeline, terminal).run(manifest, true);
        Report.failure(end.status()).forEach(terminal::say);
        if (json) {
            terminal.printJson(end.json());
            terminal.say(Report.verdict(end.status()));
        } else {
            Report.plan(end.status()).forEach(terminal::print);
        }
        return switch (end.status().status()) {
            case PLANNED -> end.status().changesNothing() ? 0 : 2;
            case UNCHANGED -> 0;
            default -> 1;
        };
    }
}
