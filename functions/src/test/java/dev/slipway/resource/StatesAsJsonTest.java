package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The journal holds states as JSON: what is read from it must be what was written. */
class StatesAsJsonTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
            .build();

    @Test
    void everyStateSurvivesTheJournal() throws Exception {
        Service service = TestService.of(TestService.BASE, """
                count: {range: {min: 3, max: 9, spot_from: 4}, cpu_percentage: 50}
                exec: true
                network: {connect: true}
                deployment: {rollback_alarms: [mine]}
                publish: {topics: [{name: a}]}
                storage: {volumes: {v: {path: /v, efs: true}}}
                """);
        Service bare = TestService.service().of("name: be\ntype: Backend Service\nimage: {location: nginx}\n");
        List<Resource> states = new ArrayList<>();
        for (Service one : List.of(service, bare)) {
            for (ResourceKind<?> kind : List.of(
                    new LogGroups(null),
                    new Roles(null, "arn:aws:iam::123456789123:policy/bounds"),
                    new TaskDefinitions(null),
                    new EcsServices(null, null, null, null, null),
                    new Topics(null),
                    new AccessPoints(null))) {
                states.addAll(kind.desired(one, new Existing()));
            }
        }

        assertThat(states).hasSize(12);
        for (Resource state : states) {
            assertThat(JSON.readValue(JSON.writeValueAsString(state), state.getClass()))
                    .isEqualTo(state);
        }
    }
}
