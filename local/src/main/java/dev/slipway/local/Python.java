package dev.slipway.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Python that has moto and the SAM translator: the one on the PATH, else a private environment with them. */
final class Python {
    private static final Logger LOG = LoggerFactory.getLogger(Python.class);

    /** Succeeds where all that requirements.txt asks for is there, in these versions. */
    private static final String CHECK = """
            import importlib.metadata as packages, importlib.util, re, sys
            for line in open(sys.argv[1]):
                name, version = re.match(r"([\\w-]+)(?:\\[\\w+\\])?==(\\S+)", line).groups()
                assert packages.version(name) == version
            for module in ("flask", "flask_cors", "antlr4", "jsonpath_ng"):
                assert importlib.util.find_spec(module)
            """;

    private final Path program;

    private Python(Path program) {
        this.program = program;
    }

    /** @throws IllegalStateException that says what to install, where nothing helps */
    static Python find(Project project) throws IOException {
        Path requirements = project.emulator("requirements.txt");
        Python onPath = new Python(Path.of("python3"));
        if (onPath.has(requirements)) {
            return onPath;
        }
        Path directory = project.work().resolve("venv");
        Python installed = new Python(directory.resolve("bin/python3").toAbsolutePath());
        if (installed.has(requirements)) {
            return installed;
        }
        LOG.info("installing the emulator into {}", directory);
        Files.createDirectories(directory);
        try {
            onPath.output(Map.of(), "-m", "venv", directory.toString());
            installed.output(Map.of(), "-m", "pip", "install", "--quiet", "-r", requirements.toString());
        } catch (IOException e) {
            throw new IllegalStateException(missing(requirements, e), e);
        }
        return installed;
    }

    private static String missing(Path requirements, IOException e) throws IOException {
        String wanted = Files.readString(requirements).strip().lines().collect(Collectors.joining("' '", "'", "'"));
        return "The local AWS needs Python 3 with these packages, and could not install them:%n    pip install %s%n%s"
                .formatted(wanted, e.getMessage());
    }

    private boolean has(Path requirements) {
        try {
            output(Map.of(), "-c", CHECK, requirements.toString());
            return true;
        } catch (IOException e) {
            LOG.debug("{} will not do: {}", program, e.getMessage());
            return false;
        }
    }

    ProcessBuilder process(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // A profile or an endpoint of the user's is not meant for the emulator's own clients.
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        return builder;
    }

    /**
     * What it prints.
     *
     * @throws IOException with what it says to standard error, where it fails
     */
    String output(Map<String, String> environment, String... arguments) throws IOException {
        Path errors = Files.createTempFile("slipway", ".err");
        try {
            Process process = process(environment, arguments)
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(Files.readString(errors).strip());
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(errors);
        }
    }
}
