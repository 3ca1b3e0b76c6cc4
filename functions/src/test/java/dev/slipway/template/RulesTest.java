package dev.slipway.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.event.ruler.Ruler;

/** The rules of the template and the events in {@code events/functions/}, matched as EventBridge matches them. */
class RulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Template TEMPLATE = Template.parse(Template.text("template.yaml"));
    private static final String BUCKET = "slipway-demo-manifestbucket-example";
    private static final String STATE_MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:slipway-demo";

    @ParameterizedTest
    @CsvSource({
        "trigger, ManifestChanged",
        "trigger-removal, ManifestChanged",
        "trigger-request, RedeployRequested",
        "trigger-image, ImagePushed",
        "trigger-parameter, ParameterChanged",
        "trigger-secret, SecretChanged",
        "trigger-rotation, SecretChanged",
        "trigger-recovery, ExecutionEnded"
    })
    void eachEventIsMatchedByExactlyItsRule(String event, String rule) throws Exception {
        assertThat(matching(event(event))).containsExactly(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "trigger-image, /action-type, DELETE",
        "trigger-image, /result, FAILURE",
        "trigger-parameter, /operation, Create",
        "trigger-parameter, /name, /slipway/demo/test/web/image",
        "trigger-parameter, /name, /copilot/applications/demo/components/web",
        "trigger-secret, /eventName, GetSecretValue",
        "trigger-rotation, /eventName, RotationStarted",
        "trigger, /object/key, test/web/status.json",
        "trigger-recovery, /status, SUCCEEDED"
    })
    void whatIsNoneOfThePipelinesBusinessWakesNoFunction(String event, String path, String value) throws Exception {
        JsonNode other = event(event);
        int slash = path.lastIndexOf('/');
        ((ObjectNode) other.path("detail").at(path.substring(0, slash))).put(path.substring(slash + 1), value);

        assertThat(matching(other)).isEmpty();
    }

    @Test
    void theScheduleIsOffUnlessAParameterSetsIt() {
        Map<String, Object> parameters = Template.map(Template.at(TEMPLATE.content(), "Parameters"));
        Object due = Template.at(
                TEMPLATE.resources("AWS::Serverless::Function").get("TriggerFunction"),
                "Properties",
                "Events",
                "DriftCheckDue",
                "Properties");

        assertThat(Template.at(parameters, "DriftSchedule", "Default")).isEqualTo("");
        assertThat(Template.at(parameters, "DriftRepair", "Default")).isEqualTo("false");
        assertThat(Template.at(due, "State")).hasToString("{Fn::If=[HasDriftSchedule, ENABLED, DISABLED]}");
    }

    private static List<String> matching(JsonNode event) throws Exception {
        List<String> matching = new ArrayList<>();
        Map<String, Object> events = Template.map(Template.at(
                TEMPLATE.resources("AWS::Serverless::Function").get("TriggerFunction"), "Properties", "Events"));
        for (Map.Entry<String, Object> rule : events.entrySet()) {
            Object pattern = Template.at(rule.getValue(), "Properties", "Pattern");
            if (pattern != null && !Template.map(pattern).isEmpty()) {
                String json = resolved(JSON.writeValueAsString(pattern));
                if (Ruler.matchesRule(event.toString(), json)) {
                    matching.add(rule.getKey());
                }
            }
        }
        return matching;
    }

    /** As CloudFormation resolves it. */
    private static String resolved(String pattern) {
        return pattern.replace("{\"Ref\":\"ManifestBucket\"}", "\"" + BUCKET + "\"")
                .replaceAll("\\{\"Fn::Sub\":\"[^\"]*:stateMachine:[^\"]*\"}", "\"" + STATE_MACHINE + "\"");
    }

    private static JsonNode event(String name) throws Exception {
        return JSON.readTree(
                Path.of("..", "events", "functions", name + ".json").toFile());
    }
}
