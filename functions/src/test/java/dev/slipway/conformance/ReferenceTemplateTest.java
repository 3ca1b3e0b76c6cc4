package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.template.Template;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceTemplateTest {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("!Ref AppName", "demo"),
                Arguments.of("!Ref Group", "{Group}"),
                Arguments.of("!GetAtt Role.Arn", "{Role.Arn}"),
                Arguments.of("!GetAtt EnvControllerAction.HTTPListenerArn", "output HTTPListenerArn"),
                Arguments.of(
                        "!Sub '${AppName}-${Group}-${Role.Arn}-${!Literal}'", "demo-{Group}-{Role.Arn}-${Literal}"),
                Arguments.of("{'Fn::Sub': ['${X}/${AppName}', {X: !Ref Group}]}", "{Group}/demo"),
                Arguments.of("!Join ['-', [a, !Ref AppName]]", "a-demo"),
                Arguments.of("!Select [1, !Split ['/', 'a/b/c']]", "b"),
                Arguments.of("!Select [2, !Split ['/', !Ref Tasks]]", "{Tasks.Name}"),
                Arguments.of("{'Fn::ImportValue': !Sub '${AppName}-VpcId'}", "export demo-VpcId"),
                Arguments.of("!If [IsDemo, yes it is, !Ref 'AWS::NoValue']", "yes it is"),
                Arguments.of("!If [IsOther, no, !Ref AppName]", "demo"),
                Arguments.of("[a, !If [IsOther, b, !Ref 'AWS::NoValue'], c]", List.of("a", "c")),
                Arguments.of("{A: 1, B: !If [IsOther, b, !Ref: 'AWS::NoValue']}", Map.of("A", 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void functionsHaveTheirValues(String written, Object value) {
        assertThat(resources("Value: " + written).get(0).properties()).containsEntry("Value", value);
    }

    @Test
    void aResourceWhoseConditionDoesNotHoldIsNotThere() {
        assertThat(resources("Value: 1"))
                .extracting(ReferenceTemplate.Evaluated::id)
                .containsExactly("Thing", "Tasks");
    }

    private static List<ReferenceTemplate.Evaluated> resources(String properties) {
        Template template = Template.parse("""
                Conditions:
                  IsDemo: !Equals [!Ref AppName, demo]
                  IsOther: !Not [!Condition IsDemo]
                Resources:
                  Thing:
                    Type: AWS::Any::Thing
                    Condition: IsDemo
                    Properties:
                      %s
                  Tasks: {Type: 'AWS::ECS::Service'}
                  Other: {Type: 'AWS::Any::Thing', Condition: IsOther}
                """.formatted(properties));
        return new ReferenceTemplate(
                        template, Map.of("AppName", "demo"), name -> "export " + name, key -> "output " + key)
                .resources();
    }
}
