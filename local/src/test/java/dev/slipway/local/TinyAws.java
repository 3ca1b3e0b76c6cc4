package dev.slipway.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;

/** One local AWS with a tiny pipeline, for all tests of this JVM. */
final class TinyAws {
    private static final class Started {
        static final LocalAws AWS = start();
    }

    private TinyAws() {}

    static LocalAws aws() {
        return Started.AWS;
    }

    static Map<String, String> outputs() {
        try (CloudFormationClient cloudFormation = aws().endpoint().client(CloudFormationClient.builder())) {
            return cloudFormation.describeStacks(request -> request.stackName(Stacks.PIPELINE)).stacks().stream()
                    .flatMap(stack -> stack.outputs().stream())
                    .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
        }
    }

    /** A tiny pipeline, without environments. */
    static Options options() {
        Project project = Project.find();
        Path local = project.home().resolve("local");
        return Options.of(project)
                .environments(List.of())
                .pipeline(local.resolve("src/test/resources/tiny/template.yaml"), code(local))
                .rollout(Duration.ofMillis(600))
                .warm(false);
    }

    /** The libraries as they are: the artifact of the pipeline's functions holds only what those call. */
    private static List<Path> code(Path local) {
        try (Stream<Path> libraries = Files.list(local.resolve("target/lib"))) {
            return Stream.concat(Stream.of(local.resolve("target/test-classes")), libraries.sorted())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LocalAws start() {
        try {
            return LocalAws.start(options().environments(List.of("test")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
