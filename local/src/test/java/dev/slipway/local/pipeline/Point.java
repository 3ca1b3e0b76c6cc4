package dev.slipway.local.pipeline;

import dev.slipway.local.gateway.Call;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An AWS call that a function makes in the course of a scenario, and the faults that are worth trying there: those that no
 * other case stands for. What comes after a fault depends on what the functions had changed until then, and on how the fault
 * ends what is under way; so these are the same:
 *
 * <ul>
 *   <li>throttled, and the answer lost of a call that may be repeated as it is (it only reads, or it writes one of the
 *       pipeline's own records): the SDK asks again, and the function never knows. Tried once for each API call of a
 *       function.
 *   <li>refused: one that reads in the same invocation, with nothing changed since. Tried once for each API call.
 *   <li>server error at a call that reads: nothing has happened, and the function is run again, as if the next call that
 *       changes something had failed in this way.
 *   <li>killed before a call: the same as killed after the last one that changed anything in this invocation.
 *   <li>stopped: the function goes on to its end, and a recovery begins after it. It goes by the pipeline's own records, so
 *       it cannot tell at which of the calls between two of them the execution was stopped. Tried for the first.
 * </ul>
 *
 * @param function logical id in the template, without "Function"
 * @param call such as {@code ecs:CreateService}
 * @param nth which of the function's calls of this kind in the scenario, from 1
 */
record Point(String function, String call, int nth, Set<FaultKind> faults) {
    private static final Pattern FUNCTION = Pattern.compile("slipway-(\\w+)Function-.*");

    /** Lock, journal and history; status.json; what is told. */
    private static final Set<String> RECORDS = Set.of("dynamodb", "s3", "events");

    /** @param function none where it is another one that calls */
    private record Made(String function, Call call) {
        boolean changes() {
            return call.mutating();
        }

        boolean isRecord() {
            return changes() && RECORDS.contains(call.service());
        }
    }

    /**
     * Of the calls of one deployment, in their order.
     *
     * @param retried functions and calls of which it is known already that the SDK repeats them; grows
     */
    static List<Point> of(List<Call> calls, Set<String> retried) {
        List<Made> made = new ArrayList<>();
        for (Call call : calls) {
            Matcher function = FUNCTION.matcher(call.caller());
            if (function.matches() && !call.service().equals("lambda")) {
                made.add(new Made(function.group(1), call));
            }
        }
        List<Point> points = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (int from = 0; from < made.size(); ) {
            int to = from + 1;
            while (to < made.size()
                    && made.get(to).function().equals(made.get(from).function())) {
                to++;
            }
            points.addAll(ofInvocation(made.subList(from, to), counts, retried));
            from = to;
        }
        return points;
    }

    private static List<Point> ofInvocation(List<Made> calls, Map<String, Integer> counts, Set<String> retried) {
        boolean changes = calls.stream().anyMatch(Made::changes);
        boolean changed = false;
        boolean afterRecord = true;
        Set<String> refused = new HashSet<>();
        List<Point> points = new ArrayList<>();
        for (Made one : calls) {
            String name = one.function() + " " + one.call().name();
            int nth = counts.merge(name, 1, Integer::sum);
            Set<FaultKind> faults = EnumSet.noneOf(FaultKind.class);
            if (retried.add(name)) {
                faults.add(FaultKind.THROTTLED);
                faults.add(FaultKind.ANSWER_LOST);
            }
            if (one.changes()) {
                faults.add(FaultKind.REFUSED);
                faults.add(FaultKind.SERVER_ERROR);
                faults.add(FaultKind.KILLED_AFTER);
                if (!one.isRecord()) {
                    faults.add(FaultKind.ANSWER_LOST);
                }
            } else if (refused.add(name)) {
                faults.add(FaultKind.REFUSED);
            }
            if (one.changes() ? !changed : !changes && refused.size() == 1) {
                faults.add(FaultKind.SERVER_ERROR);
                faults.add(FaultKind.KILLED_BEFORE);
            }
            if (afterRecord || one.isRecord()) {
                faults.add(FaultKind.STOPPED);
            }
            changed |= one.changes();
            afterRecord = one.isRecord();
            // One look at a rollout is like any other, and how many there are is chance.
            if (!faults.isEmpty() && (nth == 1 || !one.function().equals("Rollout"))) {
                points.add(new Point(one.function(), one.call().name(), nth, faults));
            }
        }
        return points;
    }

    @Override
    public String toString() {
        return "%s %s #%d".formatted(function, call, nth);
    }
}
