package dev.slipway.local.bench;

import dev.slipway.local.gateway.Jdk;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where there is a JDK that records an AOT cache with one run of a program, as JDKs do since
 * <a href="https://openjdk.org/jeps/514">25</a>; template.yaml deploys to that version.
 */
final class AotJdk {
    static final String NONE = "not measured: no JDK 25";

    private static final int SINCE = 25;

    private AotJdk() {}

    /** The one that {@code -Dbench.jdk} names, else the variable {@code JAVA_25_HOME}; else the running one, if it can. */
    static Optional<Jdk> find() throws IOException {
        String named = System.getProperty("bench.jdk", System.getenv().getOrDefault("JAVA_25_HOME", ""));
        if (named.isBlank()) {
            return Optional.of(Jdk.running()).filter(jdk -> jdk.feature() >= SINCE);
        }
        Jdk jdk = at(Path.of(named));
        if (jdk.feature() < SINCE) {
            throw new IllegalArgumentException(named + " is a JDK " + jdk.feature() + ", not " + SINCE + " or newer");
        }
        return Optional.of(jdk);
    }

    /** Each JDK says in its file {@code release} what it is. */
    static Jdk at(Path home) throws IOException {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        }
        String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
        if (version.isEmpty()) {
            throw new IOException(home.resolve("release") + " has no JAVA_VERSION");
        }
        return new Jdk(home, Runtime.Version.parse(version));
    }
}
