package dev.slipway.local.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * What only a local AWS has, under {@code /_local/}:
 *
 * <pre>
 * POST fault         make something go wrong, see {@link Fault}; fields: function, call, deployment, containing, nth, count,
 *                    effect (refuse, lose-answer, kill-before, kill-after, hold until the reset), status, code, message
 * GET  fault         what was asked for, and how often it struck
 * POST fault/reset
 * GET  calls         the AWS calls that were made: caller, deployment, service, action, mutating, status, fault, parameters
 * POST calls/reset
 * </pre>
 *
 * Everything else under it is the emulator's.
 */
final class ControlApi {
    private final ObjectMapper json = new ObjectMapper();
    private final Calls calls;
    private final Faults faults;
    private final Forwarding emulator;

    ControlApi(Calls calls, Faults faults, Forwarding emulator) {
        this.calls = calls;
        this.faults = faults;
        this.emulator = emulator;
    }

    static boolean concerns(Request request) {
        return request.path().startsWith("/_local/");
    }

    Answer answer(Request request) throws IOException, InterruptedException {
        ObjectNode done = JsonNodeFactory.instance.objectNode();
        switch (request.method() + " " + request.path()) {
            case "POST /_local/fault" -> faults.add(Fault.of(json.readTree(request.body())));
            case "POST /_local/fault/reset" -> faults.reset();
            case "POST /_local/calls/reset" -> calls.reset();
            case "GET /_local/fault" -> done.set("faults", faults());
            case "GET /_local/calls" -> done.set("calls", calls());
            default -> {
                return emulator.forward(request);
            }
        }
        return Answer.json(200, done);
    }

    private ArrayNode faults() {
        ArrayNode all = json.createArrayNode();
        faults.fired().forEach((fault, fired) -> all.add(((ObjectNode) json.valueToTree(fault)).put("fired", fired)));
        return all;
    }

    private ArrayNode calls() {
        ArrayNode all = json.createArrayNode();
        calls.all().forEach(call -> all.add(((ObjectNode) json.valueToTree(call)).put("mutating", call.mutating())));
        return all;
    }
}
