package dev.slipway.local.cli;

import dev.slipway.local.cli.Upload.Uploaded;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.s3.S3Client;

/** A manifest on its way through the pipeline: checked here, uploaded, followed to its end. */
final class Delivery {
    private final Aws aws;
    private final Pipeline pipeline;
    private final Watcher watcher;
    private final Announcements announcements;

    /** @param file the manifest as its problems are to name it */
    Delivery(String file, Aws aws, Pipeline pipeline, Terminal terminal) {
        this.aws = aws;
        this.pipeline = pipeline;
        InstantSource clock = InstantSource.system();
        Instant began = clock.instant();
        this.watcher = Watcher.on(terminal, () -> Duration.between(began, clock.instant()));
        this.announcements = new Announcements(file, watcher::say);
    }

    /**
     * @param dryRun whether the pipeline is only to plan
     * @return what the pipeline puts down at the end
     */
    Document run(ManifestArguments arguments, boolean dryRun) {
        Reading reading = arguments.read(pipeline.application());
        announcements.problems(reading.problems());
        if (reading.problems().stream().anyMatch(Problem::isError)
                || reading.manifest().isEmpty()) {
            return Document.rejected(arguments.environment(), reading.problems());
        }
        Manifest manifest = reading.manifest().get();
        Uploaded upload = new Upload(aws.s3(), pipeline.bucket())
                .put(arguments.file(), manifest, arguments.environment(), arguments.variables(), dryRun);
        // A dry run that is refused before there is a plan says so in the status.
        List<String> documents = dryRun ? List.of("plan.json", "status.json") : List.of("status.json");
        return follow(upload, arguments.file().toString(), documents);
    }

    /**
     * @param what was uploaded, for people
     * @param documents in which the outcome may stand
     */
    Document follow(Uploaded upload, String what, List<String> documents) {
        announcements.once("Uploaded " + what + " to s3://" + pipeline.bucket() + "/" + upload.key() + ", version "
                + upload.versionId());
        return follower(aws.s3()).follow(upload, documents);
    }

    private Follower follower(S3Client s3) {
        return new Follower(
                new Documents(s3, pipeline.bucket()),
                new Executions(aws.stepFunctions(), pipeline.stateMachineArn()),
                pipeline.bucket(),
                Pace.of(aws),
                InstantSource.system(),
                pause -> LockSupport.parkNanos(pause.toNanos()),
                watcher,
                announcements);
    }
}
