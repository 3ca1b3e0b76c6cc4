package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Reading;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A first deployment asks AWS for what Copilot's stack would have made, property by property. */
class ConformanceTest {

    @TestFactory
    Stream<DynamicTest> everythingIsAsCopilotMadeIt() {
        assumeTrue(ReferencePair.folder().isPresent(), "there are no reference pairs beside the project");
        return ReferencePair.all(ReferencePair.folder().get()).stream()
                .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> compare(pair)));
    }

    private static void compare(ReferencePair pair) {
        ReferenceWorld world = new ReferenceWorld(pair);
        Reading reading =
                ManifestReader.read(pair.manifest(), pair.application(), pair.environment(), pair.variables());
        assertThat(reading.manifest()).as("%s", reading.problems()).isPresent();
        ReferenceTemplate template =
                new ReferenceTemplate(pair.template(), world.parameters(), world::export, world::output);
        List<Made> expected =
                new ExpectedResources(pair.tags(), pair.parameters().get("TaskCount")).of(template.resources());
        List<Made> actual = ActualResources.of(Conversation.about(world.service(reading)));
        assertThat(Comparison.differences(expected, actual, world.handles())).isEmpty();
    }
}
