package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random changes to valid manifests: whatever comes in, problems come out, each with its line, and soon.
 *
 * <p>{@code mvn -Pfuzz -pl functions test} makes a million of them, or as many as {@code -Dfuzz.seconds} allow;
 * {@code -Dfuzz.seed} repeats a run.
 */
@Tag("fuzz")
class ManifestFuzzTest {
    private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 1_000_000);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 3600));
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());

    @Test
    void noTextWhateverMakesAnythingButProblemsWithALine() {
        Mutations mutations = new Mutations(new Random(SEED), seeds());
        long end = System.nanoTime() + TIME.toNanos();
        int made = 0;
        int accepted = 0;
        for (; made < MUTATIONS && System.nanoTime() < end; made++) {
            accepted += check(mutations.next()) ? 1 : 0;
        }
        System.out.printf("%,d mutations, %,d of them valid, seed %d%n", made, accepted, SEED);
        assertThat(made).isPositive();
    }

    private static boolean check(String text) {
        CpuTime time = new CpuTime();
        Reading reading;
        try {
            reading = ManifestReader.read(text, "app", "test", Map.of("TAG", "v1", "N", "3", "LIST", "[\"a\", \"b\"]"));
            reading.manifest().ifPresent(Manifest::ports);
        } catch (RuntimeException | StackOverflowError e) {
            return fail("seed " + SEED + ", manifest:\n" + text, e);
        }
        String manifest = "seed " + SEED + ", manifest:\n" + text;
        if (time.passed().compareTo(Duration.ofSeconds(1)) > 0) {
            fail("took " + time.passed() + ", " + manifest);
        }
        boolean errors = reading.problems().stream().anyMatch(Problem::isError);
        if (errors == reading.manifest().isPresent()) {
            fail("a manifest in spite of errors, or none without, " + manifest);
        }
        for (Problem problem : reading.problems()) {
            if (problem.line() < 1 || problem.column() < 1 || problem.message().isBlank()) {
                fail(problem + ", " + manifest);
            }
        }
        return !errors;
    }

    private static List<String> seeds() {
        List<String> seeds = new ArrayList<>(SharedManifests.allOrNone().values());
        seeds.add(EveryField.TEXT);
        seeds.add(Given.text(""));
        return seeds;
    }
}
