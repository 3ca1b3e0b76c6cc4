package dev.slipway.local.cli;

import dev.slipway.aws.AwsErrors;
import dev.slipway.aws.AwsErrors.Meaning;
import dev.slipway.local.cli.Executions.Execution;
import dev.slipway.local.cli.Upload.Uploaded;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
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
    private Optional<Instant> unreachableSince = Optional.empty();

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
     * @param names of the documents in which the pipeline may put down the outcome: {@code status.json}, for a dry run
     *     {@code plan.json} as well
     * @return the final one
     * @throws CommandFailed if there will be none
     */
    Document follow(Uploaded upload, List<String> names) {
        uploaded = clock.instant();
        Instant nextRead = uploaded;
        Instant nextCheck = uploaded.plus(pace.check());
        while (true) {
            Instant now = clock.instant();
            if (!now.isBefore(nextRead)) {
                nextRead = now.plus(pace.read());
                boolean check = !now.isBefore(nextCheck);
                nextCheck = check ? now.plus(pace.check()) : nextCheck;
                Optional<Document> end = tryToLook(upload, names, check);
                if (end.isPresent()) {
                    return end.get();
                }
            }
            watcher.tick();
            pause.accept(pace.tick());
        }
    }

    /** The deployment goes on while AWS cannot be reached from here, so it is not given up at once. */
    private Optional<Document> tryToLook(Uploaded upload, List<String> names, boolean check) {
        try {
            Optional<Document> end = look(upload, names, check);
            unreachableSince = Optional.empty();
            return end;
        } catch (SdkException e) {
            Instant since = unreachableSince.orElseGet(clock::instant);
            unreachableSince = Optional.of(since);
            if (!AwsErrors.is(Meaning.RETRY, e) || clock.instant().isAfter(since.plus(pace.reaction()))) {
                throw e;
            }
            announcements.once("AWS cannot be reached (" + AwsErrors.describe(e) + "); trying again");
            return Optional.empty();
        }
    }

    /** @param check whether to look behind the documents as well */
    private Optional<Document> look(Uploaded upload, List<String> names, boolean check) {
        List<Document> latest = names.stream()
                .map(name -> documents.read(upload.beside(name)))
                .flatMap(Optional::stream)
                .toList();
        Optional<Document> ours = latest.stream()
                .filter(document -> document.status().isFor(upload.versionId()))
                .findFirst();
        if (ours.isEmpty()) {
            latest.stream()
                    .map(Document::status)
                    .filter(other -> !other.isFinal())
                    .forEach(announcements::waitingFor);
            return check ? withoutDocument(upload) : Optional.empty();
        }
        Status status = ours.get().status();
        announcements.running(status);
        watcher.show(status);
        if (status.isFinal()) {
            return ours;
        }
        if (check) {
            status.execution().flatMap(executions::describe).ifPresent(this::requireAlive);
        }
        return Optional.empty();
    }

    /** What the pipeline says nothing about: not begun, begun and not written down, or never to begin. */
    private Optional<Document> withoutDocument(Uploaded upload) {
        Optional<Execution> execution = executions.of(upload.versionId(), uploaded);
        if (execution.isPresent()) {
            Optional<Document> outcome = outcome(execution.get(), upload);
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

    /** A successful execution returns the status; one that failed as deployments do has it for its error. */
    private Optional<Document> outcome(Execution execution, Uploaded upload) {
        return execution
                .output()
                .flatMap(Document::find)
                .or(() -> execution.error().flatMap(error -> Document.failed(error, execution, bucket, upload)))
                .filter(document -> document.status().isFinal())
                .filter(document -> document.status().isFor(upload.versionId()));
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
                    + execution.error().map(error -> ", " + error).orElse("")
                    + execution.cause().map(cause -> ": " + cause).orElse("")
                    + ") and no outcome was put down. Its history in Step Functions shows what it had done.");
        }
    }
}
