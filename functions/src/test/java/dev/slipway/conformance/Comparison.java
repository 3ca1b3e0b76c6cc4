package dev.slipway.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds for each resource of a template the one that Slipway made, and says in which properties they differ. What others
 * refer to comes first, so that a reference means the same on both sides when it is compared.
 */
final class Comparison {
    private static final List<String> ORDER = List.of(
            "Logs::LogGroup",
            "SNS::Topic",
            "EFS::AccessPoint",
            "IAM::Role",
            "ServiceDiscovery::Service",
            "EC2::SecurityGroup",
            "EC2::SecurityGroupIngress",
            "ElasticLoadBalancingV2::TargetGroup",
            "ElasticLoadBalancingV2::LoadBalancer",
            "ElasticLoadBalancingV2::Listener",
            "ElasticLoadBalancingV2::ListenerRule",
            "ECS::TaskDefinition",
            "ECS::Service",
            "ApplicationAutoScaling::ScalableTarget",
            "ApplicationAutoScaling::ScalingPolicy",
            "CloudWatch::Alarm",
            "Route53::RecordSet");

    /** Lists whose order means nothing to AWS. */
    private static final Set<String> UNORDERED = Set.of(
            "environment",
            "secrets",
            "secretoptions",
            "loadbalancers",
            "subnets",
            "securitygroups",
            "securitygroupingress",
            "managedpolicyarns");

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> handles = new TreeMap<>(Comparator.reverseOrder());
    private final List<String> differences = new ArrayList<>();

    private Comparison(Map<String, String> handles) {
        this.handles.putAll(handles);
    }

    /**
     * One line for each; none if all is the same.
     *
     * @param handles what the template's handles of things mean that are not compared
     */
    static List<String> differences(List<Made> expected, List<Made> actual, Map<String, String> handles) {
        Comparison comparison = new Comparison(handles);
        Set<String> types = new LinkedHashSet<>(ORDER);
        expected.forEach(one -> types.add(one.type()));
        actual.forEach(one -> types.add(one.type()));
        types.forEach(type -> comparison.compare(of(type, expected), of(type, actual)));
        return comparison.differences;
    }

    private static List<Made> of(String type, List<Made> all) {
        return all.stream().filter(one -> one.type().equals(type)).toList();
    }

    private void compare(List<Made> expected, List<Made> actual) {
        List<Made> left = new ArrayList<>(actual);
        for (Made one : expected) {
            JsonNode wanted = resolved(one.properties());
            Made nearest = left.stream()
                    .min(Comparator.comparingInt(
                            other -> differences("", wanted, other.properties()).size()))
                    .orElse(null);
            if (nearest == null) {
                differences.add(one.type() + " " + one.id() + ": missing: " + wanted);
                continue;
            }
            left.remove(nearest);
            nearest.handles().forEach((attribute, value) -> handles.put("{" + one.id() + attribute + "}", value));
            differences("", resolved(one.properties()), nearest.properties())
                    .forEach(line -> differences.add(one.type() + " " + one.id() + line));
        }
        left.forEach(one -> differences.add(one.id() + ": not in the template: " + one.properties()));
    }

    private JsonNode resolved(JsonNode properties) {
        String text = properties.toString();
        for (Map.Entry<String, String> handle : handles.entrySet()) {
            text = text.replace(handle.getKey(), handle.getValue());
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> differences(String path, JsonNode expected, JsonNode actual) {
        List<String> found = new ArrayList<>();
        if (expected.isObject() && actual.isObject()) {
            Set<String> keys = new LinkedHashSet<>();
            expected.fieldNames().forEachRemaining(keys::add);
            actual.fieldNames().forEachRemaining(keys::add);
            keys.forEach(key -> found.addAll(differences(path + "." + key, expected.path(key), actual.path(key))));
        } else if (expected.isArray() && actual.isArray()) {
            boolean ordered = !UNORDERED.contains(path.substring(path.lastIndexOf('.') + 1));
            List<JsonNode> wanted = elements(expected, ordered);
            List<JsonNode> got = elements(actual, ordered);
            for (int i = 0; i < Math.max(wanted.size(), got.size()); i++) {
                found.addAll(differences(path + "[" + i + "]", at(wanted, i), at(got, i)));
            }
        } else if (!expected.equals(actual)) {
            found.add("%s: %s in the template, %s from Slipway".formatted(path, said(expected), said(actual)));
        }
        return found;
    }

    /** By what names them, where their order means nothing. */
    private static List<JsonNode> elements(JsonNode list, boolean ordered) {
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(elements::add);
        if (!ordered) {
            elements.sort(Comparator.comparing(element -> element.path("name").asText()
                    + element.path("targetgrouparn").asText()
                    + element));
        }
        return elements;
    }

    private static JsonNode at(List<JsonNode> elements, int index) {
        return index < elements.size() ? elements.get(index) : MissingNode.getInstance();
    }

    private static String said(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.toString();
    }
}
