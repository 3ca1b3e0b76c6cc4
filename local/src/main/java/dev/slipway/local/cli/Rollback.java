package dev.slipway.local.cli;

import dev.slipway.local.cli.Upload.Uploaded;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rollback",
        description = {
            "Deploys an earlier version of a service's manifest again, with the values and env files that it had then, and"
                    + " follows it as \"deploy\" does. An image's tag is looked up anew.",
            "Exit code 0: it is deployed, or was already. 1: anything else."
        })
final class Rollback implements Callable<Integer> {
    @Mixin
    private ServiceArguments of;

    @Parameters(
            index = "1",
            paramLabel = "VERSION",
            arity = "0..1",
            description = "A version or a deployment, as \"slipway history\" prints them; without it, the last that"
                    + " succeeded before the one that is in place.")
    private Optional<String> version = Optional.empty();

    @Mixin
    private Where where;

    @Option(names = "--json", description = "Print the final status.json instead.")
    private boolean json;

    private final Terminal terminal;

    Rollback(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return where.withExisting(this::roll);
    }

    private int roll(Aws aws, Pipeline pipeline) {
        String target = target(new PastDeployments(aws.dynamoDb(), pipeline.table()));
        Uploaded upload = new EarlierUpload(aws.s3(), pipeline.bucket())
                .again(pipeline.application(), of.environment(), of.service(), target);
        Delivery delivery = new Delivery("manifest.yml", aws, pipeline, terminal);
        Document end = delivery.follow(upload, "version " + target + " of the manifest", List.of("status.json"));
        return Deploy.tell(end, json, terminal);
    }

    private String target(PastDeployments past) {
        Optional<Status> found = version.isPresent()
                ? past.named(of.environment(), of.service(), version.get())
                : past.before(of.environment(), of.service());
        // A version of which the history knows nothing may still be in the bucket.
        return found.flatMap(Status::manifest)
                .flatMap(Status.Version::versionId)
                .or(() -> version)
                .orElseThrow(() -> new CommandFailed("No earlier deployment of " + of
                        + " has succeeded; \"slipway history " + of.service() + "\" prints what is known."));
    }
}
