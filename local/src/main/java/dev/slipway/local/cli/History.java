package dev.slipway.local.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        description = {
            "Prints the deployments of a service within the last year, the newest first.",
            "Exit code 0: printed. 1: there is none."
        })
final class History implements Callable<Integer> {
    @Mixin
    private ServiceArguments of;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "20",
            description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Mixin
    private Where where;

    @Option(names = "--json", description = "Print a list of their status documents instead.")
    private boolean json;

    private final Terminal terminal;

    History(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return where.withExisting(this::print);
    }

    private int print(Aws aws, Pipeline pipeline) {
        List<Document> deployments = new PastDeployments(aws.dynamoDb(), pipeline.table())
                .of(of.environment(), of.service())
                .limit(limit)
                .toList();
        if (json) {
            terminal.printJson(Document.list(deployments));
        } else if (!deployments.isEmpty()) {
            StatusLines.history(deployments.stream().map(Document::status).toList())
                    .forEach(terminal::print);
        }
        if (deployments.isEmpty()) {
            terminal.say("No deployment of " + of + " is known.");
            return 1;
        }
        return 0;
    }
}
