package dev.slipway.local.cli;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which pipeline: what every command takes that talks to one. */
final class Where {
    private static final String STACK = "slipway";

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description =
                    "The local AWS to use, as \"slipway start\" prints it. Without it, and without --stack, one is"
                            + " started for this command and ends with it.")
    private Optional<URI> endpoint = Optional.empty();

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description = "The stack of a pipeline in your AWS account, or at --endpoint (there: \"" + STACK + "\").")
    private Optional<String> stack = Optional.empty();

    /** Something that is done with a pipeline; its result is the command's exit code. */
    interface Use {
        int with(Aws aws, Pipeline pipeline);
    }

    /** Finds the pipeline, or starts one that ends afterwards. */
    int with(String environment, Terminal terminal, Use use) {
        if (endpoint.isEmpty() && stack.isEmpty()) {
            try (Local local = Local.start(0, List.of(environment), Optional.empty(), terminal::say)) {
                return use.with(local.aws(), local.pipeline());
            }
        }
        Aws aws = new Aws(endpoint);
        return use.with(aws, Pipeline.of(aws.cloudFormation(), stack.orElse(STACK)));
    }
}
