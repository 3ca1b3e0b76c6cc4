package dev.slipway.local.pipeline;

import dev.slipway.local.pipeline.FaultResult.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The results of all cases, and the tables of them. Each result is a line of a file as soon as it is there, so that a run can
 * go on where an earlier one has ended.
 */
final class FaultMatrix {
    private final Path file;
    private final Map<String, FaultResult> results = new LinkedHashMap<>();

    /** @param resume whether what the file says already counts; else it begins anew */
    FaultMatrix(Path file, boolean resume) throws IOException {
        this.file = file;
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (!resume) {
            Files.deleteIfExists(file);
        } else if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split("\t", 3);
                put(parts[0], new FaultResult(Verdict.valueOf(parts[1]), parts[2]));
            }
        }
    }

    /** What has failed is to be tried again. */
    private void put(String one, FaultResult result) {
        if (result.isGood()) {
            results.put(one, result);
        }
    }

    synchronized boolean has(FaultCase one) {
        return results.containsKey(one.toString());
    }

    synchronized void add(FaultCase one, FaultResult result) {
        results.put(one.toString(), result);
        String line = String.join(
                        "\t",
                        one.toString(),
                        result.verdict().name(),
                        result.details().replaceAll("\\s+", " "))
                + "\n";
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.printf("%4d %-95s %s%n", results.size(), one, result);
    }

    /** Those that did not go well, with what was wrong. */
    synchronized List<String> failures() {
        return results.entrySet().stream()
                .filter(entry -> !entry.getValue().isGood())
                .map(Object::toString)
                .toList();
    }

    /** A row for each function and call, a column for each fault; a letter for each case. */
    synchronized String table(List<FaultCase> cases) {
        Map<String, Map<FaultKind, String>> rows = new LinkedHashMap<>();
        for (FaultCase one : cases) {
            rows.computeIfAbsent(one.point().function() + " | " + one.point().call(), row -> new TreeMap<>())
                    .merge(one.kind(), letter(one), String::concat);
        }
        StringBuilder table = new StringBuilder("| function | call |");
        for (FaultKind kind : FaultKind.values()) {
            table.append(' ').append(kind.label).append(" |");
        }
        table.append("\n|---|---|")
                .append("---|".repeat(FaultKind.values().length))
                .append('\n');
        rows.forEach((row, cells) -> {
            table.append("| ").append(row).append(" |");
            for (FaultKind kind : FaultKind.values()) {
                table.append(' ').append(cells.getOrDefault(kind, "=")).append(" |");
            }
            table.append('\n');
        });
        return table.toString();
    }

    private String letter(FaultCase one) {
        FaultResult result = results.get(one.toString());
        return result == null ? "?" : result.verdict().letter;
    }

    /** {@code 410 cases: 80 as before, 330 as asked}. */
    synchronized String totals(List<FaultCase> cases) {
        Map<Verdict, Integer> counts = new TreeMap<>();
        int open = 0;
        for (FaultCase one : cases) {
            FaultResult result = results.get(one.toString());
            if (result == null) {
                open++;
            } else {
                counts.merge(result.verdict(), 1, Integer::sum);
            }
        }
        List<String> parts = new ArrayList<>();
        counts.forEach((verdict, count) -> parts.add(
                count + " " + verdict.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')));
        if (open > 0) {
            parts.add(open + " not tried");
        }
        return cases.size() + " cases: " + String.join(", ", parts);
    }
}
