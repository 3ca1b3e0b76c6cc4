package dev.slipway.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallestJarTest {
    @TempDir
    Path directory;

    @Test
    void whatIsNotLoadedIsLeftOutAndWhatIsNoClassIsKept() throws IOException {
        Path artifact = directory.resolve("all.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(artifact))) {
            for (String name : List.of("a/Loaded.class", "a/Idle.class", "META-INF/services/a.Loaded", "log4j2.json")) {
                out.putNextEntry(new JarEntry(name));
                out.write(name.getBytes());
            }
        }

        Path smallest = SmallestJar.write(artifact, Set.of("a/Loaded.class"), directory.resolve("smallest.jar"));

        try (JarFile jar = new JarFile(smallest.toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .containsExactly("a/Loaded.class", "META-INF/services/a.Loaded", "log4j2.json");
            assertThat(jar.getInputStream(jar.getEntry("a/Loaded.class"))).hasContent("a/Loaded.class");
        }
    }
}
