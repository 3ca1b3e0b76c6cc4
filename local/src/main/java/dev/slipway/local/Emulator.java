package dev.slipway.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The process that emulates AWS's services. It ends with this one, even when this one is killed. */
final class Emulator implements AutoCloseable {
    private final Process process;
    private final URI uri;

    private Emulator(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /**
     * Returns when it answers.
     *
     * @param gatewayPort where it finds Lambda
     * @param rollout how long an ECS rollout takes
     */
    static Emulator start(Python python, Project project, int gatewayPort, Duration rollout, Path log)
            throws IOException {
        Map<String, String> environment = Map.of(
                "MOTO_PORT",
                String.valueOf(gatewayPort),
                "SLIPWAY_ROLLOUT_SECONDS",
                String.valueOf(rollout.toMillis() / 1000.0),
                "NO_PROXY",
                "127.0.0.1,localhost");
        Files.createDirectories(log.getParent());
        Process process = python.process(
                        environment, project.emulator("emulator.py").toString())
                .redirectError(log.toFile())
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = output.readLine();
        if (port == null) {
            throw new IOException("the emulator did not start: " + Files.readString(log));
        }
        return new Emulator(process, URI.create("http://127.0.0.1:" + port));
    }

    URI uri() {
        return uri;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
