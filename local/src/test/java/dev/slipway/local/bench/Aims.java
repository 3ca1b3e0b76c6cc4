package dev.slipway.local.bench;

import dev.slipway.local.bench.Figures.OwnJar;
import dev.slipway.local.bench.Figures.Plain;
import dev.slipway.local.bench.Figures.Scenario;
import dev.slipway.local.bench.Figures.StartUp;
import dev.slipway.local.bench.Figures.Starts;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The table of what the figures should be, and are. */
final class Aims {
    private static final int SLOW = 80;

    private final Figures figures;
    private final StartUp empty;
    private final List<StartUp> functions;

    Aims(Figures figures) {
        this.figures = figures;
        empty = figures.startUps.stream()
                .filter(one -> one.function().equals(StartUps.EMPTY))
                .findFirst()
                .orElseThrow();
        functions = figures.startUps.stream().filter(one -> one != empty).toList();
    }

    void write(StringBuilder text) {
        StartUp restored = functions.stream()
                .max(Comparator.comparing(StartUp::firstToWarm))
                .orElseThrow();
        OwnJar ownJar = figures.ownJars.stream()
                .max(Comparator.comparing(OwnJar::ratio))
                .orElseThrow();
        Scenario first = figures.scenario("first", SLOW);
        Scenario idle = figures.scenario("no-op", SLOW);
        Scenario last = figures.scenario("first, the 99th", 0);
        Plain plain = figures.plain(SLOW);
        text.append("| what | aim | here |\n|---|---|---|\n");
        starts(text, "cold start, slowest function", StartUp::plain);
        starts(text, "cold start with class archives (AppCDS), slowest function", StartUp::archived);
        if (figures.aotJdk.isPresent()) {
            starts(
                    text,
                    "cold start with AOT caches on Java " + figures.aotJdk.get() + ", slowest function",
                    StartUp::aot);
        } else {
            row(text, "cold start with AOT caches, slowest function ÷ empty handler", "≤ 3", AotJdk.NONE);
        }
        row(
                text,
                "first invocation after a restore ÷ a warm one, worst function (" + restored.function() + ")",
                "≤ 3",
                restored.firstToWarm());
        StartUp slowest =
                functions.stream().max(Comparator.comparing(this::afterRestore)).orElseThrow();
        row(
                text,
                format(
                        "the same, less what an empty handler's first invocation takes (%.0f ms), worst function (%s)",
                        empty.firstAfterRestore(), slowest.function()),
                "≤ 3",
                afterRestore(slowest));
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
                "one artifact for all ÷ a jar of only the classes that a function loads, time to answer, worst function ("
                        + ownJar.function() + ", " + format("%.1f MB", ownJar.megabytes()) + ")",
                "≤ 1.05",
                ownJar.ratio());
        row(
                text,
                "peak memory of any function, MB",
                "≤ 200",
                functions.stream()
                        .mapToDouble(one -> one.plain().megabytes())
                        .max()
                        .orElseThrow());
        row(text, "dollars per 1,000 first deployments", "≤ 2", Price.of(figures));
        text.append('\n');
    }

    /** Of a first invocation some milliseconds are the runtime client's own: more than some functions' whole work. */
    private double afterRestore(StartUp function) {
        return (function.firstAfterRestore() - empty.firstAfterRestore()) / function.warm();
    }

    /**
     * A start is not answerable for what a function waits for in AWS, or, here, in the emulator: so the ratio is of the
     * first answers less what a warm invocation takes. The ratio of the answers themselves comes beside it.
     */
    private void starts(StringBuilder text, String what, Function<StartUp, Starts> way) {
        StartUp slowest = functions.stream()
                .max(Comparator.comparing(one -> way.apply(one).start()))
                .orElseThrow();
        Starts its = way.apply(slowest);
        Starts nothing = way.apply(empty);
        row(
                text,
                what + " (" + slowest.function() + ") ÷ empty handler; a warm invocation of each subtracted",
                "≤ 3",
                its.start() / nothing.start());
        row(text, "the same, nothing subtracted", "", its.answer() / nothing.answer());
    }

    private static void row(StringBuilder text, String what, String aim, double figure) {
        row(text, what, aim, figure == Math.rint(figure) ? format("%.0f", figure) : format("%.2f", figure));
    }

    private static void row(StringBuilder text, String what, String aim, String here) {
        text.append(format("| %s | %s | %s |%n", what, aim, here));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
