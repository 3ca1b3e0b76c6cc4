package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Node.Entry;
import dev.slipway.manifest.Node.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Real manifests, for each environment that they name and for one that they do not. */
class RealManifestsTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([_a-zA-Z][_a-zA-Z0-9]*)}");

    /** Why some of them are refused, by file and field; each reason holds on AWS too, or hides what was meant. */
    private static final Map<String, String> REFUSALS = Map.of(
            "deregistration_delay",
            "a duration without unit, which Copilot took for 0 seconds",
            "source_volume",
            "a volume that does not exist, which ECS refuses",
            "image",
            "no image at all",
            "image.port",
            "no port to send requests to");

    @Test
    void everyRealManifestIsReadOrRefusedForAReasonThatHolds() {
        List<String> table = new ArrayList<>();
        SharedManifests.all().forEach((file, text) -> {
            for (String environment : environments(text)) {
                Reading reading = ManifestReader.read(text, "demo", environment, variables(text));
                List<Problem> errors =
                        reading.problems().stream().filter(Problem::isError).toList();
                assertThat(errors).as(file + " in " + environment).allSatisfy(error -> assertThat(REFUSALS.keySet())
                        .anyMatch(field -> error.path().endsWith(field)));
                assertThat(reading.manifest().isPresent()).isEqualTo(errors.isEmpty());
                assertThat(reading.problems())
                        .allSatisfy(problem -> assertThat(problem.line()).isPositive());
                table.add("%-100s %-14s %s"
                        .formatted(
                                file,
                                environment,
                                errors.isEmpty() ? "read" : errors.get(0).message()));
            }
        });
        assertThat(table).hasSizeGreaterThan(60);
        System.out.println(String.join(System.lineSeparator(), table));
    }

    private static Iterable<String> environments(String text) {
        Entry environments =
                Yaml.parse(text, new Problems()).orElseThrow().entries().get("environments");
        TreeSet<String> names = new TreeSet<>(List.of("another"));
        if (environments != null && environments.value() instanceof Mapping sections) {
            names.addAll(sections.entries().keySet());
        }
        return names;
    }

    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new TreeMap<>();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            if (!variable.group(1).startsWith("COPILOT_")) {
                variables.put(variable.group(1), "value.example.com");
            }
        }
        return variables;
    }
}
