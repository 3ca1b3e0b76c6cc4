package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.FieldType.Either;
import dev.slipway.manifest.FieldType.ListOf;
import dev.slipway.manifest.FieldType.MapOf;
import dev.slipway.manifest.FieldType.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests in {@code events/}, which users try first. */
class GalleryTest {
    private static final Path EVENTS = Path.of("..", "events");

    /** Known to the schema only to be refused with a reason. */
    private static final Set<String> REFUSED = Set.of("queue_delay", "targetContainer");

    static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.walk(EVENTS)) {
            return files.filter(file -> file.endsWith("manifest.yml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void everyManifestIsValidInEveryEnvironment(Path file) throws IOException {
        String text = Files.readString(file);
        Set<String> environments = new TreeSet<>(Set.of("test", "unheard-of"));
        environments.addAll(map(yaml(text).get("environments")).keySet());

        for (String environment : environments) {
            Reading reading = ManifestReader.read(text, "demo", environment, Map.of("DOMAIN", "example.com"));

            assertThat(reading.problems()).as("%s in %s", file, environment).isEmpty();
            assertThat(reading.manifest().orElseThrow().name())
                    .isEqualTo(file.getParent().getFileName().toString());
        }
    }

    @Test
    void everythingShowsEveryField() throws IOException {
        Set<String> fields = new TreeSet<>();
        names(Schema.MANIFEST, fields);
        fields.removeAll(REFUSED);
        Set<String> keys = new TreeSet<>();
        keys(yaml(Files.readString(EVENTS.resolve("everything").resolve("manifest.yml"))), keys);

        assertThat(keys).containsAll(fields);
    }

    private static void names(FieldType type, Set<String> names) {
        if (type instanceof Section section) {
            section.fields().forEach(field -> {
                names.add(field.name());
                names(field.type(), names);
            });
        } else if (type instanceof MapOf map) {
            names(map.value(), names);
        } else if (type instanceof ListOf list) {
            names(list.item(), names);
        } else if (type instanceof Either either) {
            either.forms().forEach(form -> names(form, names));
        }
    }

    private static void keys(Object node, Set<String> keys) {
        map(node).forEach((key, value) -> {
            keys.add(key);
            keys(value, keys);
        });
        if (node instanceof List<?> list) {
            list.forEach(item -> keys(item, keys));
        }
    }

    private static Map<String, Object> yaml(String text) {
        return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
    }
}
