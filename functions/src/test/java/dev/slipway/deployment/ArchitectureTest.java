package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages depend on one another downwards only, and the manifest on nothing outside itself. */
class ArchitectureTest {
    private static final List<String> DOWNWARDS =
            List.of("functions", "deployment", "resource", "environment", "manifest", "aws");

    @ParameterizedTest
    @ValueSource(strings = {"functions", "deployment", "resource", "environment", "manifest", "aws"})
    void arrowsGoDownwardsOnly(String name) throws IOException {
        List<String> above = DOWNWARDS.subList(0, DOWNWARDS.indexOf(name));
        for (Path file : sources(name)) {
            for (String higher : above) {
                assertThat(Files.readString(file))
                        .as("%s uses the package %s, which is above its own", file, higher)
                        .doesNotContain("import dev.slipway." + higher + ".");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"software.amazon", "java.time.Clock", "System.getenv", "dev.slipway.aws"})
    void theManifestIsPure(String impure) throws IOException {
        for (Path file : sources("manifest")) {
            assertThat(Files.readString(file)).as("%s", file).doesNotContain(impure);
        }
    }

    private static List<Path> sources(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/slipway", name))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).isNotEmpty();
            return sources;
        }
    }
}
