package dev.slipway.local.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.slipway.local.bench.Figures.Plain;
import dev.slipway.local.bench.Figures.Scenario;
import dev.slipway.local.bench.Figures.StartUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures as a table, as JSON and as a chart. */
final class Report {
    private static final String EMPTY = "empty handler";
    private static final int SLOW = 80;

    private final Figures figures;
    private final int rounds;

    Report(Figures figures, int rounds) {
        this.figures = figures;
        this.rounds = rounds;
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("results.md"), table());
        Files.writeString(directory.resolve("chart.svg"), Chart.of(figures.startUps));
        Map<String, Object> all = Map.of(
                "sizes", figures.sizes,
                "startUps", figures.startUps,
                "scenarios", figures.scenarios,
                "plainProgram", figures.plain,
                "dollarsPer1000Deployments", Price.of(figures));
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .writeValue(directory.resolve("results.json").toFile(), all);
    }

    private String table() {
        StringBuilder text = new StringBuilder("# Figures\n\nWritten by `mvn -Pbench verify`; not to be edited. ");
        text.append(format(
                "Medians of %d starts, half as many with archives. Java %s on %d processors.%n%n",
                rounds, Runtime.version(), Runtime.getRuntime().availableProcessors()));
        aims(text);
        startUps(text);
        scenarios(text);
        return text.toString();
    }

    private void aims(StringBuilder text) {
        StartUp empty = startUp(EMPTY);
        List<StartUp> functions = figures.startUps.stream()
                .filter(one -> !one.function().equals(EMPTY))
                .toList();
        StartUp slowest =
                functions.stream().max(Comparator.comparing(StartUp::answer)).orElseThrow();
        StartUp archived = functions.stream()
                .max(Comparator.comparing(StartUp::archivedAnswer))
                .orElseThrow();
        StartUp restored = functions.stream()
                .max(Comparator.comparing(StartUp::firstToWarm))
                .orElseThrow();
        Scenario first = figures.scenario("first", SLOW);
        Scenario idle = figures.scenario("no-op", SLOW);
        Scenario last = figures.scenario("first, the 99th", 0);
        Plain plain = figures.plain(SLOW);
        text.append("| what | aim | here |\n|---|---|---|\n");
        row(
                text,
                "cold start of the slowest function (" + slowest.function() + ") ÷ empty handler",
                "≤ 3",
                slowest.answer() / empty.answer());
        row(
                text,
                "the same with class archives (" + archived.function() + ")",
                "≤ 3",
                archived.archivedAnswer() / empty.archivedAnswer());
        row(
                text,
                "first invocation after a restore ÷ a warm one, worst function (" + restored.function() + ")",
                "≤ 3",
                restored.firstToWarm());
        row(text, "warm first deployment at 80 ms a call ÷ plain program", "≤ 1.25", first.seconds() / plain.seconds());
        row(text, "the same without waiting for the rollout", "", first.working() / plain.working());
        row(
                text,
                "calls for the resources of a first deployment ÷ plain program's",
                "≤ 1.3",
                (double) first.calls() / plain.calls());
        row(
                text,
                "all calls, with the pipeline's own records ÷ plain program's",
                "",
                (double) (first.calls() + first.records()) / plain.calls());
        row(text, "no-op redeploy: calls for resources", "≤ 15", idle.calls());
        row(text, "of these, changes", "0", idle.changes());
        row(text, "state transitions of a first deployment, without waiting", "≤ 30", first.transitions());
        row(
                text,
                "calls of the last service that the load balancer has room for, the 99th ÷ of the first",
                "≤ 1.1",
                (double) last.calls() / first.calls());
        row(text, "the artifact, MB", "≤ 40", figures.sizes.get("bytes of the artifact") / 1e6);
        row(
                text,
                "peak memory of any function, MB",
                "≤ 200",
                functions.stream().mapToDouble(StartUp::megabytes).max().orElseThrow());
        row(text, "dollars per 1,000 first deployments", "≤ 2", Price.of(figures));
        text.append('\n');
    }

    private static void row(StringBuilder text, String what, String aim, double figure) {
        text.append(format("| %s | %s | %s |%n", what, aim, number(figure)));
    }

    private static String number(double figure) {
        return figure == Math.rint(figure) ? format("%.0f", figure) : format("%.2f", figure);
    }

    private void startUps(StringBuilder text) {
        text.append(
                        "## Start-up\n\nMilliseconds; *answer* is the answer to a real event, AWS calls included, from the start of the process.\n\n")
                .append(
                        "| function | ready | answer | processor | peak MB | archive: ready | answer | processor | after a restore | warm | ratio |\n")
                .append("|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (StartUp one : figures.startUps) {
            text.append(format(
                    "| %s | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %s | %s | %s |%n",
                    one.function(),
                    one.ready(),
                    one.answer(),
                    one.cpu(),
                    one.megabytes(),
                    one.archivedReady(),
                    one.archivedAnswer(),
                    one.archivedCpu(),
                    unlessAbsent("%.0f", one.firstAfterRestore()),
                    unlessAbsent("%.0f", one.warm()),
                    unlessAbsent("%.1f", one.firstToWarm())));
        }
        text.append('\n');
    }

    private static String unlessAbsent(String format, double figure) {
        return Double.isNaN(figure) ? "" : format(format, figure);
    }

    private void scenarios(StringBuilder text) {
        text.append(
                        "## Deployments\n\nWith warm functions. *Working* leaves out the state machine's waits. *Records* are the pipeline's own: lock, journal, history, status.json, events.\n\n")
                .append(
                        "| scenario | ms a call | seconds | working | calls | of these changes | records | transitions | invocations | largest state, bytes |\n")
                .append("|---|---|---|---|---|---|---|---|---|---|\n");
        for (Scenario one : figures.scenarios) {
            text.append(format(
                    "| %s | %d | %.1f | %.1f | %d | %d | %d | %d | %d | %d |%n",
                    one.name(),
                    one.delay(),
                    one.seconds(),
                    one.working(),
                    one.calls(),
                    one.changes(),
                    one.records(),
                    one.transitions(),
                    one.invocations(),
                    one.largestState()));
        }
        for (Plain one : figures.plain) {
            text.append(format(
                    "| plain program | %d | %.1f | %.1f | %d | | | | | |%n",
                    one.delay(), one.seconds(), one.working(), one.calls()));
        }
    }

    private StartUp startUp(String function) {
        return figures.startUps.stream()
                .filter(one -> one.function().equals(function))
                .findFirst()
                .orElseThrow();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
