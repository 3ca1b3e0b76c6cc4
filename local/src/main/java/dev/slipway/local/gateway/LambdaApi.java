package dev.slipway.local.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.local.gateway.Fault.Effect;
import dev.slipway.local.gateway.Invocation.Outcome;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lambda's Invoke: a function's error is the caller's, unless it is invoked as an event.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
 */
final class LambdaApi {
    private static final Logger LOG = LoggerFactory.getLogger(LambdaApi.class);
    private static final Pattern PATH = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations/?");
    private static final Pattern REGION = Pattern.compile("Credential=[^/]+/[^/]+/([^/]+)/");

    private final Functions functions;
    private final Calls calls;
    private final Faults faults;
    private final EventInvocations events;
    private final String defaultRegion;
    private final Executor executor;

    LambdaApi(
            Functions functions,
            EventInvocations events,
            Calls calls,
            Faults faults,
            String defaultRegion,
            Executor executor) {
        this.functions = functions;
        this.events = events;
        this.calls = calls;
        this.faults = faults;
        this.defaultRegion = defaultRegion;
        this.executor = executor;
    }

    static boolean concerns(Request request) {
        return request.method().equals("POST") && PATH.matcher(request.path()).matches();
    }

    Answer answer(Request request) throws InterruptedException {
        Matcher path = PATH.matcher(request.path());
        path.matches();
        String nameOrArn = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
        Optional<FunctionConfiguration> function = functions.find(name(nameOrArn), region(nameOrArn, request));
        if (function.isEmpty()) {
            String message = "Function not found: " + nameOrArn;
            return ErrorAnswers.to(request, "lambda", 404, "ResourceNotFoundException", message);
        }
        String name = function.get().name();
        String type = request.header("X-Amz-Invocation-Type").orElse("RequestResponse");
        Invocation invocation = Invocation.of(request.body());
        Call call = new Call(
                name,
                "",
                invocation.deployment(),
                "lambda",
                "Invoke",
                JsonNodeFactory.instance.objectNode().put("type", type),
                200,
                "");
        Optional<Fault> fault = faults.strike(call);
        if (fault.map(Fault::effect).filter(Effect.REFUSE::equals).isPresent()) {
            Fault refusal = fault.get();
            calls.add(call.answered(refusal.status(), "refuse"));
            return ErrorAnswers.to(request, "lambda", refusal.status(), refusal.code(), refusal.message());
        }
        calls.add(call);
        if (type.equals("DryRun")) {
            return Answer.empty(204);
        }
        if (type.equals("Event")) {
            executor.execute(() -> runAsEvent(function.get(), invocation, fault));
            return Answer.empty(202).with("x-amzn-RequestId", invocation.requestId());
        }
        return answer(run(function.get(), invocation, fault), invocation, request);
    }

    private static String name(String nameOrArn) {
        String unqualified = nameOrArn.replaceFirst("^arn:.*?:function:", "");
        return unqualified.replaceFirst(":.*", "");
    }

    private String region(String nameOrArn, Request request) {
        if (nameOrArn.startsWith("arn:")) {
            return nameOrArn.split(":")[3];
        }
        Matcher region = REGION.matcher(request.header("Authorization").orElse(""));
        return region.find() ? region.group(1) : defaultRegion;
    }

    private Outcome run(FunctionConfiguration function, Invocation invocation, Optional<Fault> fault)
            throws InterruptedException {
        if (fault.map(Fault::effect).filter(Effect.KILL_BEFORE::equals).isPresent()) {
            return functions.runKilled(function, invocation);
        }
        Outcome outcome = functions.run(function, invocation);
        if (fault.isPresent()) {
            String message = "RequestId: %s Error: Runtime exited with error: signal: killed";
            return Outcome.failed("Runtime.ExitError", message.formatted(invocation.requestId()));
        }
        return outcome;
    }

    private void runAsEvent(FunctionConfiguration function, Invocation invocation, Optional<Fault> fault) {
        try {
            events.handle(function, invocation, run(function, invocation, fault));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException e) {
            if (!functions.isClosed()) {
                LOG.warn("{} was not run for an event", function.name(), e);
            }
        }
    }

    private static Answer answer(Outcome outcome, Invocation invocation, Request request) {
        Answer answer = new Answer(200, new LinkedHashMap<>(), outcome.payload())
                .with("Content-Type", "application/json")
                .with("x-amzn-RequestId", invocation.requestId())
                .with("X-Amz-Executed-Version", "$LATEST");
        if (outcome.failed()) {
            answer = answer.with("X-Amz-Function-Error", "Unhandled");
        }
        if (request.header("X-Amz-Log-Type").filter("Tail"::equals).isPresent()) {
            byte[] log = outcome.log().getBytes(StandardCharsets.UTF_8);
            answer = answer.with("X-Amz-Log-Result", Base64.getEncoder().encodeToString(log));
        }
        return answer;
    }
}
