package dev.slipway.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.aws.AwsErrors;
import dev.slipway.deployment.Deployment.CaughtError;
import dev.slipway.deployment.Deployment.Failure;
import dev.slipway.deployment.Deployment.State;
import dev.slipway.deployment.Deployment.StepStatus;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what a Catch of the state machine caught into what the user is told. */
final class Failing {
    /** A rollout's own reasons, and the last lines of a log. */
    private static final int REASONS = 40;

    private Failing() {}

    /** Notes the first failure of a deployment; once noted it stays, whatever fails after it. */
    static void note(Deployment deployment) {
        if (deployment.failure != null || deployment.error == null) {
            return;
        }
        Optional<StepStatus> running = deployment.steps.stream()
                .filter(step -> step.state() == State.running)
                .findFirst();
        running.ifPresent(step -> deployment.set(step.in(State.failed)));
        deployment.failure = failure(running.map(step -> step.name().label).orElse(null), deployment.error);
    }

    static Failure failure(String step, CaughtError caught) {
        Told told = told(caught);
        List<String> lines = told.message().lines().toList();
        List<String> reasons = lines.size() > 1 ? lines.subList(1, Math.min(lines.size(), REASONS)) : List.of();
        String message = lines.isEmpty() ? told.error() : lines.get(0);
        // An exception of ours says nothing to the user, the code of AWS does.
        String error = AwsErrors.codeIn(message).orElse(told.error());
        return new Failure(step, error, message, new ArrayList<>(reasons), Remedy.of(error, lines));
    }

    private record Told(String error, String message) {}

    /** A function that threw reports JSON with its exception; anything else is reported by Step Functions itself. */
    private static Told told(CaughtError caught) {
        try {
            JsonNode cause = Json.read(caught.cause(), JsonNode.class);
            if (cause != null && cause.hasNonNull("errorMessage")) {
                String type = cause.path("errorType").asText(caught.error());
                return new Told(
                        type.substring(type.lastIndexOf('.') + 1),
                        cause.get("errorMessage").asText());
            }
        } catch (UncheckedIOException | IllegalArgumentException e) {
            // Not JSON: the cause is a sentence of Step Functions.
        }
        return new Told(caught.error(), explain(caught));
    }

    private static String explain(CaughtError caught) {
        String cause = caught.cause() == null || caught.cause().isBlank() ? "no cause was given" : caught.cause();
        return switch (caught.error()) {
            case "States.Timeout" -> "The step did not answer in time (" + cause + ")";
            case "Lambda.Unknown" ->
                "The step's function stopped without an answer, such as when memory or time run out (" + cause + ")";
            default -> cause;
        };
    }
}
