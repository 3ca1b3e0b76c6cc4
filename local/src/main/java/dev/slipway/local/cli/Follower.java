package dev.slipway.local.cli;

import dev.slipway.local.cli.Executions.Execution;
import dev.slipway.local.cli.Upload.Uploaded;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Follows an upload until the pipeline has put down its outcome, or cannot any more. */
final class Follower {
    private final Documents documents;
    private final Executions executions;
    private final String bucket;
    private final Pace pace;
    private final InstantSource clock;
    private final Consumer<Duration> pause;
    private final Watcher watcher;
    private final Announcements announcements;

    private Instant uploaded;
    private Optional<Instant> silentSince = Optional.empty();

    /** @param pause returns after that time */
    Follower(
            Documents documents,
            Executions executions,
            String bucket,
            Pace pace,
            InstantSource clock,
            Consumer<Duration> pause,
            Watcher watcher,
            Announcements announcements) {
        this.documents = documents;
        this.executions = executions;
        this.bucket = bucket;
        this.pace = pace;
        this.clock = clock;
        this.pause = pause;
        this.watcher = watcher;
        this.announcements = announcements;
    }

    /**
     * @param name of the document that the pipeline writes: {@code status.json} or {@code plan.json}
     * @return the final one
     * @throws CommandFailed if there will be none
     */
    Document follow(Uploaded upload, String name) {
        uploaded = clock.instant();
        Instant nextRead = uploaded;
        Instant nextCheck = uploaded.plus(pace.check());
        while (true) {
            Instant now = clock.instant();
            if (!now.isBefore(nextRead)) {
                nextRead = now.plus(pace.read());
                boolean check = !now.isBefore(nextCheck);
                nextCheck = check ? now.plus(pace.check()) : nextCheck;
                Optional<Document> end = look(upload, name, check);
                if (end.isPresent()) {
                    return end.get();
                }
            }
            watcher.tick();
            pause.accept(pace.tick());
        }
    }

    /** @param check whether to look behind the document as well */
    private Optional<Document> look(Uploaded upload, String name, boolean check) {
        Optional<Document> latest = documents.read(upload.beside(name));
        Optional<Document> ours = latest.filter(document -> document.status().isFor(upload.versionId()));
        if (ours.isEmpty()) {
            latest.map(Document::status).filter(other -> !other.isFinal()).ifPresent(announcements::waitingFor);
            return check ? withoutDocument(upload) : Optional.empty();
        }
        Status status = ours.get().status();
        announcements.running(status);
        watcher.show(status);
        if (status.isFinal()) {
            return ours;
        }
        if (check) {
            status.execution().map(executions::describe).ifPresent(this::requireAlive);
        }
        return Optional.empty();
    }

    /** What the pipeline says nothing about: not begun, begun and not written down, or never to begin. */
    private Optional<Document> withoutDocument(Uploaded upload) {
        Optional<Execution> execution = executions.of(upload.versionId(), uploaded);
        if (execution.isPresent()) {
            Optional<Document> outcome = execution.get().output().flatMap(output -> outcome(output, upload));
            if (outcome.isEmpty()) {
                requireAlive(execution.get());
            }
            return outcome;
        }
        if (!documents.isNewest(upload)) {
            return Optional.of(Document.superseded(bucket, upload));
        }
        if (clock.instant().isAfter(uploaded.plus(pace.reaction()))) {
            throw new CommandFailed("Nothing has reacted to the upload of " + upload.key() + " within "
                    + Wording.of(pace.reaction()) + ": are the pipeline's EventBridge rules enabled, is its dead-letter"
                    + " queue empty, and may you read s3://" + bucket + "/" + upload.beside("status.json") + "?");
        }
        return Optional.empty();
    }

    /** An execution carries the status through its states and returns it. */
    private static Optional<Document> outcome(String output, Uploaded upload) {
        try {
            return Optional.of(Document.of(output))
                    .filter(document -> document.status().isFinal())
                    .filter(document -> document.status().isFor(upload.versionId()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** One that has ended may still be recovered by another, which writes the outcome; but not for ever. */
    private void requireAlive(Execution execution) {
        if (!execution.hasEnded()) {
            silentSince = Optional.empty();
            return;
        }
        Instant since = silentSince.orElseGet(clock::instant);
        silentSince = Optional.of(since);
        if (execution.status() != ExecutionStatus.SUCCEEDED) {
            announcements.once("The execution has ended (" + execution.status() + "); waiting for its outcome");
        }
        if (clock.instant().isAfter(since.plus(pace.recovery()))) {
            throw new CommandFailed("The execution " + execution.arn() + " has ended (" + execution.status()
                    + execution.cause().map(cause -> ", " + cause).orElse("")
                    + ") and no outcome was put down. Its history in Step Functions shows what it had done.");
        }
    }
}
