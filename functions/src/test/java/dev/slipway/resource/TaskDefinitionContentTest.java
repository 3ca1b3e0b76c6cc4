package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskDefinitionContentTest {
    private static JsonNode tree(String json) throws Exception {
        return new JsonMapper().readTree(json.replace('\'', '"'));
    }

    private static JsonNode container(String json) throws Exception {
        return TaskDefinitionContent.meaning(tree("{'containerDefinitions':[" + json + "]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {'essential':true}",
                "{} | {'cpu':0,'environment':[],'mountPoints':[],'volumesFrom':[],'systemControls':[]}",
                "{} | {'readonlyRootFilesystem':false,'privileged':false}",
                "{} | {'linuxParameters':{'capabilities':{'add':[]}}}",
                "{'portMappings':[{'containerPort':80}]} | {'portMappings':[{'containerPort':80,'hostPort':80,'protocol':'tcp'}]}",
                "{'portMappings':[{'containerPort':80,'hostPort':0}]} | {'portMappings':[{'containerPort':80}]}",
                "{'healthCheck':{'command':['CMD','x']}} | {'healthCheck':{'command':['CMD','x'],'interval':30,'timeout':5,'retries':3,'startPeriod':0}}",
                "{'environment':[{'name':'A','value':'1'},{'name':'B','value':'2'}]} | {'environment':[{'name':'B','value':'2'},{'name':'A','value':'1'}]}",
                "{'secrets':[{'name':'A'},{'name':'B'}]} | {'secrets':[{'name':'B'},{'name':'A'}]}"
            })
    void whatEcsFillsInOrReordersIsNoDifference(String one, String other) throws Exception {
        assertThat(container(one)).isEqualTo(container(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {'essential':false}",
                "{'command':['a','b']} | {'command':['b','a']}",
                "{'portMappings':[{'containerPort':80}]} | {'portMappings':[{'containerPort':80,'protocol':'udp'}]}",
                "{'portMappings':[{'containerPort':80}]} | {'portMappings':[{'containerPort':80,'name':'target'}]}",
                "{'environment':[{'name':'A','value':'1'}]} | {'environment':[{'name':'A','value':'2'}]}",
                "{'dockerLabels':{'protocol':'tcp'}} | {}",
                "{'logConfiguration':{'options':{'iam':'DISABLED'}}} | {'logConfiguration':{'options':{}}}",
                "{'readonlyRootFilesystem':true} | {}",
                "{'environment':[{'name':'A','value':'false'}]} | {'environment':[{'name':'A','value':''}]}"
            })
    void whatMattersIsADifference(String one, String other) throws Exception {
        assertThat(container(one)).isNotEqualTo(container(other));
    }

    @Test
    void whatIsNoDifferenceIsNotShownAsOne() throws Exception {
        TaskDefinition plain = definition("{'containerDefinitions':[{'name':'fe'}]}");
        TaskDefinition filled = definition("{'containerDefinitions':[{'name':'fe','cpu':0,'essential':true}]}");

        assertThat(filled.shown().content()).isEqualTo(plain.shown().content());
    }

    private static TaskDefinition definition(String content) throws Exception {
        return new TaskDefinition("fe:1", tree(content), Map.of());
    }

    @Test
    void theDefaultsOfATaskAreNoDifferenceEither() throws Exception {
        assertThat(TaskDefinitionContent.meaning(
                        tree("{'runtimePlatform':{'cpuArchitecture':'X86_64','operatingSystemFamily':'LINUX'},"
                                + "'ephemeralStorage':{'sizeInGiB':20},'placementConstraints':[],'enableFaultInjection':false,"
                                + "'volumes':[{'name':'v','host':{}}]}")))
                .isEqualTo(TaskDefinitionContent.meaning(tree("{'volumes':[{'name':'v'}]}")));
    }
}
