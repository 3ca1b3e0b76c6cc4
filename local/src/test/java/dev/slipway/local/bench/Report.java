package dev.slipway.local.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.slipway.local.bench.Figures.OwnJar;
import dev.slipway.local.bench.Figures.Plain;
import dev.slipway.local.bench.Figures.Scenario;
import dev.slipway.local.bench.Figures.StartUp;
import dev.slipway.local.bench.Figures.Starts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The figures as a table, as JSON and as a chart. */
final class Report {
    private final Figures figures;

    Report(Figures figures) {
        this.figures = figures;
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("results.md"), table());
        Files.writeString(directory.resolve("chart.svg"), Chart.of(figures.startUps));
        Map<String, Object> all = Map.of(
                "sizes", figures.sizes,
                "startUps", figures.startUps,
                "ownJars", figures.ownJars,
                "aotJdk", figures.aotJdk.orElse(""),
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
                "Java %s on %d processors.%n%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors()));
        new Aims(figures).write(text);
        startUps(text);
        ownJars(text);
        scenarios(text);
        return text.toString();
    }

    private void startUps(StringBuilder text) {
        text.append("""
                ## Start-up

                Milliseconds from the start of the process, medians. *Ready*: it asks for its first invocation. *Answer*: it has
                answered a real event, AWS calls included. *Start*: of this, what a warm invocation of the same process with the same
                event does not take (the median of three). *After a restore*: the first invocation, and its ratio to a warm one.

                """);
        text.append(format("%s%n%n", howOften()));
        text.append("| function | ready | answer | start | processor | peak MB | archive: ready | answer | start "
                + "| AOT: ready | answer | start | after a restore | warm | ratio |\n"
                + "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (StartUp one : figures.startUps) {
            text.append(format("| %s |", one.function()))
                    .append(threeTimes(one.plain()))
                    .append(format(
                            " %.0f | %.0f |", one.plain().cpu(), one.plain().megabytes()))
                    .append(threeTimes(one.archived()))
                    .append(threeTimes(one.aot()))
                    .append(cell("%.0f", one.firstAfterRestore()))
                    .append(cell("%.0f", one.warm()))
                    .append(cell("%.1f", one.firstToWarm()))
                    .append('\n');
        }
        text.append('\n');
    }

    private String howOften() {
        StartUp any = figures.startUps.get(0);
        String aot = figures.aotJdk
                .map(version -> any.aot().times() + " with AOT caches, on Java " + version)
                .orElse("with AOT caches " + AotJdk.NONE);
        return format(
                "%d starts of each, %d with class archives (AppCDS), %s; %d restores.",
                any.plain().times(), any.archived().times(), aot, any.restores());
    }

    private static String threeTimes(Starts starts) {
        return cell("%.0f", starts.ready()) + cell("%.0f", starts.answer()) + cell("%.0f", starts.start());
    }

    private static String compared(double ownJar, double artifact) {
        return format(" %.0f | %.0f | %.2f |", ownJar, artifact, artifact / ownJar);
    }

    private static String cell(String format, double figure) {
        return Double.isNaN(figure) ? " |" : " " + format(format, figure) + " |";
    }

    private void ownJars(StringBuilder text) {
        text.append(format(
                """
                ## One artifact for all functions

                The same function from the artifact of %.1f MB and from a jar of only the classes that it loads until it has answered
                (and of everything that is no class), in turns, %d times each: what the most zealous splitting of the artifact could
                spare it.

                | function | its jar, MB | ready | from the artifact | ratio | answer | from the artifact | ratio | processor | from the artifact | ratio |
                |---|---|---|---|---|---|---|---|---|---|---|
                """,
                figures.sizes.get("bytes of the artifact") / 1e6,
                figures.ownJars.get(0).ownJar().times()));
        for (OwnJar one : figures.ownJars) {
            text.append(format("| %s | %.1f |", one.function(), one.megabytes()))
                    .append(compared(one.ownJar().ready(), one.artifact().ready()))
                    .append(compared(one.ownJar().answer(), one.artifact().answer()))
                    .append(compared(one.ownJar().cpu(), one.artifact().cpu()))
                    .append('\n');
        }
        text.append('\n');
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

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
