package dev.slipway.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDocumentTest {
    private static String canonical(String document) {
        return PolicyDocument.canonical(document.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Statement':[{'Action':'a'}]} | {'Statement':[{'Action':['a']}]}",
                "{'Statement':{'Action':'a'}} | {'Statement':[{'Action':'a'}]}",
                "{'Version':'1','Statement':[{'Effect':'Allow','Action':'a'}]} | { 'Statement': [ {'Action': 'a', 'Effect': 'Allow'} ], 'Version': '1' }",
                "{'Statement':[{'Principal':{'Service':['x']}}]} | {'Statement':[{'Principal':{'Service':'x'}}]}"
            })
    void theSamePolicyIsTheSameText(String one, String other) {
        assertThat(canonical(one)).isEqualTo(canonical(other));
    }

    @Test
    void anotherPolicyIsAnotherText() {
        assertThat(canonical("{'Statement':[{'Action':['a','b']}]}"))
                .isNotEqualTo(canonical("{'Statement':[{'Action':['a']}]}"));
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> PolicyDocument.canonical("{")).isInstanceOf(IllegalArgumentException.class);
    }
}
