package dev.slipway.deployment;

import dev.slipway.deployment.Deployment.Failure;
import dev.slipway.deployment.Deployment.ProblemStatus;
import dev.slipway.deployment.Deployment.Status;
import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The manifest by itself: fetched, read, and refused with everything that is wrong with it. */
public final class Validation {
    /** Bytes; larger manifests are refused without being read. */
    static final int LIMIT = 256 * 1024;

    private final Bucket bucket;

    public Validation(Bucket bucket) {
        this.bucket = bucket;
    }

    /** A manifest as it was read, with the values that its upload gave to its variables. */
    record Fetched(Reading reading, Map<String, String> variables, boolean dryRun) {}

    public Deployment validate(Deployment deployment) {
        Fetched fetched = fetch(deployment);
        deployment.dryRun = fetched.dryRun();
        report(deployment, fetched.reading().problems());
        deployment.next = deployment.status == Status.REJECTED ? "record" : "plan";
        return deployment;
    }

    Fetched fetch(Deployment deployment) {
        Bucket.Upload upload = bucket.read(deployment.manifest, LIMIT);
        Reading reading = upload.text()
                .map(text ->
                        ManifestReader.read(text, deployment.application, deployment.environment, upload.variables()))
                .map(read -> named(read, deployment.service))
                .orElseGet(() -> upload.size() > LIMIT ? tooLarge(upload.size()) : notText());
        return new Fetched(reading, upload.variables(), upload.dryRun());
    }

    /** The key says which service is deployed, so the manifest must not say another. */
    private static Reading named(Reading reading, String service) {
        boolean differs = reading.manifest().map(m -> !m.name().equals(service)).orElse(false);
        if (!differs) {
            return reading;
        }
        List<Problem> problems = new ArrayList<>(reading.problems());
        problems.add(Problem.error(
                        "name-mismatch",
                        "name",
                        reading.at("name"),
                        "name is \"" + reading.manifest().get().name() + "\", but the manifest was uploaded for \""
                                + service + "\"")
                .withHint("upload it as <environment>/"
                        + reading.manifest().get().name() + "/manifest.yml, or change the name"));
        return new Reading(Optional.empty(), problems, reading.positions());
    }

    private static Reading tooLarge(long size) {
        String message = "the manifest is %d bytes long, at most %d are read".formatted(size, LIMIT);
        return unread(Problem.error("too-large", "", new Position(1, 1), message));
    }

    private static Reading notText() {
        return unread(Problem.error("not-text", "", new Position(1, 1), "the manifest is not a text in UTF-8"));
    }

    private static Reading unread(Problem problem) {
        return new Reading(Optional.empty(), List.of(problem), Map.of());
    }

    /** Adds the problems to the deployment; an error rejects it. */
    static void report(Deployment deployment, List<Problem> problems) {
        problems.stream().map(ProblemStatus::of).forEach(problem -> {
            if (!deployment.problems.contains(problem)) {
                deployment.problems.add(problem);
            }
        });
        List<Problem> errors = problems.stream().filter(Problem::isError).toList();
        if (!errors.isEmpty()) {
            deployment.status = Status.REJECTED;
            String more = errors.size() == 1 ? "" : " (and %d more)".formatted(errors.size() - 1);
            deployment.failure = new Failure(null, "Rejected", errors.get(0).message() + more, List.of(), null);
        }
    }
}
