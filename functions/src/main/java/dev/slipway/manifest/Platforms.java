package dev.slipway.manifest;

import dev.slipway.manifest.Manifest.Platform;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what tasks run on. */
final class Platforms {
    private static final Platform DEFAULT = new Platform("LINUX", "X86_64");
    private static final String VALID =
            "linux/amd64, linux/x86_64, linux/arm, linux/arm64, windows/amd64 and windows/x86_64";
    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "X86_64", "x86_64", "X86_64", "arm", "ARM64", "arm64", "ARM64");
    private static final String WINDOWS_2019 = "WINDOWS_SERVER_2019_CORE";
    private static final Map<String, String> FAMILIES = new TreeMap<>(Map.of(
            "linux", "LINUX",
            "windows", WINDOWS_2019,
            "windows_server_2019_core", WINDOWS_2019,
            "windows_server_2019_full", "WINDOWS_SERVER_2019_FULL",
            "windows_server_2022_core", "WINDOWS_SERVER_2022_CORE",
            "windows_server_2022_full", "WINDOWS_SERVER_2022_FULL"));

    private Platforms() {}

    static Platform platform(Place place) {
        if (place.isMap()) {
            return fromMap(place);
        }
        if (place.text().isEmpty()) {
            return DEFAULT;
        }
        String text = place.text().get();
        String[] parts = text.toLowerCase(Locale.ROOT).split("/", -1);
        if (parts.length != 2) {
            place.error("invalid-value", "must be an operating system and an architecture, such as linux/x86_64");
            return DEFAULT;
        }
        Optional<Platform> platform =
                Set.of("linux", "windows").contains(parts[0]) ? of(parts[0], parts[1]) : Optional.empty();
        if (platform.isEmpty()) {
            place.error("invalid-value", "must be one of " + VALID + ", not " + Scalars.shortened(text));
        }
        return platform.orElse(DEFAULT);
    }

    private static Platform fromMap(Place place) {
        Optional<String> family = place.at("osfamily").text().filter(text -> !text.isEmpty());
        Optional<String> architecture = place.at("architecture").text().filter(text -> !text.isEmpty());
        for (String key : List.of("osfamily", "architecture")) {
            if (!place.at(key).isUndefined()
                    && place.at(key).text().filter(text -> !text.isEmpty()).isEmpty()) {
                place.at(key).missing("a platform has both osfamily and architecture");
            }
        }
        if (family.isEmpty() || architecture.isEmpty()) {
            return DEFAULT;
        }
        Optional<Platform> platform =
                of(family.get().toLowerCase(Locale.ROOT), architecture.get().toLowerCase(Locale.ROOT));
        if (platform.isEmpty()) {
            place.error(
                    "invalid-value",
                    "is no platform that Fargate has: %s and %s"
                            .formatted(Scalars.shortened(family.get()), Scalars.shortened(architecture.get())),
                    "osfamily is one of " + String.join(", ", FAMILIES.keySet())
                            + "; architecture is x86_64, or arm64 with linux");
        }
        return platform.orElse(DEFAULT);
    }

    private static Optional<Platform> of(String family, String architecture) {
        if (!FAMILIES.containsKey(family) || !ARCHITECTURES.containsKey(architecture)) {
            return Optional.empty();
        }
        Platform platform = new Platform(FAMILIES.get(family), ARCHITECTURES.get(architecture));
        return platform.isWindows() && platform.architecture().equals("ARM64")
                ? Optional.empty()
                : Optional.of(platform);
    }
}
