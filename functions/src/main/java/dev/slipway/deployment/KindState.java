package dev.slipway.deployment;

import dev.slipway.resource.Arns;
import dev.slipway.resource.Found;
import dev.slipway.resource.Resource;
import dev.slipway.resource.ResourceKind;
import dev.slipway.resource.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a deployment has to do with one kind of resource: what was there before it, and what is to be there after. */
public record KindState<R extends Resource>(ResourceKind<R> kind, List<Found<R>> before, List<R> after) {

    boolean isChange() {
        return !byKey(before.stream().map(Found::state).toList()).equals(byKey(after));
    }

    /** What is to be made: those in {@code after} whose key was not there before. */
    List<R> creations() {
        return after.stream().filter(r -> previous(r).isEmpty()).toList();
    }

    /** @throws dev.slipway.resource.NotOursException if something that is to be made has a name that is taken */
    void checkFree(Scope scope, Arns arns) {
        creations().forEach(one -> kind.checkFree(one, scope, arns));
    }

    List<R> updates() {
        return after.stream()
                .filter(r -> previous(r).isPresent() && !previous(r).get().equals(r))
                .toList();
    }

    List<R> removals() {
        Set<String> keys = byKey(after).keySet();
        return before.stream()
                .map(Found::state)
                .filter(r -> !keys.contains(r.key()))
                .toList();
    }

    /** What was there under the same key. */
    Optional<R> previous(R resource) {
        return before.stream()
                .map(Found::state)
                .filter(r -> r.key().equals(resource.key()))
                .findFirst();
    }

    /** Whether something is left to do once the new is steady: to switch over, or to take the old away. */
    boolean retires() {
        return !removals().isEmpty()
                || creations().stream().anyMatch(to -> !kind.interim(before, to).equals(to))
                || updates().stream()
                        .anyMatch(to -> !kind.interim(previous(to).get(), to).equals(to));
    }

    private static <R extends Resource> Map<String, R> byKey(List<R> resources) {
        return resources.stream().collect(Collectors.toMap(Resource::key, Function.identity(), (a, b) -> a));
    }
}
