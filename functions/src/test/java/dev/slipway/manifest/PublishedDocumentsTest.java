package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What is published about manifests says what the reader does. After a change of {@link Schema}, {@code mvn -pl functions
 * test -Dtest=PublishedDocumentsTest -Ddocs.write=true} writes the files anew.
 */
class PublishedDocumentsTest {
    private static final boolean WRITE = Boolean.getBoolean("docs.write");

    @Test
    void theJsonSchemaIsTheReadersOwn() throws IOException {
        assertPublished("manifest.schema.json", json());
    }

    @Test
    void theReferenceHasEveryFieldOfTheReader() throws IOException {
        String written = Files.readString(docs().resolve("manifest.md"));
        assertThat(ReferenceTables.marks(written))
                .containsExactlyInAnyOrder(
                        "manifest",
                        "image",
                        "http",
                        "nlb",
                        "platform",
                        "count",
                        "deployment",
                        "network",
                        "secrets",
                        "storage",
                        "publish",
                        "logging",
                        "sidecars",
                        "taskdef_overrides");
        assertPublished("manifest.md", ReferenceTables.fill(written));
    }

    private static void assertPublished(String name, String content) throws IOException {
        Path file = docs().resolve(name);
        if (WRITE) {
            Files.writeString(file, content);
        }
        assertThat(file).as("-Ddocs.write=true writes it anew").hasContent(content);
    }

    private static String json() throws JsonProcessingException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(new DefaultPrettyPrinter.FixedSpaceIndenter());
        return new ObjectMapper().writer(printer).writeValueAsString(JsonSchema.generate()) + "\n";
    }

    private static Path docs() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("docs")) && Files.isDirectory(folder.resolve("functions"))) {
                return folder.resolve("docs");
            }
        }
        throw new IllegalStateException("there is no folder docs beside functions");
    }
}
