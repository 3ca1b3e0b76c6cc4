package dev.slipway.deployment;

import dev.slipway.deployment.Deployment.CaughtError;
import dev.slipway.deployment.Deployment.Failure;
import dev.slipway.deployment.Deployment.ProblemStatus;
import dev.slipway.deployment.Deployment.State;
import dev.slipway.deployment.Deployment.Status;
import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a deployment ended, from what its document says at the end. Pure. */
final class Outcome {
    private Outcome() {}

    /** @param bucket where its manifest is, or was */
    static void decide(Deployment deployment, String bucket) {
        Failing.note(deployment);
        if (deployment.status != Status.IN_PROGRESS) {
            return;
        }
        boolean began = deployment.steps.stream().anyMatch(step -> step.state() != State.pending);
        if (!deployment.undoErrors.isEmpty()) {
            notPutBack(deployment, bucket);
        } else if (deployment.failure != null) {
            boolean mayHaveBegun = began || deployment.recovers != null && !deployment.dryRun;
            deployment.status = mayHaveBegun ? Status.ROLLED_BACK : Status.REJECTED;
        } else if (deployment.removal) {
            deployment.status = Status.REMOVED;
        } else {
            deployment.status = Status.SUCCEEDED;
            leftBehind(deployment);
        }
    }

    private static void notPutBack(Deployment deployment, String bucket) {
        deployment.status = Status.ROLLBACK_FAILED;
        List<String> reasons = new ArrayList<>();
        Failure undo = null;
        for (Step step : Step.values()) {
            CaughtError caught = deployment.undoErrors.get(step.state);
            if (caught != null) {
                Failure failure = Failing.failure(step.label, caught);
                undo = undo == null ? failure : undo;
                reasons.add(step.label + " could not be " + (deployment.removal ? "removed" : "put back") + ": "
                        + failure.message());
                failure.reasons().forEach(command -> reasons.add("by hand: " + command));
                if (deployment.step(step) != null) {
                    deployment.set(deployment.step(step).in(State.undo_failed));
                }
            }
        }
        reasons.add(again(deployment, bucket));
        Failure first = deployment.failure;
        if (first == null) {
            deployment.failure =
                    new Failure(undo.step(), undo.error(), reasons.get(0), reasons, Remedy.ofRemoval(undo.hint()));
        } else {
            if (first.reasons() != null) {
                reasons.addAll(0, first.reasons());
            }
            deployment.failure = new Failure(first.step(), first.error(), first.message(), reasons, first.hint());
        }
    }

    /** What brings the service to a state that somebody wants, once the cause is gone. */
    private static String again(Deployment deployment, String bucket) {
        String object = "s3://" + bucket + "/" + Bucket.manifestKey(deployment.environment, deployment.service);
        return deployment.removal
                ? "once the cause is mended, remove it again: aws s3 rm " + object
                : "once the cause is mended, upload the manifest that is to hold: aws s3 cp manifest.yml " + object;
    }

    /** What was replaced but could not be taken away does no harm; the next deployment tries again. */
    private static void leftBehind(Deployment deployment) {
        for (Map.Entry<String, CaughtError> left : deployment.leftovers.entrySet()) {
            String message = "Something that is no longer needed could not be removed yet: "
                    + Failing.failure(null, left.getValue()).message();
            deployment.problems.add(ProblemStatus.of(Problem.warning("left-behind", "", Position.NONE, message)
                    .withHint("the next deployment removes it")));
        }
    }

    /** The detail-type of the event that tells of this outcome; null where no event does. */
    static String event(Deployment deployment) {
        return switch (deployment.status) {
            case PLANNED -> "Drift Detected";
            case SUCCEEDED -> "Deployment Succeeded";
            case REJECTED -> "Deployment Rejected";
            case ROLLED_BACK -> "Deployment Rolled Back";
            case ROLLBACK_FAILED -> "Deployment Rollback Failed";
            case REMOVED -> "Service Removed";
            default -> null;
        };
    }
}
