package dev.slipway.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that is deployed assumes a partition, an account or a region: aws-cn and aws-us-gov work as aws does. */
class FixedPlacesTest {
    /** Comments and a hint of a region's beginning are no place. */
    private static final Pattern FIXED = Pattern.compile(
            "arn:aws:|arn:aws-|\\b\\d{12}\\b|\"[a-z]{2}(-gov)?-(north|south|east|west|central)[a-z]*-\\d\"|\\.amazonaws\\.com\\.cn");

    private static List<String> fixed(String name, String text) {
        List<String> found = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            boolean comment =
                    line.startsWith("*") || line.startsWith("/*") || line.startsWith("//") || line.startsWith("#");
            if (!comment && FIXED.matcher(line).find()) {
                found.add(name + ": " + line);
            }
        }
        return found;
    }

    @Test
    void whatIsDeployedNamesNoPartitionAccountOrRegion() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> all = new ArrayList<>();
        try (Stream<Path> code = Files.walk(Path.of("src/main"));
                Stream<Path> machine = Files.walk(Path.of("../statemachine"))) {
            Stream.concat(code, machine).filter(Files::isRegularFile).forEach(all::add);
        }
        all.add(Path.of("../template.yaml"));
        all.add(Path.of("../environment.yaml"));
        for (Path file : all) {
            found.addAll(fixed(file.toString(), Files.readString(file)));
        }

        assertThat(all).hasSizeGreaterThan(150);
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String arn = \"arn:aws:iam::aws:policy/x\";",
                "Resource: arn:aws-cn:s3:::x",
                "Account: '123456789012'",
                "Region region = Region.of(\"eu-west-1\");"
            })
    void aFixedPlaceIsFound(String line) {
        assertThat(fixed("x", line)).hasSize(1);
    }
}
