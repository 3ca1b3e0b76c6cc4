package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallReadersTest {

    @Test
    void commandsAreSplitAsAShellDoes() {
        assertThat(ShellWords.split("foo 'b c' $X \"q\"")).contains(List.of("foo", "b c", "$X", "q"));
        assertThat(ShellWords.split("a\\ b \"c \\\" d\" 'e\\f' g\"h\"i"))
                .contains(List.of("a b", "c \" d", "e\\f", "ghi"));
        assertThat(ShellWords.split("\"a\\nb \\\\n\" ''")).contains(List.of("anb \\n", ""));
        assertThat(ShellWords.split("a#b '#c' # d 'e\nf")).contains(List.of("a#b", "#c", "f"));
        assertThat(ShellWords.split("  ")).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'open", "\"open", "open\\"})
    void whatIsLeftOpenIsNoCommand(String text) {
        assertThat(ShellWords.split(text)).isEmpty();
    }

    @Test
    void jsonArraysOfStringsAreRead() {
        assertThat(JsonArray.parse(" [\"sg-1\", \"a\\\"b\\\\\\u00e4\\n\"] ")).contains(List.of("sg-1", "a\"b\\ä\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "[1]",
                "[\"a\",]",
                "[\"a\" \"b\"]",
                "[\"a\"]]",
                "[[\"a\"]]",
                "{\"a\":1}",
                "[\"a",
                "[\"\\x\"]",
                "[\"\\u00\"]",
                "[\"a\", null]",
                "[\"]",
                "[",
                "[\"a\\"
            })
    void anythingElseIsNoArrayOfStrings(String text) {
        assertThat(JsonArray.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "10.0.0.0/8",
                "203.0.113.7/32",
                "2001:db8::/32",
                "::/0",
                "::1/128",
                "1:2:3:4:5:6:7:8/64"
            })
    void rangesOfAddresses(String text) {
        assertThat(Cidr.isRange(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "256.0.0.0/8",
                "10.0.0/8",
                "10.0.0.0/33",
                "010.0.0.0/8",
                "::1",
                "1::2::3/64",
                "1:2:3:4:5:6:7:8:9/64",
                "g::/64",
                "::/129",
                ":/64",
                "/8",
                "example.com/8",
                ":::/64"
            })
    void whatIsNoRange(String text) {
        assertThat(Cidr.isRange(text)).isFalse();
    }
}
