package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.deployment.Deployment.Action;
import dev.slipway.deployment.Deployment.FieldChange;
import dev.slipway.deployment.Deployment.Planned;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChangesTest {

    @Test
    void theOnlyResourceOfAStepNeedsNoName() {
        assertThat(changes(Map.of("a", "1"), Map.of("a", "2"))).singleElement().satisfies(change -> {
            assertThat(change.path()).isEqualTo("content");
            assertThat(change.before().asText()).isEqualTo("1");
            assertThat(change.after().asText()).isEqualTo("2");
        });
    }

    @Test
    void ofSeveralEachIsNamed() {
        assertThat(changes(Map.of("a", "1", "b", "1"), Map.of("a", "2", "b", "2")))
                .extracting(FieldChange::path)
                .containsExactly("a.content", "b.content");
    }

    @Test
    void longValuesAreCut() {
        assertThat(changes(Map.of("a", "1"), Map.of("a", "x".repeat(5_000)))
                        .get(0)
                        .after()
                        .asText())
                .hasSize(301)
                .endsWith("…");
    }

    @Test
    void theActionSaysWhatHappensToTheStep() {
        assertThat(action(Map.of(), Map.of())).isEqualTo(Action.none);
        assertThat(action(Map.of("a", "1"), Map.of("a", "1"))).isEqualTo(Action.none);
        assertThat(action(Map.of(), Map.of("a", "1"))).isEqualTo(Action.create);
        assertThat(action(Map.of("a", "1"), Map.of("a", "2"))).isEqualTo(Action.update);
        assertThat(action(Map.of("a", "1"), Map.of("a", "1", "b", "1"))).isEqualTo(Action.update);
        assertThat(action(Map.of("a", "1"), Map.of("b", "1"))).isEqualTo(Action.replace);
        assertThat(action(Map.of("a", "1"), Map.of())).isEqualTo(Action.remove);
    }

    @Test
    void thePlanNamesEveryResourceThatIsTouchedAndNoOther() {
        assertThat(planned(Map.of("a", "1", "b", "1"), Map.of("a", "1", "b", "2")))
                .containsExactly(new Planned("jar", "b", Action.update, null));
        assertThat(planned(Map.of(), Map.of("a", "1"))).containsExactly(new Planned("jar", "a", Action.create, null));
        assertThat(planned(Map.of("a", "1"), Map.of())).containsExactly(new Planned("jar", "a", Action.remove, null));
        assertThat(planned(Map.of("a", "1"), Map.of("b", "1")))
                .containsExactly(
                        new Planned("jar", "b", Action.replace, "what identifies it has changed"),
                        new Planned("jar", "a", Action.remove, null));
    }

    @Test
    void aReplacementShowsWhatDiffersBesideTheName() {
        assertThat(changes(Map.of("a", "1"), Map.of("b", "2"))).singleElement().satisfies(change -> assertThat(
                        change.resource() + " " + change.path())
                .isEqualTo("jar b content"));
    }

    private static List<Planned> planned(Map<String, String> before, Map<String, String> after) {
        return Changes.planned(plan(before, after));
    }

    private static List<FieldChange> changes(Map<String, String> before, Map<String, String> after) {
        return Changes.of(plan(before, after));
    }

    private static Action action(Map<String, String> before, Map<String, String> after) {
        return Changes.action(plan(before, after));
    }

    private static StepPlan plan(Map<String, String> before, Map<String, String> after) {
        return new StepPlan(
                null,
                Map.of(),
                List.of(new KindState<>(
                        new Jars(), Jars.found(new TreeMap<>(before)), Jars.jars(new TreeMap<>(after)))));
    }
}
