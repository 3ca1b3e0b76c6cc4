package dev.slipway.deployment;

import dev.slipway.deployment.Deployment.Failure;
import dev.slipway.deployment.Deployment.ManifestVersion;
import dev.slipway.deployment.Deployment.ProblemStatus;
import dev.slipway.deployment.Deployment.Status;
import dev.slipway.deployment.Reasons.Reason;
import dev.slipway.environment.EcrImage;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a deployment that no upload has caused is to do, decided when it has the lock: for which reasons, and with which
 * version of the manifest.
 */
public final class Redeployment {
    private final Reasons reasons;
    private final History history;
    private final Bucket bucket;

    public Redeployment(Reasons reasons, History history, Bucket bucket) {
        this.reasons = reasons;
        this.history = history;
        this.bucket = bucket;
    }

    /** @param current the version that was uploaded last, as far as it is to be deployed */
    Deployment prepare(Deployment deployment, Optional<String> current) {
        List<Reason> why = deployment.redeploy ? reasons.take(deployment.id(), deployment.deployment) : List.of();
        if (deployment.redeploy && why.isEmpty()) {
            return superseded(deployment);
        }
        if (!why.isEmpty()) {
            take(deployment, why);
        }
        String key = Bucket.manifestKey(deployment.environment, deployment.service);
        Optional<String> live = current.isEmpty() ? current : live(deployment, key);
        boolean asked = why.stream()
                .anyMatch(reason -> reason.type().equals("request")
                        && !Redeploys.EVERY.equals(reason.trigger().get("service")));
        Optional<String> version = live.or(() -> deployment.checksForDrift() ? Optional.empty() : current);
        if (version.isEmpty()) {
            // Of a service that was removed meanwhile nobody wants to hear; who asked for it, and not for all there
            // are, does.
            return asked ? nothingToDeploy(deployment, key) : superseded(deployment);
        }
        deployment.manifest = new ManifestVersion(bucket.name(), key, version.get());
        deployment.next = "validate";
        return deployment;
    }

    private static void take(Deployment deployment, List<Reason> why) {
        Map<String, Object> trigger = new TreeMap<>(why.get(0).trigger());
        if (why.size() > 1) {
            trigger.put("reasons", why.stream().map(Reason::trigger).toList());
        }
        deployment.trigger = trigger;
        for (Reason reason : why) {
            Map<String, Object> details = reason.trigger();
            // A new value of a secret, or a request that says so, needs new tasks though nothing changes.
            deployment.force |= reason.type().equals("secret") || Boolean.TRUE.equals(details.get("force"));
            if (reason.type().equals("image")) {
                EcrImage.parse(details.get("repository") + ":" + details.get("tag"))
                        .ifPresent(image -> deployment.pushed.put(
                                image.toString(), details.get("digest").toString()));
            }
        }
    }

    /** The version that the service runs, which is not the one that was uploaded last if that one was refused. */
    private Optional<String> live(Deployment deployment, String key) {
        return history.liveVersion(deployment.id())
                .or(() -> bucket.readStatus(deployment.id())
                        .filter(last -> last.status == Status.SUCCEEDED || last.status == Status.UNCHANGED)
                        .map(last -> last.manifest)
                        .map(ManifestVersion::versionId))
                .filter(version -> bucket.has(key, version));
    }

    private static Deployment superseded(Deployment deployment) {
        deployment.status = Status.SUPERSEDED;
        deployment.next = "record";
        return deployment;
    }

    private Deployment nothingToDeploy(Deployment deployment, String key) {
        deployment.status = Status.REJECTED;
        String message = "There is no manifest at " + key;
        deployment.problems.add(ProblemStatus.of(Problem.error("missing", "", Position.NONE, message)
                .withHint("upload one to s3://" + bucket.name() + "/" + key)));
        deployment.failure = new Failure(null, "Rejected", message, List.of(), null);
        deployment.next = "record";
        return deployment;
    }
}
