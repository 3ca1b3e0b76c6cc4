package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Manifests for tests: what a test does not write is taken from a small web service, and {@code «} marks the place
 * where a problem is expected.
 */
final class Given {
    private static final Map<String, String> WEB = Map.of(
            "name", "name: fe\n",
            "type", "type: Load Balanced Web Service\n",
            "image", "image: {location: nginx, port: 80}\n",
            "http", "http: {path: /}\n");

    private Given() {}

    static String text(String snippet) {
        StringBuilder text = new StringBuilder();
        List.of("name", "type", "image", "http").forEach(key -> {
            if (!Pattern.compile("(?m)^«?" + key + ":").matcher(snippet).find()) {
                text.append(WEB.get(key));
            }
        });
        return text.append(snippet).toString();
    }

    static Reading read(String snippet) {
        return read(snippet, "test", Map.of());
    }

    static Reading read(String snippet, String environment, Map<String, String> variables) {
        return ManifestReader.read(text(snippet).replace("«", ""), "my-app", environment, variables);
    }

    static Manifest accepted(String snippet) {
        return accepted(snippet, "test", Map.of());
    }

    static Manifest accepted(String snippet, String environment, Map<String, String> variables) {
        Reading reading = read(snippet, environment, variables);
        assertThat(reading.problems()).filteredOn(Problem::isError).isEmpty();
        return reading.manifest().orElseThrow();
    }

    /** Accepted in the environment test, which says {@code override}. */
    static Manifest merged(String base, String override) {
        return accepted(base + "environments:\n  test:\n" + override.indent(4));
    }

    /** One error and no other, at the mark. */
    static Problem refused(String snippet, String code, String message) {
        Reading reading = read(snippet);
        assertThat(reading.manifest()).isEmpty();
        List<Problem> errors =
                reading.problems().stream().filter(Problem::isError).toList();
        assertThat(errors).hasSize(1);
        return checked(errors.get(0), snippet, code, message);
    }

    /** One warning and no other problem, at the mark. */
    static Problem warned(String snippet, String code, String message) {
        Reading reading = read(snippet);
        assertThat(reading.problems()).hasSize(1);
        assertThat(reading.manifest()).isPresent();
        return checked(reading.problems().get(0), snippet, code, message);
    }

    private static Problem checked(Problem problem, String snippet, String code, String message) {
        assertThat(problem.message()).contains(message);
        assertThat(problem.code()).isEqualTo(code);
        String before = text(snippet).split("«", 2)[0];
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        assertThat(problem.line() + ":" + problem.column()).isEqualTo(line + ":" + column);
        return problem;
    }
}
