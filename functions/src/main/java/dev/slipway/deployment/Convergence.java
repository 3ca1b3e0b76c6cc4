package dev.slipway.deployment;

import dev.slipway.aws.Together;
import dev.slipway.resource.Arns;
import dev.slipway.resource.Found;
import dev.slipway.resource.Resource;
import dev.slipway.resource.ResourceKind;
import dev.slipway.resource.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Leads the resources of one kind from one state to another. To build up and to clear away are two movements, since what
 * is replaced has to serve until its successor does.
 */
final class Convergence<R extends Resource> {
    private final ResourceKind<R> kind;
    private final Scope scope;
    private final Arns arns;

    Convergence(ResourceKind<R> kind, Scope scope, Arns arns) {
        this.kind = kind;
        this.scope = scope;
        this.arns = arns;
    }

    List<Found<R>> read() {
        List<Found<R>> found = kind.read(scope, arns);
        found.forEach(f -> arns.put(kind.name(), f.state().key(), f.arn()));
        return found;
    }

    /**
     * Creates what is missing and updates what differs.
     *
     * @param interim whether the old is still to serve: then everything goes to its interim state only
     */
    void build(List<Found<R>> actual, List<R> wanted, boolean interim, Failures failures) {
        Map<String, Found<R>> present = byKey(actual);
        List<Runnable> changes = new ArrayList<>();
        for (R resource : wanted) {
            Found<R> from = present.get(resource.key());
            changes.add(() -> failures.collect(kind.name(), from == null ? resource.key() : from.arn(), () -> {
                if (from == null) {
                    R made = interim ? kind.interim(actual, resource) : resource;
                    arns.put(kind.name(), resource.key(), kind.create(made, scope, arns));
                    return;
                }
                R to = interim ? kind.interim(from.state(), resource) : resource;
                String arn = from.state().equals(to) ? from.arn() : kind.update(from, to, scope, arns);
                arns.put(kind.name(), resource.key(), arn);
            }));
        }
        if (kind.isIndependent()) {
            Together.run(changes);
        } else {
            changes.forEach(Runnable::run);
        }
    }

    /** Removes what is not wanted, the last first. */
    void clear(List<Found<R>> actual, List<R> wanted, Failures failures) {
        Set<String> keys = wanted.stream().map(Resource::key).collect(Collectors.toSet());
        List<Found<R>> rest = new ArrayList<>(actual);
        Collections.reverse(rest);
        for (Found<R> found : rest) {
            if (!keys.contains(found.state().key())) {
                failures.collect(
                        kind.name(),
                        found.arn(),
                        () -> kind.removalByHand(found, scope),
                        () -> kind.remove(found, scope, arns));
            }
        }
    }

    private Map<String, Found<R>> byKey(List<Found<R>> found) {
        return found.stream().collect(Collectors.toMap(f -> f.state().key(), Function.identity(), (a, b) -> a));
    }
}
