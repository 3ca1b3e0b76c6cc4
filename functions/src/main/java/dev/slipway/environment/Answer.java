package dev.slipway.environment;

import dev.slipway.manifest.Problem;
import java.util.List;

/**
 * What came of looking up what a manifest points at: as much as was found, and every problem at once. The value is
 * complete unless a problem is an error.
 */
public record Answer<T>(T value, List<Problem> problems) {
    public Answer {
        problems = List.copyOf(problems);
    }

    public static <T> Answer<T> of(T value) {
        return new Answer<>(value, List.of());
    }
}
