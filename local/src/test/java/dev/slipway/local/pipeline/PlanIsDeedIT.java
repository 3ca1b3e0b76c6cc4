package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A deployment does what its plan has announced, and nothing else: each call that changes something is one that the plan
 * allows of a resource that the plan names, and each resource that the plan names is changed in the way that it says. The
 * sample manifests follow each other as versions of one service, so that about everything is created, changed, replaced
 * and removed once.
 */
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
class PlanIsDeedIT {
    private final Account account = Account.get();
    private final TestedService service = new TestedService(account, "deeds");

    @Test
    void aDeploymentMakesExactlyTheChangesThatItsPlanAnnounced() throws IOException {
        Map<String, List<String>> differences = new LinkedHashMap<>();
        for (String sample : List.of("web", "api", "everything", "backend", "api", "web")) {
            Object mark = service.mark();
            Deployed deployed = deploy(sample);
            assertThat(deployed.outcome()).as(deployed.toString()).isEqualTo("SUCCEEDED");
            differences.put("to " + sample, differences(deployed, mark));

            mark = service.mark();
            Deployed again = deploy(sample);
            assertThat(again.outcome()).as(again.toString()).isEqualTo("UNCHANGED");
            assertThat(service.changesSince(mark)).isEmpty();
        }
        Object mark = service.mark();
        Deployed removed = service.remove();
        assertThat(removed.outcome()).as(removed.toString()).isEqualTo("REMOVED");
        differences.put("to nothing", differences(removed, mark));
        assertThat(differences)
                .allSatisfy((step, found) -> assertThat(found).as(step).isEmpty());
    }

    @Test
    void soDoesOneThatReplaces() {
        TestedService moving = new TestedService(account, "moving");
        moving.deploy(Manifests.first(moving.name));
        Object mark = moving.mark();

        Deployed moved = moving.deploy(Manifests.moved(moving.name));

        assertThat(moved.outcome()).as(moved.toString()).isEqualTo("SUCCEEDED");
        PlannedChanges plan = new PlannedChanges(moved.status());
        assertThat(plan.all()).extracting(PlannedChanges.Change::action).contains("replace", "remove");
        assertThat(plan.differencesTo(moving.changesSince(mark))).isEmpty();
        JsonNode replaced = moved.step("target-group").path("planned").get(0);
        assertThat(replaced.path("because").asText()).contains("cannot be changed");
    }

    private Deployed deploy(String sample) throws IOException {
        return service.uploaded(service.upload(manifest(sample), Map.of("slipway-var-DOMAIN", "slipway.test")));
    }

    private List<String> differences(Deployed deployed, Object mark) {
        return new PlannedChanges(deployed.status()).differencesTo(service.changesSince(mark));
    }

    /** A sample under this service's name, and at paths of its own: all of them want the root. */
    private String manifest(String sample) throws IOException {
        return Files.readString(Project.find().home().resolve("events/" + sample + "/manifest.yml"))
                .replaceFirst("(?m)^name: .*$", "name: " + service.name)
                .replaceFirst("(?m)^  path: /( .*)?$", "  path: /" + service.name)
                .replace("- path: metrics", "- path: " + service.name + "-metrics")
                .replaceAll("(?m)(target_container|alias): " + sample + "\\b", "$1: " + service.name);
    }
}
