package dev.slipway.local.gateway;

import dev.slipway.local.gateway.Fault.Effect;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every AWS call but Lambda's Invoke: written down, disturbed where a test has asked for it, answered by the emulator. */
final class AwsApi {
    private static final Logger LOG = LoggerFactory.getLogger(AwsApi.class);

    private final CallReader reader = new CallReader();
    private final Forwarding forwarding;
    private final Calls calls;
    private final Faults faults;
    private final Functions functions;
    private volatile Duration delay = Duration.ZERO;

    AwsApi(Forwarding forwarding, Calls calls, Faults faults, Functions functions) {
        this.forwarding = forwarding;
        this.calls = calls;
        this.faults = faults;
        this.functions = functions;
    }

    /** How much longer than the emulator needs every call takes from now on. */
    void delay(Duration duration) {
        delay = duration;
    }

    /** @return none where the connection is to be closed without an answer */
    Optional<Answer> answer(Request request) throws InterruptedException {
        Call read = reader.read(request);
        Call call = read.during(functions.deployment(read.sandbox()));
        Optional<Fault> fault = faults.strike(call);
        Optional<Effect> effect = fault.map(Fault::effect);
        if (effect.filter(Effect.HOLD::equals).isPresent()) {
            faults.awaitLetGo(fault.get());
        }
        if (effect.filter(Effect.REFUSE::equals).isPresent()) {
            Fault refusal = fault.get();
            calls.add(call.answered(refusal.status(), "refuse"));
            return Optional.of(
                    ErrorAnswers.to(request, call.service(), refusal.status(), refusal.code(), refusal.message()));
        }
        if (effect.filter(Effect.KILL_BEFORE::equals).isPresent()) {
            calls.add(call.answered(0, "kill-before"));
            functions.kill(call.caller(), call.sandbox());
            return Optional.empty();
        }
        TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        Optional<Answer> answer = forwarded(request);
        calls.add(call.answered(answer.map(Answer::status).orElse(0), effectName(effect)));
        if (changesFunctions(call)) {
            functions.forget();
        }
        if (effect.filter(Effect.KILL_AFTER::equals).isPresent()) {
            functions.kill(call.caller(), call.sandbox());
        }
        return effect.filter(one -> one != Effect.HOLD).isPresent() ? Optional.empty() : answer;
    }

    private Optional<Answer> forwarded(Request request) throws InterruptedException {
        try {
            return Optional.of(forwarding.forward(request));
        } catch (IOException e) {
            LOG.info("no answer to {} {}: {}", request.method(), request.path(), e.toString());
            return Optional.empty();
        }
    }

    private static String effectName(Optional<Effect> effect) {
        return effect.map(name -> name.name().toLowerCase().replace('_', '-')).orElse("");
    }

    private static boolean changesFunctions(Call call) {
        return call.mutating()
                && (call.service().equals("lambda") || call.service().equals("cloudformation"));
    }
}
