package dev.slipway.local.pipeline;

import java.util.List;
import java.util.Map;

/** docs/fault-matrix.md, made of the results. */
final class FaultDocument {
    private static final String HEAD = """
            # The matrix of faults

            Written by `FaultMatrixIT`, never by hand. Each of the AWS calls that the functions make in a deployment fails once in each of
            these ways, one at a time:

            | fault | |
            |---|---|
            | refused | the call is denied (`AccessDeniedException`), nothing happens |
            | server error | HTTP 500, as often as the SDK tries the call; nothing happens |
            | throttled | `ThrottlingException` three times in a row, then it works |
            | answer lost | it takes effect, but the connection ends before the answer |
            | killed before | the function's process dies, nothing happens |
            | killed after | it takes effect, and the function's process dies before it knows |
            | stopped | the execution is stopped while its function is in the call; the function goes on to its end |

            After each: every resource is as it was before (**b**) or as it was asked to be (**a**), nothing is left over, status.json says
            which, the lock is free, and the next upload works. One letter is one case; a cell has as many as the function makes such
            calls. **=** stands for a fault that cannot be told from another case: for calls that only read (see `Point`).

            """;

    private final FaultMatrix matrix;
    private final Map<Scenario, List<FaultCase>> cases;

    FaultDocument(FaultMatrix matrix, Map<Scenario, List<FaultCase>> cases) {
        this.matrix = matrix;
        this.cases = cases;
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        List<FaultCase> all = cases.values().stream().flatMap(List::stream).toList();
        long calls = all.stream()
                .map(one -> one.scenario() + " " + one.point())
                .distinct()
                .count();
        text.append("In all %d calls, %s.%n".formatted(calls, matrix.totals(all)));
        cases.forEach((scenario, some) -> text.append(
                "\n## %s\n\n%s\n%s.%n".formatted(scenario.label(), matrix.table(some), matrix.totals(some))));
        return text.toString();
    }
}
