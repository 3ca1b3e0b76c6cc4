package dev.slipway.deployment;

import dev.slipway.aws.Names;
import dev.slipway.aws.ServiceId;
import dev.slipway.deployment.Deployment.ManifestVersion;
import dev.slipway.deployment.Locks.Holder;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Executions of the state machine. Their names are made from what caused them, so that no cause counts twice. */
public final class Executions {
    private final SfnClient sfn;
    private final String stateMachine;
    private final Clock clock;

    public Executions(SfnClient sfn, String stateMachine, Clock clock) {
        this.sfn = sfn;
        this.stateMachine = stateMachine;
        this.clock = clock;
    }

    /**
     * Starts a deployment, unless the same cause has started it already.
     *
     * @param cause what makes two causes the same: a version id, an event's id
     * @return the deployment's id, if this call started it
     */
    public Optional<String> start(Deployment deployment, String cause) {
        ServiceId id = deployment.id();
        deployment.deployment = name(id, cause);
        deployment.startedAt = clock.instant().toString();
        try {
            sfn.startExecution(request -> request.stateMachineArn(stateMachine)
                    .name(deployment.deployment)
                    .input(Json.write(deployment)));
            return Optional.of(deployment.deployment);
        } catch (ExecutionAlreadyExistsException e) {
            return Optional.empty();
        }
    }

    /** At most 80 characters, unique for the cause; readable as far as there is room. */
    static String name(ServiceId id, String cause) {
        String stem = cut(id.environment(), 20) + "-" + cut(id.service(), 40);
        return stem.replaceAll("[^a-zA-Z0-9_-]", "-") + "-"
                + Names.hash(16, id.application(), id.environment(), id.service(), cause);
    }

    /** Whether the deployment that a cause has started is under way. */
    boolean isRunning(ServiceId id, String cause) {
        return isRunning(stateMachine.replace(":stateMachine:", ":execution:") + ":" + name(id, cause));
    }

    boolean isRunning(String execution) {
        try {
            return sfn.describeExecution(request -> request.executionArn(execution))
                            .status()
                    == ExecutionStatus.RUNNING;
        } catch (ExecutionDoesNotExistException e) {
            return false;
        }
    }

    /** The manifest that an execution was started for; null where it was for none, or is forgotten. */
    ManifestVersion manifest(String execution) {
        try {
            String input = sfn.describeExecution(request -> request.executionArn(execution))
                    .input();
            return input == null ? null : Json.read(input, Deployment.class).manifest;
        } catch (ExecutionDoesNotExistException e) {
            return null;
        }
    }

    /**
     * Starts the recovery of what a dead execution left; the same dead execution is recovered once.
     *
     * @param manifest of the dead one, so that it is known whose outcome the recovery tells; null where none is known
     * @param attempt from 1: how often the same deployment has been tried to recover, this time included
     */
    public void recover(ServiceId id, Holder dead, ManifestVersion manifest, int attempt) {
        Deployment recovery = Deployment.of(id);
        recovery.manifest = manifest;
        recovery.recovers = dead.deployment();
        recovery.trigger = new TreeMap<>(Map.of(
                "type",
                "recovery",
                "deployment",
                dead.deployment(),
                "execution",
                dead.execution(),
                "attempt",
                attempt));
        start(recovery, "recovery " + attempt + " of " + dead.execution());
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }
}
