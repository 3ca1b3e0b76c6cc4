package dev.slipway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.conformance.RecordedAws.Call;
import dev.slipway.conformance.ReferenceTemplate.Evaluated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * Compares which rule answers a request. Priorities may be others than Copilot's as long as each request is led to the
 * same rule, or to one with a longer path.
 */
final class RuleOrder {
    private static final int ROOT = 50_000;

    private final List<Rule> rules = new ArrayList<>();

    /** @param copilots the priority that Copilot's function gives on a listener without rules */
    private record Rule(List<String> paths, List<String> hosts, int priority, int copilots) {
        boolean answers(String host, String path) {
            return matches(paths, path) && (hosts.isEmpty() || matches(hosts, host));
        }

        private static boolean matches(List<String> patterns, String text) {
            return patterns.stream()
                    .map(pattern -> Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
                    .anyMatch(text::matches);
        }
    }

    private RuleOrder() {}

    /** One line for each listener and each request that differs. */
    static List<String> differences(List<Evaluated> template, List<Call> calls) {
        List<String> differences = new ArrayList<>();
        for (Evaluated resource : template) {
            if (resource.type().equals("Custom::RulePriorityFunction")) {
                String listener = resource.properties().get("ListenerArn").toString();
                List<?> paths = (List<?>) resource.properties().get("RulePath");
                List<Call> made = calls.stream()
                        .filter(call -> call.operation().endsWith(".CreateRule"))
                        .filter(call -> call.text("ListenerArn").equals(listener))
                        .toList();
                differences.addAll(of(paths, made));
            }
        }
        return differences;
    }

    /** @param paths in the order of the manifest, in which the rules were made too */
    private static List<String> of(List<?> paths, List<Call> made) {
        if (paths.size() > made.size()) {
            return List.of("rules for %s, but made were %s".formatted(paths, made));
        }
        RuleOrder order = new RuleOrder();
        int root = ROOT;
        int other = 1;
        for (int i = 0; i < paths.size(); i++) {
            int copilots = paths.get(i).equals("/") ? root-- : other++;
            order.rules.add(rule(made.get(i), copilots));
        }
        return order.differences();
    }

    private static Rule rule(Call call, int copilots) {
        List<String> paths = new ArrayList<>();
        List<String> hosts = new ArrayList<>();
        for (JsonNode condition : call.request().path("Conditions")) {
            condition.path("PathPatternConfig").path("Values").forEach(value -> paths.add(value.asText()));
            condition.path("HostHeaderConfig").path("Values").forEach(value -> hosts.add(value.asText()));
        }
        return new Rule(paths, hosts, call.request().path("Priority").asInt(), copilots);
    }

    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (Rule rule : rules) {
            for (String path : rule.paths()) {
                String host =
                        rule.hosts().isEmpty() ? "any" : rule.hosts().get(0).replace("*", "x");
                String request = path.replace("*", "x");
                Rule ours = first(host, request, Rule::priority).orElseThrow();
                Rule copilots = first(host, request, Rule::copilots).orElseThrow();
                if (!ours.equals(copilots)
                        && ours.paths().get(0).length()
                                <= copilots.paths().get(0).length()) {
                    differences.add("%s%s is answered by %s, not by %s".formatted(host, request, ours, copilots));
                }
            }
        }
        return differences;
    }

    private Optional<Rule> first(String host, String path, ToIntFunction<Rule> priority) {
        return rules.stream().filter(rule -> rule.answers(host, path)).min(Comparator.comparingInt(priority));
    }
}
