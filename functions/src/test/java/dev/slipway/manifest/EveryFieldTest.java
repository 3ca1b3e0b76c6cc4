package dev.slipway.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.manifest.FieldType.Either;
import dev.slipway.manifest.FieldType.ListOf;
import dev.slipway.manifest.FieldType.MapOf;
import dev.slipway.manifest.FieldType.Section;
import dev.slipway.manifest.Node.Mapping;
import dev.slipway.manifest.Node.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EveryFieldTest {
    private static final Map<String, String> VARIABLES = Map.of("TAG", "v1", "N", "3", "LIST", "[\"sg-1\", \"sg-2\"]");

    @ParameterizedTest
    @ValueSource(strings = {"test", "prod", "another"})
    void aManifestWithEveryFieldIsRead(String environment) {
        Reading reading = ManifestReader.read(EveryField.TEXT, "app", environment, VARIABLES);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.manifest()).isPresent();
    }

    @Test
    void thatManifestHasEveryFieldOfTheSchema() {
        Set<String> missing = new TreeSet<>();
        collectNames(Schema.MANIFEST, missing);
        Set<String> seen = new TreeSet<>();
        collect(Yaml.parse(EveryField.TEXT, new Problems()).orElseThrow(), Schema.MANIFEST, seen);
        missing.removeAll(seen);
        // An error of web services, and the old spelling of another field.
        assertThat(missing).containsExactly("queue_delay", "targetContainer");
    }

    @Test
    void positionsAreThoseOfTheMergedManifest() {
        Reading reading = ManifestReader.read(EveryField.TEXT, "app", "test", VARIABLES);
        List<String> lines = EveryField.TEXT.lines().toList();
        assertThat(lines.get(reading.at("image.location").line() - 1)).contains("nginx:${TAG}");
        assertThat(lines.get(reading.at("image.port").line() - 1)).contains("port: 8080");
        assertThat(lines.get(reading.at("http.additional_rules[1].version").line() - 1))
                .contains("grpc");
        assertThat(lines.get(reading.at("sidecars.proxy.secrets.CERT").line() - 1))
                .contains("/cert");
        assertThat(lines.get(reading.at("network.vpc.security_groups[1]").line() - 1))
                .contains("${LIST}");
    }

    private static void collect(Node node, FieldType type, Set<String> seen) {
        FieldType form = type.formOf(node).orElse(Fields.ANYTHING);
        if (form instanceof Either either) {
            collect(node, either, seen);
        } else if (node instanceof Sequence sequence && form instanceof ListOf list) {
            sequence.items().forEach(item -> collect(item, list.item(), seen));
        } else if (node instanceof Mapping mapping && form instanceof MapOf map) {
            mapping.entries().values().forEach(entry -> collect(entry.value(), map.value(), seen));
        } else if (node instanceof Mapping mapping && form instanceof Section section) {
            mapping.entries().forEach((key, entry) -> section.field(key).ifPresent(field -> {
                seen.add(key);
                collect(entry.value(), field.type(), seen);
            }));
        }
    }

    private static void collectNames(FieldType type, Set<String> names) {
        if (type instanceof Section section) {
            section.fields().forEach(field -> {
                names.add(field.name());
                collectNames(field.type(), names);
            });
        } else if (type instanceof Either either) {
            either.forms().forEach(form -> collectNames(form, names));
        } else if (type instanceof MapOf map) {
            collectNames(map.value(), names);
        } else if (type instanceof ListOf list) {
            collectNames(list.item(), names);
        }
    }
}
