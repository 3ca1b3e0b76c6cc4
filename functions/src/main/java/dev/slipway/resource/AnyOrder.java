package dev.slipway.resource;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashSet;
import java.util.List;

/** Names whose order means nothing to AWS: in the order in which they were given, equal in any. A list in JSON. */
public record AnyOrder(@JsonValue List<String> names) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AnyOrder(List<String> names) {
        this.names = List.copyOf(names);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AnyOrder that && new HashSet<>(names).equals(new HashSet<>(that.names));
    }

    @Override
    public int hashCode() {
        return new HashSet<>(names).hashCode();
    }
}
