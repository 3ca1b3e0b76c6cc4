package dev.slipway.local.bench;

import dev.slipway.local.bench.Figures.StartUp;
import java.util.List;
import java.util.Locale;

/** A bar chart of the functions' starts, as SVG. */
final class Chart {
    private static final int LEFT = 130;
    private static final int WIDTH = 620;
    private static final int ROW = 56;

    private Chart() {}

    static String of(List<StartUp> startUps) {
        double longest =
                startUps.stream().mapToDouble(one -> one.plain().answer()).max().orElse(1);
        int height = 50 + startUps.size() * ROW;
        StringBuilder svg = new StringBuilder();
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n",
                LEFT + WIDTH + 80, height));
        svg.append(format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", LEFT + WIDTH + 80, height));
        legend(svg);
        for (int i = 0; i < startUps.size(); i++) {
            StartUp one = startUps.get(i);
            int y = 40 + i * ROW;
            svg.append(format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LEFT - 8, y + 26, one.function()));
            bar(svg, y, one.plain().answer(), longest, "#9aa5b1");
            bar(svg, y + 12, one.archived().answer(), longest, "#3e7cb1");
            bar(svg, y + 24, one.aot().answer(), longest, "#b0713e");
            bar(svg, y + 36, one.firstAfterRestore(), longest, "#3f9b5f");
        }
        return svg.append("</svg>\n").toString();
    }

    private static void legend(StringBuilder svg) {
        String[][] entries = {
            {"cold start, ms", "#9aa5b1"},
            {"with a class archive", "#3e7cb1"},
            {"with an AOT cache", "#b0713e"},
            {"after a SnapStart restore", "#3f9b5f"}
        };
        for (int i = 0; i < entries.length; i++) {
            int x = LEFT + i * 165;
            svg.append(format("<rect x=\"%d\" y=\"12\" width=\"12\" height=\"10\" fill=\"%s\"/>%n", x, entries[i][1]));
            svg.append(format("<text x=\"%d\" y=\"22\">%s</text>%n", x + 18, entries[i][0]));
        }
    }

    /** Nothing for what was not measured. */
    private static void bar(StringBuilder svg, int y, double value, double longest, String colour) {
        if (Double.isNaN(value)) {
            return;
        }
        double width = WIDTH * value / longest;
        svg.append(
                format("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"10\" fill=\"%s\"/>%n", LEFT, y, width, colour));
        svg.append(format("<text x=\"%.1f\" y=\"%d\" font-size=\"10\">%.0f</text>%n", LEFT + width + 4, y + 9, value));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
