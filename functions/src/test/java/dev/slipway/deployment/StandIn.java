package dev.slipway.deployment;

import dev.slipway.resource.Arns;
import dev.slipway.resource.Existing;
import dev.slipway.resource.Found;
import dev.slipway.resource.Resource;
import dev.slipway.resource.ResourceKind;
import dev.slipway.resource.Scope;
import dev.slipway.resource.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A kind of resource that decides as the real one does, and keeps what it makes in memory instead of in AWS. */
final class StandIn<R extends Resource> implements ResourceKind<R> {
    private final ResourceKind<R> real;
    private final Line line;
    final Map<String, R> there = new TreeMap<>();

    /** Over which all stand-ins of a test call. */
    static final class Line {
        private int callsUntilItBreaks = Integer.MAX_VALUE;
        private boolean afterTheEffect;
        int calls;

        /** @param call the first that fails, from 1; it alone */
        void breakAt(int call, boolean after) {
            callsUntilItBreaks = call;
            afterTheEffect = after;
        }

        void heal() {
            callsUntilItBreaks = Integer.MAX_VALUE;
        }

        private void call(Runnable effect) {
            calls++;
            boolean breaks = --callsUntilItBreaks == 0;
            if (!breaks || afterTheEffect) {
                effect.run();
            }
            if (breaks) {
                throw new IllegalStateException("the line is broken");
            }
        }
    }

    StandIn(ResourceKind<R> real, Line line) {
        this.real = real;
        this.line = line;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public Class<R> type() {
        return real.type();
    }

    @Override
    public boolean isData() {
        return real.isData();
    }

    @Override
    public boolean isVersioned() {
        return real.isVersioned();
    }

    @Override
    public List<Class<? extends Resource>> readAfter() {
        return real.readAfter();
    }

    @Override
    public List<R> desired(Service service, Existing existing) {
        return real.desired(service, existing);
    }

    @Override
    public R interim(R from, R to) {
        return real.interim(from, to);
    }

    @Override
    public R interim(List<Found<R>> existing, R to) {
        return real.interim(existing, to);
    }

    @Override
    public List<Found<R>> read(Scope scope, Arns arns) {
        List<Found<R>> found = new ArrayList<>();
        there.values().forEach(state -> found.add(new Found<>(state, arn(state))));
        return found;
    }

    @Override
    public String create(R wanted, Scope scope, Arns arns) {
        return put(wanted);
    }

    @Override
    public String update(Found<R> from, R to, Scope scope, Arns arns) {
        return put(to);
    }

    @Override
    public void remove(Found<R> existing, Scope scope, Arns arns) {
        line.call(() -> there.remove(existing.state().key()));
    }

    private String put(R state) {
        line.call(() -> there.put(state.key(), state));
        return arn(state);
    }

    private String arn(R state) {
        return "arn:" + name() + ":" + state.key();
    }
}
