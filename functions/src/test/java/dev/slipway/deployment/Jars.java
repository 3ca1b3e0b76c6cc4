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
import java.util.function.Consumer;

/** A kind of resource that is all memory: jars on a shelf, each with some content. */
final class Jars implements ResourceKind<Jars.Jar> {
    record Jar(String key, String content) implements Resource {}

    final Map<String, String> shelf = new TreeMap<>();
    final List<String> calls = new ArrayList<>();
    String refuses = "";

    private final int stage;
    private final Consumer<String> watcher;

    Jars() {
        this(0, call -> {});
    }

    /** @param watcher is told of each call before it has any effect */
    Jars(int stage, Consumer<String> watcher) {
        this.stage = stage;
        this.watcher = watcher;
    }

    @Override
    public int stage() {
        return stage;
    }

    @Override
    public String name() {
        return "jar";
    }

    @Override
    public Class<Jar> type() {
        return Jar.class;
    }

    @Override
    public List<Jar> desired(Service service, Existing existing) {
        return List.of();
    }

    @Override
    public List<Found<Jar>> read(Scope scope, Arns arns) {
        return found(shelf);
    }

    static List<Found<Jar>> found(Map<String, String> shelf) {
        List<Found<Jar>> found = new ArrayList<>();
        shelf.forEach((key, content) -> found.add(new Found<>(new Jar(key, content), "arn:" + key)));
        return found;
    }

    static List<Jar> jars(Map<String, String> shelf) {
        return found(shelf).stream().map(Found::state).toList();
    }

    @Override
    public Jar interim(Jar from, Jar to) {
        return to.content().startsWith("slowly ") ? new Jar(to.key(), from.content() + " and " + to.content()) : to;
    }

    @Override
    public String create(Jar wanted, Scope scope, Arns arns) {
        return put("create " + wanted.key(), wanted);
    }

    @Override
    public String update(Found<Jar> from, Jar to, Scope scope, Arns arns) {
        return put("update " + to.key(), to);
    }

    private String put(String call, Jar jar) {
        call(call);
        shelf.put(jar.key(), jar.content());
        return "arn:" + jar.key();
    }

    @Override
    public void remove(Found<Jar> existing, Scope scope, Arns arns) {
        call("remove " + existing.state().key());
        shelf.remove(existing.state().key());
    }

    @Override
    public void restart(Found<Jar> existing, Scope scope) {
        call("restart " + existing.state().key());
    }

    @Override
    public String removalByHand(Found<Jar> existing, Scope scope) {
        return "empty " + existing.arn();
    }

    private void call(String call) {
        watcher.accept(call);
        calls.add(call);
        if (call.equals(refuses)) {
            throw new IllegalStateException("refused: " + call);
        }
    }
}
