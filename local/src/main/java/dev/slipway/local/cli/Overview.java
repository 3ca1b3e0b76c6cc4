package dev.slipway.local.cli;

import dev.slipway.local.cli.Documents.Key;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = {
            "Prints what the latest deployment of each service of the application has come to, or of one service in full.",
            "Exit code 0: printed. 1: there is no such service."
        })
final class Overview implements Callable<Integer> {
    @Parameters(paramLabel = "SERVICE", arity = "0..1", description = "The service; without it, all of them.")
    private Optional<String> service = Optional.empty();

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "The environment; without it, every one that has the service.")
    private Optional<String> environment = Optional.empty();

    @Mixin
    private Where where;

    @Option(
            names = "--json",
            description = "Print the status.json of the service instead, or a list of those of all services.")
    private boolean json;

    private final Terminal terminal;

    Overview(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return where.withExisting(this::print);
    }

    private int print(Aws aws, Pipeline pipeline) {
        Documents documents = new Documents(aws.s3(), pipeline.bucket());
        List<Key> keys = documents.services().stream()
                .filter(key ->
                        service.filter(name -> !name.equals(key.service())).isEmpty())
                .filter(key -> environment
                        .filter(name -> !name.equals(key.environment()))
                        .isEmpty())
                .toList();
        if (service.isPresent()) {
            return one(documents, keys);
        }
        // Independent reads, each a round trip: beside each other, for who has a hundred services.
        List<Optional<Document>> found =
                keys.parallelStream().map(documents::status).toList();
        if (json) {
            terminal.printJson(
                    Document.list(found.stream().flatMap(Optional::stream).toList()));
        } else {
            StatusLines.table(keys, found).forEach(terminal::print);
        }
        if (keys.isEmpty()) {
            terminal.say("No service of " + pipeline.application() + " has a manifest in s3://" + pipeline.bucket()
                    + environment.map(name -> "/" + name).orElse("") + ".");
        }
        return 0;
    }

    private int one(Documents documents, List<Key> keys) {
        if (keys.isEmpty()) {
            throw new CommandFailed("There is no service \"" + service.get() + "\""
                    + environment.map(name -> " in " + name).orElse("")
                    + "; \"slipway status\" prints those that there are.");
        }
        if (json && keys.size() > 1) {
            throw new CommandFailed("The service \"" + service.get() + "\" is in several environments: name one with"
                    + " --environment.");
        }
        boolean later = false;
        for (Key key : keys) {
            Optional<Document> document = documents.status(key);
            if (json) {
                terminal.printJson(document.map(Document::json)
                        .orElseThrow(() -> new CommandFailed(key + " was never deployed.")));
                continue;
            }
            if (later) {
                terminal.print("");
            }
            later = true;
            document.map(Document::status)
                    .map(StatusLines::full)
                    .orElseGet(() -> List.of(key + " was never deployed."))
                    .forEach(terminal::print);
        }
        return 0;
    }
}
