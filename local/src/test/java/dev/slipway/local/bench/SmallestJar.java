package dev.slipway.local.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** An artifact without the classes that one function does not load: no jar made for that function could be smaller. */
final class SmallestJar {
    private SmallestJar() {}

    /** @param classes the class files to keep; whatever is no class file is kept, too */
    static Path write(Path artifact, Set<String> classes, Path to) throws IOException {
        try (JarFile all = new JarFile(artifact.toFile());
                JarOutputStream kept = new JarOutputStream(Files.newOutputStream(to))) {
            List<JarEntry> entries = all.stream()
                    .filter(entry -> !entry.getName().endsWith(".class") || classes.contains(entry.getName()))
                    .toList();
            for (JarEntry entry : entries) {
                kept.putNextEntry(new JarEntry(entry.getName()));
                try (InputStream content = all.getInputStream(entry)) {
                    content.transferTo(kept);
                }
            }
        }
        return to;
    }
}
