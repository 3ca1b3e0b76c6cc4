package dev.slipway.manifest;

import java.util.Map;

/** Reads a manifest: parse, merge the environment's overrides, interpolate, validate. */
public final class ManifestReader {
    private ManifestReader() {}

    /**
     * @param text the manifest as it was written
     * @param variables values for {@code ${NAME}}, matched without regard to case
     */
    public static Reading read(String text, String application, String environment, Map<String, String> variables) {
        throw new UnsupportedOperationException();
    }
}
