package dev.slipway.local.cli;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Which pipeline: what every command takes that talks to one. */
final class Where {
    private static final String STACK = "slipway";

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description =
                    "The local AWS to use, as \"slipway start\" prints it. Without it, and without --stack, one is started"
                            + " for this command and ends with it, if the command deploys.")
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
            terminal.say("Starting a local AWS with the pipeline in it");
            try (Local local = Local.start(0, List.of(environment), Optional.empty())) {
                return use.with(local.aws(), local.pipeline());
            }
        }
        Aws aws = aws();
        return use.with(aws, pipeline(aws));
    }

    /** For questions about what was deployed, which a pipeline that was started for them could not answer. */
    int withExisting(Use use) {
        if (endpoint.isEmpty() && stack.isEmpty()) {
            throw new CommandFailed(
                    "Which pipeline? --endpoint URL: the one that \"slipway start\" has started. --stack NAME:"
                            + " the one in your AWS account.");
        }
        Aws aws = aws();
        return use.with(aws, pipeline(aws));
    }

    private Aws aws() {
        endpoint.filter(url -> url.getHost() == null || url.getScheme() == null).ifPresent(url -> {
            throw new CommandFailed("--endpoint " + url + " is no URL such as http://127.0.0.1:4566.");
        });
        return new Aws(endpoint);
    }

    private Pipeline pipeline(Aws aws) {
        try {
            return Pipeline.of(aws.cloudFormation(), stack.orElse(STACK));
        } catch (SdkClientException e) {
            if (!aws.isLocal()) {
                throw e;
            }
            throw new CommandFailed(
                    "Nothing answers at %s (%s): \"slipway start\" starts a local AWS and prints where it is."
                            .formatted(endpoint.get(), e.getMessage()),
                    e);
        }
    }
}
