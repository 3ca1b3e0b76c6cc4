package dev.slipway.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** Services share a listener and do not get into each other's way. */
@Execution(ExecutionMode.CONCURRENT)
class ConcurrencyIT {
    private final Account account = Account.get();

    @Test
    void tenServicesUploadedAtOnceGetRulesOfTheirOwn() {
        List<TestedService> services = IntStream.range(0, 10)
                .mapToObj(i -> new TestedService(account, "crowd" + i + "x"))
                .toList();
        Map<TestedService, String> versions = new LinkedHashMap<>();
        services.forEach(service -> versions.put(service, service.upload(Manifests.small(service.name))));

        versions.forEach((service, version) -> {
            Deployed made = service.uploaded(version);
            assertThat(made.outcome()).as(made.toString()).isEqualTo("SUCCEEDED");
        });

        List<Rule> rules = account
                .elb
                .describeRulesPaginator(r -> r.listenerArn(account.environment.get("HTTPListenerArn")))
                .rules()
                .stream()
                .filter(rule -> services.stream()
                        .anyMatch(service -> rule.conditions().toString().contains("[/" + service.name + ",")))
                .toList();
        assertThat(rules).hasSize(10);
        assertThat(rules).extracting(Rule::priority).doesNotHaveDuplicates();
    }
}
