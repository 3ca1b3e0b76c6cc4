package dev.slipway.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * What Copilot keeps about applications and environments: two parameters of JSON, and the environment's manifest in the
 * metadata of its stack. An environment that Copilot did not make has none of them.
 */
final class CopilotRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CloudFormationClient cloudFormation;
    private final SsmClient ssm;

    CopilotRecords(CloudFormationClient cloudFormation, SsmClient ssm) {
        this.cloudFormation = cloudFormation;
        this.ssm = ssm;
    }

    /** The JSON of the two records; a missing node where there is none. */
    record Records(JsonNode application, JsonNode environment) {

        /** Whether it was Copilot that made the environment: what {@code environment.yaml} writes names no manager role. */
        boolean ofCopilotsOwn() {
            return environment.isObject()
                    && !environment.path("managerRoleARN").asText("unknown").isEmpty();
        }
    }

    /** ARNs of the certificates that the user brought for the public and for the internal load balancer. */
    record ImportedCertificates(List<String> publicOnes, List<String> privateOnes) {}

    Records read(String application, String environment) {
        String ofApplication = "/copilot/applications/" + application;
        String ofEnvironment = ofApplication + "/environments/" + environment;
        Map<String, String> found = new HashMap<>();
        for (Parameter parameter : ssm.getParameters(request -> request.names(ofApplication, ofEnvironment))
                .parameters()) {
            found.put(parameter.name(), parameter.value());
        }
        return new Records(json(found.get(ofApplication)), json(found.get(ofEnvironment)));
    }

    /**
     * The environment's record names certificates that were imported when it was made; those that came later stand only
     * in the environment's manifest. That is worth a call only where it was Copilot that made it, and there is an HTTPS
     * listener whose certificates Copilot does not manage itself.
     */
    ImportedCertificates importedCertificates(String stackName, Records records, Map<String, String> outputs) {
        List<String> recorded =
                strings(records.environment().path("customConfig").path("importCertARNs"));
        boolean unexplained = recorded.isEmpty()
                && outputs.containsKey("HTTPSListenerArn")
                && !outputs.containsKey("EnvironmentHostedZone");
        if (!records.ofCopilotsOwn() || !unexplained && !outputs.containsKey("InternalHTTPSListenerArn")) {
            return new ImportedCertificates(recorded, List.of());
        }
        JsonNode http = environmentManifest(stackName).path("http");
        List<String> written = strings(http.path("public").path("certificates"));
        return new ImportedCertificates(
                recorded.isEmpty() ? written : recorded,
                strings(http.path("private").path("certificates")));
    }

    private JsonNode environmentManifest(String stackName) {
        String metadata = cloudFormation
                .getTemplateSummary(request -> request.stackName(stackName))
                .metadata();
        String manifest = json(metadata).path("Manifest").asText("");
        try {
            Object parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(manifest);
            return JSON.valueToTree(parsed);
        } catch (YAMLException | IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }

    /** Anything but a JSON object is not Copilot's, and says nothing. */
    private static JsonNode json(String text) {
        try {
            return text == null ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.asText()));
        return strings;
    }
}
