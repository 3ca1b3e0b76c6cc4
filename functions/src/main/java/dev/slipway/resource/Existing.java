package dev.slipway.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The resources of a service as they were found, by kind. */
public final class Existing {
    private final Map<Class<?>, List<?>> found = new LinkedHashMap<>();

    public synchronized <R extends Resource> void add(ResourceKind<R> kind, List<Found<R>> resources) {
        found.put(kind.type(), List.copyOf(resources));
    }

    /** Those of one kind; none where the kind was not read. */
    @SuppressWarnings("unchecked")
    public synchronized <R extends Resource> List<Found<R>> of(Class<R> type) {
        return (List<Found<R>>) found.getOrDefault(type, List.of());
    }
}
