package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Manifest.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {

    @Test
    void aSyntaxErrorNamesItsPlace() {
        Given.refused("cpu: 256\nmemory: 512«: 1\n", "yaml-syntax", "mapping values are not allowed");
        Given.refused("variables: {A: 1«", "yaml-syntax", "not valid YAML");
        assertThat(Given.refused("variables:\n«\tA: 1\n", "yaml-syntax", "not valid YAML")
                        .hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("tabs"));
    }

    @Test
    void anEscapeThatYamlDoesNotKnowSaysHowToWriteIt() {
        assertThat(Given.refused("command: \"\\«${X}\"\n", "yaml-syntax", "escape")
                        .hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains("\\\\${NAME}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%YAML 99999999999999999999.1\n---\na: b",
                "a: \"\\UFFFFFFFF\"",
                "a: !<%zz> b",
                "a: \u0007",
                "\ud800"
            })
    void malformedEscapesDirectivesAndCharactersAreSyntaxErrors(String text) {
        Reading reading = ManifestReader.read(text, "a", "e", Map.of());
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("yaml-syntax");
            assertThat(problem.line()).isPositive();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n", "# only a comment\n", "---\n", "~", "null"})
    void anEmptyDocumentIsSaidToBeEmpty(String text) {
        assertThat(ManifestReader.read(text, "a", "e", Map.of()).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).isEqualTo("the manifest is empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"just a text", "- a\n- b\n", "5"})
    void aDocumentThatIsNoMapIsRefused(String text) {
        assertThat(ManifestReader.read(text, "a", "e", Map.of()).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("the manifest must be a map"));
    }

    @Test
    void onlyTheFirstDocumentIsRead() {
        assertThat(Given.accepted("cpu: 512\nmemory: 1024\n---\ncpu: [nonsense\n")
                        .cpu())
                .isEqualTo(512);
    }

    @Test
    void whereAnotherDocumentBeginsIsTold() {
        Given.warned("cpu: 512\nmemory: 1024\n«---\ncpu: [nonsense\n", "no-effect", "another YAML document");
        assertThat(Given.read("cpu: 512\nmemory: 1024\n---\n...\n").problems()).hasSize(1);
        assertThat(Given.read("cpu: 512\nmemory: 1024\n...\n").problems()).isEmpty();
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertThat(ManifestReader.read("\ufeff" + Given.text(""), "a", "e", Map.of())
                        .problems())
                .isEmpty();
    }

    @Test
    void windowsLineEndsCountAsOne() {
        Reading reading = ManifestReader.read(Given.text("cpu: x\n").replace("\n", "\r\n"), "a", "e", Map.of());
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(5);
            assertThat(problem.column()).isEqualTo(6);
        });
    }

    @Test
    void aDuplicateKeyIsAnErrorAtTheSecond() {
        Given.refused(
                "variables:\n  A: 1\n  «A: 2\n", "duplicate-key", "variables.A stands here twice, first in line 6");
    }

    @Test
    void anchorsAndMergeKeysAreWrittenOut() {
        Manifest manifest = Given.accepted("""
                variables: &shared {A: base, B: base}
                sidecars:
                  one:
                    image: x
                    variables: *shared
                  two:
                    image: x
                    variables:
                      <<: *shared
                      B: own
                  three:
                    image: x
                    variables:
                      <<: [{A: first}, *shared]
                """);
        assertThat(manifest.sidecars().get("one").variables()).isEqualTo(manifest.variables());
        assertThat(manifest.sidecars().get("two").variables())
                .isEqualTo(Map.of("A", new Value.Text("base"), "B", new Value.Text("own")));
        assertThat(manifest.sidecars().get("three").variables())
                .isEqualTo(Map.of("A", new Value.Text("first"), "B", new Value.Text("base")));
    }

    @Test
    void aWrongValueBehindAnAliasIsReportedWhereItIsWritten() {
        Given.refused(
                "x-shared: &h {interval: «10}\nimage: {location: a, port: 1, healthcheck: *h}\n",
                "wrong-type",
                "image.healthcheck.interval must be a duration");
    }

    @Test
    void aliasesThatStandForThemselvesOrForNothingAreRefused() {
        Given.refused("variables: &a {A: «*a}\n", "yaml-syntax", "stands inside what it repeats");
        Given.refused("variables: {A: «*a}\n", "yaml-syntax", "no anchor &a");
        Given.refused("variables: {«<<: 5}\n", "wrong-type", "must be a map or a list of maps");
    }

    @Test
    void customTagsAreRefusedAndStandardOnesObeyed() {
        Given.refused("variables: {A: «!Ref AppName}\n", "unsupported", "has the YAML tag !Ref");
        Given.refused("variables: «!Sub {A: 1}\n", "unsupported", "has the YAML tag !Sub");
        assertThat(Given.accepted("cpu: !!int \"512\"\nmemory: 1024\n").cpu()).isEqualTo(512);
        Given.refused("cpu: «!!str 512\n", "wrong-type", "cpu must be a whole number, not the text \"512\"");
    }

    @Test
    void keysMustBeTexts() {
        Given.refused("variables: {«[a]: b}\n", "yaml-syntax", "key must be a text");
    }

    @Test
    void aBombOfAliasesCostsMilliseconds() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            String alias = "*a" + (i - 1);
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", List.of(alias, alias, alias, alias, alias))));
        }
        assertRefusedQuickly(bomb.toString(), "more than 100000 values");
    }

    @Test
    void deepNestingIsRefusedQuickly() {
        assertRefusedQuickly("a: " + "[".repeat(100_000), "nested deeper");
        assertRefusedQuickly("a: " + "{a: ".repeat(50_000), "nested deeper");
        assertRefusedQuickly("- ".repeat(100_000), "nested deeper");
    }

    @Test
    void aChainOfAliasesCannotNestDeeperThanThat() {
        StringBuilder chain = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 200; i++) {
            chain.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }
        assertRefusedQuickly(chain.toString(), "nested deeper");
    }

    @Test
    void moreThan256KiBAreRefused() {
        assertRefusedQuickly("#" + "x".repeat(Yaml.MOST_BYTES), "larger than 256 KiB");
        assertRefusedQuickly("#" + "ä".repeat(Yaml.MOST_BYTES / 2), "larger than 256 KiB");
        assertThat(Given.read("#" + "x".repeat(Yaml.MOST_BYTES - 100)).problems())
                .isEmpty();
    }

    @Test
    void aFileOfNothingButMistakesIsReadQuicklyAndReportsAHundred() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 250_000; i++) {
            text.append("variable").append(i).append(": 1\n");
        }
        CpuTime time = new CpuTime();
        assertThat(Given.read(text.toString()).problems()).hasSize(Problems.MOST);
        assertThat(time.passed()).isLessThan(Duration.ofSeconds(2));
    }

    private static void assertRefusedQuickly(String text, String message) {
        CpuTime time = new CpuTime();
        Reading reading = ManifestReader.read(text, "a", "e", Map.of());
        assertThat(time.passed()).isLessThan(Duration.ofSeconds(1));
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains(message);
            assertThat(problem.line()).isPositive();
        });
    }
}
