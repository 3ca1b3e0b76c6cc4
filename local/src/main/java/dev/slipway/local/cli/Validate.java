package dev.slipway.local.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Problem.Severity;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "validate",
        description = {
            "Checks a manifest, without AWS. Prints one problem a line: PATH:LINE:COLUMN: error|warning: message",
            "Exit code 0: no error. 1: an error."
        })
final class Validate implements Callable<Integer> {
    private static final String UNKNOWN_KEY = "unknown-key";

    @Mixin
    private ManifestArguments manifest;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            defaultValue = "demo",
            description = "The application (default: ${DEFAULT-VALUE}).")
    private String application;

    @Option(names = "--strict", description = "An unknown key is an error, not a warning.")
    private boolean strict;

    @Option(names = "--json", description = "Print one JSON document instead.")
    private boolean json;

    private final Terminal terminal;

    Validate(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Problem> problems = manifest.read(application).problems().stream()
                .map(problem -> strict ? strictly(problem) : problem)
                .toList();
        boolean valid = problems.stream().noneMatch(Problem::isError);
        String file = manifest.file().toString();
        if (json) {
            terminal.printJson(Document.text(node(file, valid, problems)));
        } else {
            problems.forEach(problem -> terminal.print(ProblemLine.of(file, problem)));
        }
        if (problems.isEmpty()) {
            terminal.say(file + " is valid for the environment " + manifest.environment() + ".");
        }
        return valid ? 0 : 1;
    }

    static Problem strictly(Problem problem) {
        if (!problem.code().equals(UNKNOWN_KEY)) {
            return problem;
        }
        return new Problem(
                Severity.ERROR,
                problem.code(),
                problem.path(),
                problem.line(),
                problem.column(),
                problem.message(),
                problem.hint());
    }

    /** @return {@code {"file", "valid", "problems": […]}}, the problems as in status.json */
    private static ObjectNode node(String file, boolean valid, List<Problem> problems) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("file", file).put("valid", valid);
        node.putArray("problems").addAll(problems.stream().map(Document::node).toList());
        return node;
    }
}
