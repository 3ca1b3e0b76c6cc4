package dev.slipway.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md: every way of climbing has a test that there is. */
class SecurityDocumentTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|(.*)\\|$");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

    @Test
    void everyWayOfClimbingHasItsTest() throws IOException {
        List<MatchResult> rows =
                ROW.matcher(Template.text("docs/security.md")).results().toList();

        assertThat(rows).hasSizeGreaterThanOrEqualTo(25);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).group(1)).as("number of row %d", i + 1).isEqualTo(String.valueOf(i + 1));
            List<MatchResult> tests =
                    NAMED.matcher(rows.get(i).group(2)).results().toList();
            assertThat(tests).as(rows.get(i).group()).isNotEmpty();
            for (MatchResult test : tests) {
                assertThat(source(test.group(1)))
                        .as(test.group())
                        .containsPattern("@(Test|ParameterizedTest)[^{}]*(\\{[^;]*)?void " + test.group(2) + "\\(");
            }
        }
    }

    private static String source(String test) throws IOException {
        for (String module : List.of("functions", "local")) {
            Path tests = Path.of("..").resolve(module).resolve("src/test/java");
            try (Stream<Path> files = Files.walk(tests)) {
                List<Path> found = files.filter(
                                file -> file.getFileName().toString().equals(test + ".java"))
                        .toList();
                if (!found.isEmpty()) {
                    return Files.readString(found.get(0));
                }
            }
        }
        throw new AssertionError("there is no " + test);
    }
}
