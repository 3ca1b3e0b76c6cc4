package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.Manifest.Value;
import dev.slipway.manifest.Node.Scalar;
import dev.slipway.manifest.Node.Style;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {

    @Test
    void textStaysText() {
        Manifest manifest = Given.accepted("""
                variables:
                  B: 5
                  C: true
                  D: 1.50
                  E: on
                  F: 0x10
                  G: 010
                  H: 2020-01-01
                  I: 12:30:45
                  J:
                  K: ~
                  L: null
                  M: ''
                  N: 1_000
                  O: |
                    two
                    lines
                """);
        Map<String, String> texts = new TreeMap<>();
        manifest.variables().forEach((name, value) -> texts.put(name, ((Value.Text) value).text()));
        assertThat(texts)
                .containsEntry("B", "5")
                .containsEntry("C", "true")
                .containsEntry("D", "1.50")
                .containsEntry("E", "on")
                .containsEntry("F", "0x10")
                .containsEntry("G", "010")
                .containsEntry("H", "2020-01-01")
                .containsEntry("I", "12:30:45")
                .containsEntry("J", "")
                .containsEntry("K", "")
                .containsEntry("L", "")
                .containsEntry("M", "")
                .containsEntry("N", "1_000")
                .containsEntry("O", "two\nlines\n");
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "0x100, 256",
        "1_024, 1024",
        "010, 8",
        "0o10, 8",
        "0b101, 5",
        "1e3, 1000",
        "1.5, 1",
        "-3, -3",
        "+4, 4",
        "089, 89"
    })
    void numbersAreReadAsGoReadsThem(String text, long number) {
        assertThat(Scalars.whole(bare(text))).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "12:30", "1.2.3", "0xZZ", ".inf", ".nan", "99999999999999999999999", "1e999", ""})
    void whatIsNoNumberIsNone(String text) {
        assertThat(Scalars.whole(bare(text))).isEmpty();
    }

    @Test
    void aNumberInQuotesIsAText() {
        assertThat(Scalars.whole(new Scalar(Path.ROOT, Position.NONE, "5", Style.QUOTED)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "False, false", "yes, true", "on, true", "n, false", "off, false", "Y, true"})
    void truthsHaveManyWords(String text, boolean truth) {
        assertThat(Scalars.truth(bare(text))).contains(truth);
    }

    @Test
    void aQuotedYesIsATruthAndAQuotedTrueIsNotAsInGo() {
        assertThat(Scalars.truth(new Scalar(Path.ROOT, Position.NONE, "yes", Style.QUOTED)))
                .contains(true);
        assertThat(Scalars.truth(new Scalar(Path.ROOT, Position.NONE, "true", Style.QUOTED)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "60s, 60000000000",
        "1m30s, 90000000000",
        "1500ms, 1500000000",
        "2h, 7200000000000",
        "1.5s, 1500000000",
        ".5s, 500000000",
        "1us, 1000",
        "1ns, 1",
        "-5s, -5000000000",
        "+5s, 5000000000",
        "0, 0"
    })
    void durationsHaveUnits(String text, long nanos) {
        assertThat(Durations.parse(text)).hasValue(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "5", "5 s", "1d", "s5", "1m30", ".s", "--5s", "99999999999999h", "1m-30s"})
    void whatHasNoUnitIsNoDuration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @Test
    void aBareNumberIsNoDurationNotEvenZero() {
        assertThat(Scalars.duration(bare("0"))).isEmpty();
        assertThat(Scalars.duration(bare("60"))).isEmpty();
        assertThat(Scalars.duration(bare("60s"))).hasValue(60_000_000_000L);
    }

    @Test
    void overridesKeepTheirYamlTypes() {
        assertThat(Scalars.anything(bare("5"))).isEqualTo(5L);
        assertThat(Scalars.anything(bare("1.5"))).isEqualTo(1.5);
        assertThat(Scalars.anything(bare("true"))).isEqualTo(true);
        assertThat(Scalars.anything(bare("on"))).isEqualTo("on");
        assertThat(Scalars.anything(new Scalar(Path.ROOT, Position.NONE, "5", Style.QUOTED)))
                .isEqualTo("5");
    }

    private static Scalar bare(String text) {
        return new Scalar(Path.ROOT, Position.NONE, text, Style.PLAIN);
    }
}
