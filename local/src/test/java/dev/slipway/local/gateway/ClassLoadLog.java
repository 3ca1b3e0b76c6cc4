package dev.slipway.local.gateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a JVM writes with {@code -Xlog:class+load}: {@code dev.slipway.A source: file:/some/code.jar}. */
final class ClassLoadLog {
    private static final Pattern LOADED = Pattern.compile("(\\S+) source: file:(\\S+)");

    private ClassLoadLog() {}

    /** The names of the class files ({@code dev/slipway/A.class}) that came from these jars. */
    static Set<String> filesFrom(List<Path> jars, Stream<String> lines) {
        Set<String> paths =
                jars.stream().map(jar -> jar.toAbsolutePath().toString()).collect(Collectors.toSet());
        return lines.map(LOADED::matcher)
                .filter(Matcher::find)
                .filter(loaded -> paths.contains(loaded.group(2)))
                .map(loaded -> loaded.group(1).replace('.', '/') + ".class")
                .collect(Collectors.toSet());
    }
}
