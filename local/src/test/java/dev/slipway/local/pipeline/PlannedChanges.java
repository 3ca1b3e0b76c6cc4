package dev.slipway.local.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.gateway.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the plan of a deployment announced, and whether the calls that it made are that. */
final class PlannedChanges {
    /** The calls that concern each kind. Those that only tag do so by ARN, whatever the kind. */
    private static final Map<String, Pattern> CALLS = Map.ofEntries(
            calls("listener-certificate", "elasticloadbalancing:(Add|Remove)ListenerCertificates"),
            calls("load-balancer-security-group", "ec2:(.*SecurityGroup.*|.*Tags)"),
            calls("load-balancer-ingress", "ec2:.*SecurityGroupIngress"),
            calls("network-load-balancer", "elasticloadbalancing:(.*LoadBalancer.*|Set(Subnets|SecurityGroups))"),
            calls("target-group", "elasticloadbalancing:.*TargetGroup.*"),
            calls("listener-rule", "elasticloadbalancing:.*Rule.*"),
            calls("network-listener", "elasticloadbalancing:(Create|Modify|Delete)Listener"),
            calls("dns-record", "route53:ChangeResourceRecordSets"),
            calls("discovery-service", "servicediscovery:.*"),
            calls("generated-secret", "ssm:.*"),
            calls("parameter", "ssm:.*"),
            calls("topic", "sns:.*"),
            calls("access-point", "elasticfilesystem:.*"),
            calls("log-group", "logs:.*"),
            calls("role", "iam:.*"),
            calls("task-definition", "ecs:.*TaskDefinition"),
            calls("ecs-service", "ecs:.*Service"),
            calls("scalable-target", "application-autoscaling:.*ScalableTarget"),
            calls("scaling-policy", "application-autoscaling:.*ScalingPolicy"),
            calls("alarm", "(cloudwatch|monitoring):.*Alarms?"));

    private static final Pattern TAGS = Pattern.compile(".*:(Add|Remove|Tag|Untag).*(Tags.*|Resource|Role)");

    /** What brings a resource into being, exactly once. The kinds without such a call are put, whether they are there or not. */
    private static final Pattern CREATES =
            Pattern.compile(".*:(Create.*|RegisterTaskDefinition|AddListenerCertificates)");

    /** What ends it; policies and the like are a part of their resource. */
    private static final Pattern REMOVES =
            Pattern.compile(".*:(Delete(TargetGroup|Rule|Listener|LoadBalancer|SecurityGroup"
                    + "|Service|Parameters?|Topic|AccessPoint|LogGroup|Role|ScalingPolicy|Alarms)|Deregister(TaskDefinition"
                    + "|ScalableTarget)|RemoveListenerCertificates|RevokeSecurityGroupIngress)");

    private final List<Change> changes = new ArrayList<>();

    /** @param arn where the deployment came to know it */
    record Change(String kind, String name, String action, String arn) {

        boolean isCreation() {
            return action.equals("create") || action.equals("replace");
        }

        private boolean isNamedBy(Call call, Set<String> texts) {
            if (TAGS.matcher(call.name()).matches()
                    && call.service().equals(service(kind))
                    && (texts.contains(arn) || texts.contains(name))) {
                return true;
            }
            return CALLS.get(kind).matcher(call.name()).matches()
                    && texts.stream().anyMatch(this::isNameOf);
        }

        private boolean isNameOf(String text) {
            return switch (kind) {
                // Their names say more than one parameter does.
                case "listener-rule", "listener-certificate" ->
                    text.equals(arn) || name.startsWith(text + " ") || name.endsWith(" " + text);
                case "network-listener" -> text.equals(arn) || name.endsWith(":" + text);
                case "task-definition" -> text.equals(arn) || text.equals(name.split(":")[0]);
                case "scaling-policy" -> text.equals(arn) || name.endsWith("/" + text);
                case "scalable-target" -> text.equals(arn) || text.endsWith("/" + name);
                case "load-balancer-ingress" -> name.startsWith(text + " ");
                default -> text.equals(arn) || text.equals(name) || text.equals(arn.replaceFirst("^.*[/:]", ""));
            };
        }

        private static String service(String kind) {
            return CALLS.get(kind).pattern().replaceFirst(":.*", "");
        }

        @Override
        public String toString() {
            return action + " " + kind + " " + name;
        }
    }

    /** @param status the document at a deployment's end, with the ARNs that it has come to know */
    PlannedChanges(JsonNode status) {
        status.path("steps").forEach(step -> step.path("planned").forEach(planned -> {
            String kind = planned.path("kind").asText();
            String name = planned.path("name").asText();
            String arn = status.path("arns").path(kind + "/" + name).asText("not known");
            changes.add(new Change(kind, name, planned.path("action").asText(), arn));
        }));
    }

    List<Change> all() {
        return List.copyOf(changes);
    }

    /** Calls that were not announced, and announcements that no call has kept; a line each. */
    List<String> differencesTo(List<Call> calls) {
        List<String> differences = new ArrayList<>();
        Set<Change> made = new HashSet<>();
        Set<Change> touched = new HashSet<>();
        for (Call call : calls) {
            Set<String> texts = texts(call.parameters(), new HashSet<>());
            List<Change> named = changes.stream()
                    .filter(change -> change.isNamedBy(call, texts))
                    .toList();
            if (CREATES.matcher(call.name()).matches()) {
                named.stream()
                        .filter(Change::isCreation)
                        .filter(change -> !made.contains(change))
                        .findFirst()
                        .ifPresentOrElse(made::add, () -> differences.add("not announced: " + call));
            } else if (REMOVES.matcher(call.name()).matches()) {
                List<Change> removed = named.stream()
                        // The ports of a security group are its own.
                        .filter(change -> change.action().equals("remove")
                                || change.kind().equals("load-balancer-security-group"))
                        .toList();
                touched.addAll(removed);
                if (removed.isEmpty()) {
                    differences.add("not announced: " + call);
                }
            } else {
                List<Change> kept = named.stream()
                        .filter(change -> !change.action().equals("remove") || !isPut(change))
                        .toList();
                touched.addAll(kept);
                if (kept.isEmpty()) {
                    differences.add("not announced: " + call);
                }
            }
        }
        changes.stream()
                .filter(change ->
                        isPut(change) || !change.isCreation() ? !touched.contains(change) : !made.contains(change))
                .forEach(change -> differences.add("announced, but not done: " + change));
        return differences;
    }

    /** Whether the kind has no call of its own for what is not there yet. */
    private static boolean isPut(Change change) {
        return Set.of(
                        "parameter",
                        "generated-secret",
                        "scalable-target",
                        "scaling-policy",
                        "alarm",
                        "dns-record",
                        "load-balancer-ingress")
                .contains(change.kind());
    }

    private static Set<String> texts(JsonNode node, Set<String> texts) {
        if (node.isValueNode()) {
            texts.add(node.asText());
        }
        node.forEach(child -> texts(child, texts));
        return texts;
    }

    private static Map.Entry<String, Pattern> calls(String kind, String pattern) {
        return Map.entry(kind, Pattern.compile(pattern));
    }
}
