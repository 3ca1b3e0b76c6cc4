package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.slipway.conformance.RecordedAws.Call;
import dev.slipway.conformance.ReferenceTemplate.Evaluated;
import dev.slipway.environment.RequiredOutputs;
import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Reading;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A first deployment asks AWS for what Copilot's stack would have made. */
class ConformanceTest {

    /** A reference pair, and what Slipway makes of its manifest. */
    private record Deployment(ReferencePair pair, ReferenceWorld world, Reading reading, List<Evaluated> template) {
        static Deployment of(ReferencePair pair) {
            ReferenceWorld world = new ReferenceWorld(pair);
            Reading reading =
                    ManifestReader.read(pair.manifest(), pair.application(), pair.environment(), pair.variables());
            assertThat(reading.manifest()).as("%s", reading.problems()).isPresent();
            ReferenceTemplate template =
                    new ReferenceTemplate(pair.template(), world.parameters(), world::export, world::output);
            return new Deployment(pair, world, reading, template.resources());
        }

        List<Call> calls() {
            return Conversation.about(world.service(reading));
        }

        /** What the stack asks of the environment's. */
        List<?> controller(String property) {
            return template.stream()
                    .filter(resource -> resource.type().equals("Custom::EnvControllerFunction"))
                    .map(resource -> (List<?>) resource.properties().get(property))
                    .flatMap(list -> Optional.ofNullable(list).stream())
                    .findFirst()
                    .orElse(List.of());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyPropertyIsAsCopilotSetsIt() {
        return forEachPair(deployment -> {
            List<Made> expected = ExpectedResources.of(deployment.pair(), deployment.template());
            List<Made> actual = ActualResources.of(deployment.calls()).stream()
                    .filter(one -> !isOfTheEnvironment(one, deployment))
                    .toList();
            assertThat(Comparison.differences(
                            expected, actual, deployment.world().handles()))
                    .isEmpty();
        });
    }

    /** With Copilot, the environment's stack writes the records of aliases into the environment's zone. */
    private static boolean isOfTheEnvironment(Made one, Deployment deployment) {
        return one.type().equals("Route53::RecordSet")
                && one.properties().path("hostedzoneid").asText().equals(ReferenceWorld.ZONE)
                && deployment
                        .controller("Aliases")
                        .contains(one.properties().path("name").asText());
    }

    @TestFactory
    Stream<DynamicTest> everyRequestIsAnsweredByTheSameRuleOrByAMoreSpecificOne() {
        return forEachPair(deployment -> assertThat(RuleOrder.differences(deployment.template(), deployment.calls()))
                .isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> whatTheEnvironmentHasToOfferIsMissedWhereItDoesNot() {
        return forEachPair(deployment -> {
            var manifest = deployment.reading().manifest().orElseThrow();
            for (String feature : List.of("ALBWorkloads", "InternalALBWorkloads", "EFSWorkloads")) {
                assertThat(RequiredOutputs.missing(
                                        deployment.reading(),
                                        manifest,
                                        deployment.world().environmentWithout(feature))
                                .isEmpty())
                        .as(feature)
                        .isEqualTo(!deployment.controller("Parameters").contains(feature));
            }
        });
    }

    private static Stream<DynamicTest> forEachPair(Consumer<Deployment> test) {
        return ReferencePair.folder()
                .map(folder -> ReferencePair.all(folder).stream()
                        .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> test.accept(Deployment.of(pair)))))
                // A factory that is aborted is not counted as skipped; a test is.
                .orElseGet(() -> Stream.of(DynamicTest.dynamicTest(
                        "skipped", () -> abort("there are no reference pairs beside the project"))));
    }
}
