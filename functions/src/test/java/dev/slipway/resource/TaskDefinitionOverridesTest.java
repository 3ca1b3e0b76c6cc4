package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.manifest.Manifest.Override;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskDefinitionOverridesTest {
    private static ObjectNode applied(String tree, Override... overrides) throws Exception {
        ObjectNode definition = (ObjectNode) new JsonMapper().readTree(tree);
        TaskDefinitionOverrides.apply(definition, List.of(overrides));
        return definition;
    }

    @Test
    void theLastSegmentIsReplacedOrAdded() throws Exception {
        assertThat(applied(
                                "{'Cpu':'256'}".replace('\'', '"'),
                                new Override("Cpu", 512),
                                new Override("PidMode", "task"))
                        .toString())
                .isEqualTo("{\"Cpu\":512,\"PidMode\":\"task\"}");
    }

    @Test
    void missingMapsAndListsAreMade() throws Exception {
        assertThat(applied("{}", new Override("A.B[-].C", true)).toString())
                .isEqualTo("{\"A\":{\"B\":[{\"C\":true}]}}");
    }

    @Test
    void aLaterRuleReachesWhatAnEarlierOneAppended() throws Exception {
        assertThat(applied(
                                "{\"C\":[{}]}",
                                new Override("C[0].Ulimits[-].Name", "nofile"),
                                new Override("C[0].Ulimits[0].SoftLimit", 1024))
                        .toString())
                .isEqualTo("{\"C\":[{\"Ulimits\":[{\"Name\":\"nofile\",\"SoftLimit\":1024}]}]}");
    }

    @Test
    void aValueMayBeAnything() throws Exception {
        assertThat(applied("{\"L\":[1]}", new Override("L[-]", Map.of("A", List.of(1, "x"))), new Override("L[0]", 2))
                        .toString())
                .isEqualTo("{\"L\":[2,{\"A\":[1,\"x\"]}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "L[3], 'wants element 3 of \"L\", which has 1'",
        "L[1].A, 'wants element 1 of \"L\", which has 1'",
        "M[0], 'which is not a list'",
        "S.A, 'which is not a map'",
        "S[0], 'which is not a list'",
        "L[99999999999], 'wants element 99999999999'",
        "A..B, 'is not a path'",
        "L[x], 'is not a path'",
        "Family, 'cannot be overridden'",
        "ContainerDefinitions[0].Name, 'cannot be overridden'"
    })
    void whatCannotBeAppliedIsRefusedWithItsPath(String path, String problem) {
        assertThatThrownBy(() -> applied("{\"S\":\"s\",\"L\":[{}]}", new Override("Cpu", 1), new Override(path, 1)))
                .isInstanceOfSatisfying(OverrideException.class, e -> {
                    assertThat(e.index).isEqualTo(1);
                    assertThat(e.path).isEqualTo(path);
                    assertThat(e).hasMessageContaining(problem);
                });
    }
}
