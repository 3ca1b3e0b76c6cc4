package dev.slipway.local.gateway;

import java.nio.file.Path;

/** An installed JDK that functions' processes are started with. */
public record Jdk(Path home, Runtime.Version version) {
    /** The one that runs this program. */
    public static Jdk running() {
        return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version());
    }

    /** 17, 25, ... */
    public int feature() {
        return version.feature();
    }
}
