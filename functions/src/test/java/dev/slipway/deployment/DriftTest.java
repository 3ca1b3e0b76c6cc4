package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Problem;
import dev.slipway.resource.EveryKind;
import dev.slipway.resource.Found;
import dev.slipway.resource.Resource;
import dev.slipway.resource.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** For a resource of every kind: what the schedule says when somebody has deleted it, changed a field, or added another. */
class DriftTest {

    static Stream<Arguments> kinds() {
        return EveryKind.desired().entrySet().stream()
                .map(entry -> Arguments.of(entry.getKey().name(), entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    <R extends Resource> void whatWasDeletedIsMissing(String name, ResourceKind<R> kind, List<R> wanted) {
        assertThat(wanted).isNotEmpty();

        assertThat(messages(new KindState<>(kind, List.of(), wanted)))
                .hasSize(wanted.size())
                .allMatch(message -> message.startsWith("the " + name.replace('-', ' ') + " "))
                .allMatch(message -> message.endsWith(" is missing"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    <R extends Resource> void whatWasAddedIsNotInTheManifest(String name, ResourceKind<R> kind, List<R> wanted) {
        R added = wanted.get(0);

        assertThat(messages(new KindState<>(kind, List.of(found(added)), List.of())))
                .containsExactly("the " + name.replace('-', ' ') + " " + added.key() + " is not in the manifest");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    <R extends Resource> void whatIsAsItWasIsNoDrift(String name, ResourceKind<R> kind, List<R> wanted) {
        List<Found<R>> there = wanted.stream().map(DriftTest::found).toList();

        assertThat(messages(new KindState<>(kind, there, wanted))).isEmpty();
    }

    /** Every field that holds a text, a number or a truth is changed in turn; what follows from the key cannot change. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    <R extends Resource> void everyFieldThatWasChangedIsNamed(String name, ResourceKind<R> kind, List<R> wanted) {
        for (R resource : wanted) {
            for (String field : fields(resource)) {
                Optional<R> changed = changed(resource, field, kind);
                if (changed.isPresent()
                        && !changed.get().equals(resource)
                        && changed.get().key().equals(resource.key())) {
                    assertThat(messages(new KindState<>(kind, List.of(found(changed.get())), List.of(resource))))
                            .as("%s.%s", name, field)
                            .singleElement()
                            .asString()
                            .contains(resource.key() + " was changed: ", field, "the manifest says");
                }
            }
        }
    }

    @Test
    void aSecretsValueIsInNoWarning() {
        // A generated secret's state has no value: there is nothing to compare, and nothing to tell.
        assertThat(EveryKind.desired().entrySet().stream()
                        .filter(entry -> entry.getKey().name().equals("generated-secret"))
                        .flatMap(entry -> entry.getValue().stream())
                        .map(state -> Json.MAPPER.valueToTree(state).toString()))
                .isNotEmpty()
                .noneMatch(json -> json.contains("value"));
    }

    private static <R extends Resource> List<String> messages(KindState<R> state) {
        return Drift.of(new StepPlan(null, Map.of(), List.of(state))).stream()
                .map(Problem::message)
                .toList();
    }

    private static <R extends Resource> Found<R> found(R state) {
        return new Found<>(state, "arn:" + state.key());
    }

    private static List<String> fields(Resource resource) {
        List<String> names = new ArrayList<>();
        JsonNode tree = Json.MAPPER.valueToTree(resource);
        tree.fields().forEachRemaining(field -> {
            if (field.getValue().isValueNode()) {
                names.add(field.getKey());
            }
        });
        return names;
    }

    private static <R extends Resource> Optional<R> changed(R resource, String field, ResourceKind<R> kind) {
        ObjectNode tree = Json.MAPPER.valueToTree(resource);
        JsonNode value = tree.get(field);
        if (value.isNumber()) {
            tree.put(field, value.asInt() + 1);
        } else if (value.isBoolean()) {
            tree.put(field, !value.asBoolean());
        } else {
            tree.put(field, value.asText() + "-by-hand");
        }
        try {
            return Optional.of(Json.MAPPER.convertValue(tree, kind.type()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // one of a few words, and this is none of them
        }
    }
}
