package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Reading;
import dev.slipway.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A small manifest, and what Slipway asks AWS for because of it: the service {@code fe} of the environment {@code test}
 * of the application {@code my-app}.
 */
record Vector(List<Made> made) {
    static final String IMAGE = "image: {location: nginx, port: 80}\n";
    static final String HTTP = "http: {path: /}\n";

    /** An environment without a domain and without HTTPS. */
    static Vector plain(String manifest) {
        return of("Load Balanced Web Service", manifest, Map.of());
    }

    /** An environment with the domain {@code example.com}. */
    static Vector withDomain(String manifest) {
        return of("Load Balanced Web Service", manifest, Map.of("HTTPSEnabled", "true", "DNSDelegated", "true"));
    }

    /** An environment with certificates of the user's. */
    static Vector withCertificates(String manifest) {
        return of("Load Balanced Web Service", manifest, Map.of("HTTPSEnabled", "true"));
    }

    static Vector backend(String manifest) {
        return of("Backend Service", manifest, Map.of());
    }

    private static Vector of(String type, String manifest, Map<String, String> more) {
        Map<String, String> parameters = new TreeMap<>(more);
        parameters.putAll(Map.of("AppName", "my-app", "EnvName", "test", "WorkloadName", "fe"));
        String text = "name: fe\ntype: %s\n%s".formatted(type, manifest);
        ReferencePair pair = new ReferencePair("vector", text, new Template(Map.of()), parameters, Map.of(), Map.of());
        Reading reading = ManifestReader.read(text, "my-app", "test", Map.of());
        assertThat(reading.manifest()).as("%s", reading.problems()).isPresent();
        return new Vector(ActualResources.of(Conversation.about(new ReferenceWorld(pair).service(reading))));
    }

    /** The properties of all resources of a type. */
    private List<JsonNode> all(String type) {
        return made.stream()
                .filter(one -> one.type().equals(type))
                .map(one -> (JsonNode) one.properties())
                .toList();
    }

    List<JsonNode> targetGroups() {
        return all("ElasticLoadBalancingV2::TargetGroup");
    }

    List<JsonNode> rules() {
        return all("ElasticLoadBalancingV2::ListenerRule");
    }

    List<JsonNode> networkListeners() {
        return all("ElasticLoadBalancingV2::Listener");
    }

    List<JsonNode> securityGroups() {
        return all("EC2::SecurityGroup");
    }

    List<JsonNode> records() {
        return all("Route53::RecordSet");
    }

    List<JsonNode> discoveryServices() {
        return all("ServiceDiscovery::Service");
    }

    List<JsonNode> scalingPolicies() {
        return all("ApplicationAutoScaling::ScalingPolicy");
    }

    List<JsonNode> alarms() {
        return all("CloudWatch::Alarm");
    }

    List<JsonNode> topics() {
        return all("SNS::Topic");
    }

    JsonNode ecsService() {
        return all("ECS::Service").get(0);
    }

    JsonNode taskDefinition() {
        return all("ECS::TaskDefinition").get(0);
    }

    JsonNode container(int index) {
        return taskDefinition().path("containerdefinitions").path(index);
    }

    /** {@code 80/tcp}, with the name after it where there is one. */
    List<String> ports(int container) {
        return list(container(container).path("portmappings"))
                .map(port -> "%s/%s %s"
                        .formatted(text(port, "containerport"), text(port, "protocol"), text(port, "name"))
                        .trim())
                .toList();
    }

    /** The variables of the main container. */
    Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        list(container(0).path("environment"))
                .forEach(variable -> variables.put(text(variable, "name"), text(variable, "value")));
        return variables;
    }

    /** The documents of the task role's policies, by name. */
    Map<String, String> taskPolicies() {
        Map<String, String> policies = new TreeMap<>();
        all("IAM::Role").stream()
                .map(role -> role.path("policies"))
                .filter(all -> all.has("DenyIAM"))
                .forEach(all -> all.fields()
                        .forEachRemaining(
                                one -> policies.put(one.getKey(), one.getValue().asText())));
        return policies;
    }

    /** The values of one kind of condition. */
    static List<String> values(JsonNode rule, String field) {
        List<String> values = new ArrayList<>();
        list(rule.path("conditions"))
                .filter(condition -> text(condition, "field").equals(field))
                .forEach(condition -> condition.findValue("values").forEach(value -> values.add(value.asText())));
        return values;
    }

    /** What a rule does, and the port of its listener: {@code forward 443}. */
    static String action(JsonNode rule) {
        return text(rule.path("actions").path(0), "type") + " "
                + text(rule, "listenerarn").replaceAll(".*/", "");
    }

    /** Some properties with a space in between; what is not there is empty. */
    static String text(JsonNode node, String... fields) {
        return String.join(
                " ", Stream.of(fields).map(field -> node.path(field).asText()).toList());
    }

    static Stream<JsonNode> list(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements.stream();
    }
}
