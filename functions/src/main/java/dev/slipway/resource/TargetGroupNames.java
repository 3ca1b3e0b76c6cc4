package dev.slipway.resource;

import dev.slipway.aws.Names;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Manifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which target group serves which rule. A target group that could serve the rule as it is keeps its name, so those that
 * Copilot made stay, and tasks stay registered; where none could, the name follows from what cannot be changed.
 */
final class TargetGroupNames {
    private TargetGroupNames() {}

    /** @param wanted as {@link WantedTargetGroups#of} gives them; the result has the same order */
    static List<TargetGroup> chosen(Service service, List<TargetGroup> wanted, Existing existing) {
        String loadBalancer = service.loadBalancer().map(LoadBalancer::fullName).orElse("");
        List<TargetGroup> standing = existing.of(TargetGroup.class).stream()
                .map(Found::state)
                .filter(group -> !group.isWeb() || !isBehindAnother(loadBalancer, group, existing))
                .sorted(Comparator.comparing(TargetGroup::name))
                .toList();
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < wanted.size(); i++) {
            TargetGroup group = wanted.get(i);
            String name = nameFor(service, i, group, loadBalancer);
            names.add(name);
            if (standing.stream().anyMatch(one -> one.name().equals(name))) {
                taken.add(name);
            }
        }
        List<TargetGroup> chosen = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            TargetGroup group = wanted.get(i);
            String name = names.get(i);
            if (!taken.contains(name)) {
                name = reusable(group, pathOf(service, i), standing, taken, existing)
                        .orElse(name);
                taken.add(name);
            }
            chosen.add(group.named(name));
        }
        return chosen;
    }

    private static String nameFor(Service service, int index, TargetGroup group, String loadBalancer) {
        return Names.targetGroup(
                service.id(),
                String.valueOf(index - (group.isWeb() ? 0 : httpRules(service))),
                String.valueOf(group.port()),
                group.protocol(),
                group.protocolVersion().orElse(""),
                group.vpc(),
                group.isWeb() ? loadBalancer : "");
    }

    /** A standing target group of the same identity: that which serves the same path now, else any that is free. */
    private static Optional<String> reusable(
            TargetGroup group,
            Optional<String> path,
            List<TargetGroup> standing,
            Set<String> taken,
            Existing existing) {
        List<String> free = standing.stream()
                .filter(group::sameIdentity)
                .map(TargetGroup::name)
                .filter(name -> !taken.contains(name))
                .toList();
        return free.stream()
                .filter(name -> path.isPresent() && serves(name, path.get(), existing))
                .findFirst()
                .or(() -> free.stream().findFirst());
    }

    private static boolean serves(String targetGroup, String path, Existing existing) {
        return existing.of(ListenerRule.class).stream()
                .map(Found::state)
                .filter(rule -> rule.forwardsTo(targetGroup))
                .anyMatch(rule -> rule.values(ListenerRule.PATH).equals(ListenerRule.patterns(path)));
    }

    /** A target group can be behind one load balancer only. */
    private static boolean isBehindAnother(String loadBalancer, TargetGroup group, Existing existing) {
        return existing.of(ListenerRule.class).stream()
                .map(Found::state)
                .filter(rule -> rule.forwardsTo(group.name()))
                .anyMatch(rule -> !rule.loadBalancer().equals(loadBalancer));
    }

    private static Optional<String> pathOf(Service service, int index) {
        return service.manifest()
                .http()
                .map(Manifest.Http::rules)
                .filter(rules -> index < rules.size())
                .map(rules -> rules.get(index).path());
    }

    private static int httpRules(Service service) {
        return service.manifest().http().map(http -> http.rules().size()).orElse(0);
    }
}
