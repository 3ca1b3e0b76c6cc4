package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.cli.Status.Action;
import dev.slipway.local.cli.Status.Step;
import dev.slipway.local.pipeline.Account;
import dev.slipway.local.pipeline.Manifests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees on a terminal, and when. */
class TerminalIT {
    private final Account account = Account.get();

    /** Another one when the test is repeated. */
    private final String service = "watched-" + System.nanoTime() % 1_000_000;

    private final AtomicBoolean released = new AtomicBoolean();

    @TempDir
    private Path directory;

    /** A screen that knows when it was written on. */
    private static final class Screen extends OutputStream {
        private final List<Long> times = new ArrayList<>();
        private final List<String> writings = new ArrayList<>();

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            times.add(System.nanoTime());
            writings.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        /** When one of the texts first stood there. */
        synchronized Optional<Long> first(String... texts) {
            for (int i = 0; i < writings.size(); i++) {
                for (String text : texts) {
                    if (writings.get(i).contains(text)) {
                        return Optional.of(times.get(i));
                    }
                }
            }
            return Optional.empty();
        }
    }

    @Test
    void everyChangeOfStateIsSeenWithinASecond() throws IOException, InterruptedException {
        Path manifest = Files.writeString(directory.resolve("manifest.yml"), Manifests.small(service));
        account.steerRollout(Map.of("service", "demo-test-" + service, "behaviour", "hang"));
        Map<String, Long> written = new ConcurrentHashMap<>();
        Screen screen = new Screen();
        ScheduledExecutorService observer = Executors.newSingleThreadScheduledExecutor();
        observer.scheduleWithFixedDelay(() -> observe(written), 0, 20, TimeUnit.MILLISECONDS);
        int code;
        try (PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
                PrintStream err = new PrintStream(screen, true, StandardCharsets.UTF_8)) {
            code = Slipway.commandLine(new Terminal(out, err, Optional.of(100), true, true))
                    .execute(
                            "deploy",
                            manifest.toString(),
                            "--endpoint",
                            account.aws.details().endpoint());
        } finally {
            observer.shutdown();
            assertThat(observer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(code).isZero();
        Map<String, Duration> late = new LinkedHashMap<>();
        written.forEach((text, time) -> {
            // A state that was over before anybody looked is seen as the next one.
            long seen = screen.first(text, text.replace("creating", "created")).orElseThrow();
            late.put(text, Duration.ofNanos(seen - time));
        });
        assertThat(late.keySet())
                .anyMatch(text -> text.startsWith("ecs-service"))
                .hasSizeGreaterThan(5);
        assertThat(late.values()).allSatisfy(time -> assertThat(time).isLessThan(Duration.ofSeconds(1)));
        assertThat(screen.first("0 of 1 tasks run, 1 starting")).isPresent();
    }

    /** Notes when status.json came to say something. */
    private void observe(Map<String, Long> written) {
        Optional<Document> document =
                new Documents(account.s3, account.bucket()).read("test/" + service + "/status.json");
        // The rollout goes on when there was something to see of it.
        if (document.map(Document::status).flatMap(Status::rollout).isPresent()
                && released.compareAndSet(false, true)) {
            account.steerRollout(Map.of("service", "demo-test-" + service, "behaviour", "heal"));
        }
        document.map(Document::status).stream()
                .flatMap(status -> status.steps().stream())
                .filter(step -> step.action() == Action.CREATE && step.state() != Status.Progress.PENDING)
                .forEach(step -> written.putIfAbsent(line(step), System.nanoTime()));
    }

    private static String line(Step step) {
        return String.format("%-14s %s", step.name(), Wording.of(step));
    }
}
