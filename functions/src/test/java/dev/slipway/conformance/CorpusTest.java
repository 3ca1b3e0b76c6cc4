package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.environment.Environment;
import dev.slipway.environment.Environment.HostedZone;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.environment.RequiredOutputs;
import dev.slipway.environment.RuntimeValidation;
import dev.slipway.manifest.Manifest;
import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import dev.slipway.resource.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of real manifests in an environment that offers everything. */
class CorpusTest {
    /** Why some are refused, by the end of the path; another reason is to be judged, and to be written here if it holds. */
    private static final Map<String, String> REFUSALS = Map.of(
            "deregistration_delay", "a number without unit, which Copilot took for 0 seconds",
            "source_volume", "a volume that does not exist, which ECS refuses",
            "image", "no image, which Copilot refuses",
            "image.port", "no port, which Copilot refuses");

    @Test
    void everyRealManifestBecomesRequestsOrIsRefusedForAReasonThatHoldsOnAws() {
        Optional<Path> folder = Shared.folder("manifests");
        assumeTrue(folder.isPresent(), "there are no real manifests beside the project");
        List<String> table = new ArrayList<>();
        for (Corpus.Case one : Corpus.in(folder.get())) {
            Reading reading = ManifestReader.read(one.text(), "demo", one.environment(), one.variables());
            List<Problem> problems = new ArrayList<>(reading.problems());
            Optional<Service> service = service(one.environment(), reading, problems);
            List<Problem> errors = problems.stream().filter(Problem::isError).toList();
            assertThat(errors)
                    .as("%s in %s", one.file(), one.environment())
                    .allSatisfy(error -> assertThat(REFUSALS.keySet()).anyMatch(error.path()::endsWith));
            String outcome = service.filter(wanted -> errors.isEmpty())
                    .map(wanted ->
                            ActualResources.of(Conversation.about(wanted)).size() + " resources")
                    .orElseGet(() -> "refused in line %d: %s"
                            .formatted(errors.get(0).line(), errors.get(0).message()));
            table.add("%-96s %-12s %s".formatted(one.file(), one.environment(), outcome));
        }
        System.out.println(String.join(System.lineSeparator(), table));
        assertThat(table).isNotEmpty();
    }

    /** @param problems are added to */
    private static Optional<Service> service(String environment, Reading reading, List<Problem> problems) {
        return reading.manifest().map(manifest -> {
            LookedUp world = world(environment, domain(manifest));
            problems.addAll(RequiredOutputs.missing(reading, manifest, world.environment()));
            problems.addAll(
                    RuntimeValidation.validate(reading, manifest, world.environment(), world.loadBalancer(manifest)));
            return world.service(reading);
        });
    }

    /** A Network Load Balancer has names only where the application has a domain. */
    private static Optional<String> domain(Manifest manifest) {
        return manifest.nlb().stream()
                .flatMap(nlb -> nlb.aliases().stream())
                .map(alias -> alias.replaceFirst("^[^.]+\\.", ""))
                .findFirst();
    }

    private static LookedUp world(String environment, Optional<String> domain) {
        return new LookedUp(
                environment(environment, domain),
                name -> name.contains("ecurityGroup") ? "sg-0123456789abcdef0" : "value-of-" + name,
                container -> "123456789123.dkr.ecr.us-west-2.amazonaws.com/demo/" + container + "@sha256:0",
                Map.of(),
                List.of("arn:aws:acm:us-west-2:123456789123:certificate/any"),
                Optional.of(loadBalancer("own")));
    }

    private static Environment environment(String name, Optional<String> domain) {
        return new Environment(
                "demo",
                name,
                "aws",
                "us-west-2",
                "123456789123",
                "vpc-1",
                List.of("subnet-1", "subnet-2"),
                List.of("subnet-3", "subnet-4"),
                "sg-environment",
                "cluster",
                "ns-1",
                name + ".demo.local",
                Optional.of(loadBalancer("public")),
                Optional.of(loadBalancer("internal")),
                domain,
                domain.map(zone -> new HostedZone("ZENVIRONMENT", name + ".demo." + zone)),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of("ManagedFileSystemID", "fs-0123456789abcdef0"),
                Map.of());
    }

    private static LoadBalancer loadBalancer(String name) {
        String listener = "arn:aws:elasticloadbalancing:us-west-2:123456789123:listener/app/" + name + "/1/";
        return new LoadBalancer(
                name + ".elb.us-west-2.amazonaws.com",
                "app/" + name + "/1",
                "ZALB",
                Optional.of(listener + "80"),
                Optional.of(listener + "443"),
                List.of("sg-" + name));
    }
}
