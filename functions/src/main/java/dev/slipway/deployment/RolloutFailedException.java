package dev.slipway.deployment;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The new tasks did not become steady. The first line of the message says so, each further line is a reason. */
public final class RolloutFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RolloutFailedException(String message, List<String> reasons) {
        super(Stream.concat(Stream.of(message), reasons.stream())
                .map(line -> line.strip().replaceAll("\\s*\\R\\s*", " "))
                .collect(Collectors.joining("\n")));
    }
}
