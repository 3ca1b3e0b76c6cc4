package dev.slipway.resource;

import dev.slipway.aws.Together;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * The ARNs of a deployment's resources by kind and key: what was there, and what its steps have made so far. A resource
 * refers to another by its key; whoever makes the call looks the ARN up here. Kinds that are read at the same time share it.
 */
public final class Arns {
    private final Map<String, String> arns;
    private final Optional<TagSearch> search;

    /** Of a plan: what it has read; empty for what carries it out. */
    private final Optional<Map<String, FutureTask<?>>> read;

    private Arns(Map<String, String> arns, Optional<TagSearch> search, Optional<Map<String, FutureTask<?>>> read) {
        this.arns = new TreeMap<>(arns);
        this.search = search;
        this.read = read;
    }

    public Arns(Map<String, String> arns) {
        this(arns, Optional.empty(), Optional.empty());
    }

    /** Of a plan: nothing is known yet but what a search has found, if there was one. */
    public Arns(Optional<TagSearch> search) {
        this(Map.of(), search, Optional.of(new ConcurrentHashMap<>()));
    }

    /** What was known before, and what has become known since, which wins. */
    public Arns(Map<String, String> before, Map<String, String> since) {
        this(before);
        arns.putAll(since);
    }

    public synchronized void put(String kind, String key, String arn) {
        arns.put(kind + "/" + key, arn);
    }

    /** @throws IllegalStateException where a step needs what an earlier one did not leave */
    public synchronized String get(String kind, String key) {
        String arn = arns.get(kind + "/" + key);
        if (arn == null) {
            throw new IllegalStateException("no " + kind + " named " + key + " is known to this deployment");
        }
        return arn;
    }

    /** Every ARN of one kind, by key. */
    public synchronized Map<String, String> of(String kind) {
        Map<String, String> found = new TreeMap<>();
        arns.forEach((name, arn) -> {
            if (name.startsWith(kind + "/")) {
                found.put(name.substring(kind.length() + 1), arn);
            }
        });
        return found;
    }

    /** Of a plan; what carries it out looks at everything by itself. */
    public Optional<TagSearch> search() {
        return search;
    }

    /** The tags of a resource: as the plan's search has found them, else as {@code reading} finds them. */
    Map<String, String> tags(String arn, Supplier<Map<String, String>> reading) {
        return search.flatMap(found -> found.tags(arn)).orElseGet(reading);
    }

    /**
     * What more than one kind has to know, or what is known already when it is to be read: a plan reads it once, what
     * carries it out reads it anew each time.
     *
     * @param what names the reading, and what is read
     */
    @SuppressWarnings("unchecked") // a name is always that of the same reading
    <T> T once(String what, Supplier<T> reading) {
        if (read.isEmpty()) {
            return reading.get();
        }
        // Only the task is put into the map, not its result: whoever asks for something else meanwhile need not wait.
        FutureTask<?> task = read.get().computeIfAbsent(what, name -> new FutureTask<>(reading::get));
        task.run();
        return (T) Together.result(task);
    }

    public synchronized Map<String, String> asMap() {
        return Map.copyOf(arns);
    }
}
