package dev.slipway.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that is to go wrong: an invocation of a function, or an AWS call that a function makes.
 *
 * @param function logical id or name of the function, {@code *} for whoever calls
 * @param call the AWS call such as {@code ecs:CreateService}, or {@code *}; {@code lambda:Invoke} for the function's own
 *     invocation
 * @param deployment what the id of the deployment begins with that the function is at: {@code test-api-}; empty for any
 * @param containing a text that the call's parameters must contain; empty for any
 * @param nth which of the calls it begins with, from 1
 * @param count how many calls it lasts
 * @param status of the error that is answered
 */
public record Fault(
        String function,
        String call,
        String deployment,
        String containing,
        int nth,
        int count,
        Effect effect,
        int status,
        String code,
        String message) {

    /** What happens to the call. */
    public enum Effect {
        /** Nothing is done, an error is answered. */
        REFUSE,
        /** It is done, but the connection is closed before the answer. */
        LOSE_ANSWER,
        /** Nothing is done, and the function's process dies. */
        KILL_BEFORE,
        /** It is done, and the function's process dies before it knows. */
        KILL_AFTER,
        /** It waits until the test lets it go on, see {@link Faults#letGo}; then it is done as any other. */
        HOLD
    }

    public static final String INVOCATION = "lambda:Invoke";

    /** The function's invocation is refused by the Lambda API, once, as a throttled one is. */
    public static Fault ofInvocation(String function) {
        return new Fault(
                function, INVOCATION, "", "", 1, 1, Effect.REFUSE, 429, "TooManyRequestsException", "Rate Exceeded.");
    }

    /** The function's first such call is refused, once, as one without permission is. */
    public static Fault of(String function, String call) {
        return new Fault(
                function, call, "", "", 1, 1, Effect.REFUSE, 400, "AccessDeniedException", "refused by the local AWS");
    }

    public Fault when(String parametersContain) {
        return new Fault(function, call, deployment, parametersContain, nth, count, effect, status, code, message);
    }

    /** Only in the deployments whose ids begin with this. */
    public Fault during(String deploymentPrefix) {
        return new Fault(function, call, deploymentPrefix, containing, nth, count, effect, status, code, message);
    }

    public Fault from(int nthCall) {
        return new Fault(function, call, deployment, containing, nthCall, count, effect, status, code, message);
    }

    public Fault times(int howOften) {
        return new Fault(function, call, deployment, containing, nth, howOften, effect, status, code, message);
    }

    public Fault with(Effect newEffect) {
        return new Fault(function, call, deployment, containing, nth, count, newEffect, status, code, message);
    }

    public Fault refused(int withStatus, String withCode, String withMessage) {
        return new Fault(
                function, call, deployment, containing, nth, count, Effect.REFUSE, withStatus, withCode, withMessage);
    }

    /** As it is written to {@code /_local/fault}: absent fields have the values of {@link #of} or {@link #ofInvocation}. */
    static Fault of(JsonNode json) {
        String function = json.path("function").asText("*");
        Fault plain = json.has("call") ? of(function, json.get("call").asText()) : ofInvocation(function);
        return new Fault(
                function,
                plain.call(),
                json.path("deployment").asText(""),
                json.path("containing").asText(""),
                json.path("nth").asInt(1),
                json.path("count").asInt(1),
                Effect.valueOf(
                        json.path("effect").asText("refuse").toUpperCase().replace('-', '_')),
                json.path("status").asInt(plain.status()),
                json.path("code").asText(plain.code()),
                json.path("message").asText(plain.message()));
    }

    boolean concerns(Call made) {
        return (call.equals("*") || call.equals(made.name()))
                && isFunction(function, made.caller())
                && made.deployment().startsWith(deployment)
                && (containing.isEmpty() || made.parameters().toString().contains(containing));
    }

    /** Whether a function is meant by its name, or by its logical id in the stack's template. */
    static boolean isFunction(String meant, String name) {
        return meant.equals("*")
                || name.equals(meant)
                || name.startsWith(meant + "-")
                || name.contains("-" + meant + "-");
    }
}
