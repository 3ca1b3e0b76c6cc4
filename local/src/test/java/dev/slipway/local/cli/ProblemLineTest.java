package dev.slipway.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Position;
import dev.slipway.manifest.Problem;
import org.junit.jupiter.api.Test;

class ProblemLineTest {

    @Test
    void anEditorCanJumpToTheProblem() {
        Problem problem = Problem.error("type", "http.path", new Position(7, 3), "must be a text");

        assertThat(ProblemLine.of("events/web/manifest.yml", problem))
                .isEqualTo("events/web/manifest.yml:7:3: error: must be a text");
    }

    @Test
    void theHintStandsOnTheSameLine() {
        Problem problem = Problem.warning("unknown-key", "http.pathh", new Position(7, 3), "\"pathh\" is not known")
                .withHint("did you mean \"path\"?");

        assertThat(ProblemLine.of("m.yml", problem))
                .isEqualTo("m.yml:7:3: warning: \"pathh\" is not known (did you mean \"path\"?)");
    }

    @Test
    void aMessageOfSeveralLinesBecomesOne() {
        Problem problem = Problem.error("yaml", "", new Position(2, 1), "this is no YAML:\n  expected a block end\n");

        assertThat(ProblemLine.of("m.yml", problem))
                .isEqualTo("m.yml:2:1: error: this is no YAML: expected a block end");
    }

    @Test
    void aProblemWithoutAPlaceNamesTheFileAlone() {
        Status status = Status.parse("""
                {"problems": [{"severity": "error", "code": "missing-environment", "message": "there is no stack demo-test"}]}
                """);

        assertThat(ProblemLine.of("m.yml", status.problems().get(0)))
                .isEqualTo("m.yml: error: there is no stack demo-test");
    }
}
