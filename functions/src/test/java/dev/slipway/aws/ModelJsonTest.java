package dev.slipway.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

class ModelJsonTest {
    private static JsonNode tree(String json) throws Exception {
        return new JsonMapper().readTree(json.replace('\'', '"'));
    }

    @Test
    void aTreeSurvivesTheModel() throws Exception {
        JsonNode tree = tree("{'family':'f','containerDefinitions':[{'name':'a','essential':false,'command':['x'],"
                + "'dockerLabels':{'Any.Key':'v'},'ulimits':[{'name':'nofile','softLimit':1,'hardLimit':2}]}],"
                + "'requiresCompatibilities':['FARGATE'],'ephemeralStorage':{'sizeInGiB':30}}");

        RegisterTaskDefinitionRequest model =
                ModelJson.read(tree, RegisterTaskDefinitionRequest.builder()).build();

        assertThat(model.containerDefinitions().get(0).ulimits().get(0).hardLimit())
                .isEqualTo(2);
        assertThat(ModelJson.write(model)).isEqualTo(tree);
    }

    @Test
    void cloudFormationsNamesDifferInCaseOnly() throws Exception {
        JsonNode tree = tree(
                "{'Volumes':[{'Name':'v','EFSVolumeConfiguration':{'FilesystemId':'fs-1',"
                        + "'AuthorizationConfig':{'IAM':'ENABLED'}}}],"
                        + "'ProxyConfiguration':{'ContainerName':'e','ProxyConfigurationProperties':[{'Name':'n','Value':1}]}}");

        assertThat(ModelJson.write(ModelJson.readCloudFormation(tree, RegisterTaskDefinitionRequest.builder())
                        .build()))
                .isEqualTo(tree("{'volumes':[{'name':'v','efsVolumeConfiguration':{'fileSystemId':'fs-1',"
                        + "'authorizationConfig':{'iam':'ENABLED'}}}],"
                        + "'proxyConfiguration':{'containerName':'e','properties':[{'name':'n','value':'1'}]}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Volume':[]} | Volume does not exist",
                "{'Volumes':[],'volumes':[]} | volumes is there twice, in upper and lower case",
                "{'Volumes':{}} | Volumes must be a list",
                "{'Volumes':['x']} | Volumes[0] must be a map",
                "{'ContainerDefinitions':[{'Cpu':'much'}]} | ContainerDefinitions[0].Cpu must be a number",
                "{'ContainerDefinitions':[{'Essential':'maybe'}]} | ContainerDefinitions[0].Essential must be true or false",
                "{'Cpu':['1']} | Cpu must be a single value",
                "{'ContainerDefinitions':[{'DockerLabels':'x'}]} | ContainerDefinitions[0].DockerLabels must be a map"
            })
    void whatDoesNotFitIsNamedByItsPath(String json, String message) {
        assertThatThrownBy(() -> ModelJson.readCloudFormation(tree(json), RegisterTaskDefinitionRequest.builder()))
                .isInstanceOf(ModelJson.MismatchException.class)
                .hasMessage(message);
    }
}
