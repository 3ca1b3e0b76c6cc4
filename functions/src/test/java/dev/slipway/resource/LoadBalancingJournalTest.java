package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoadBalancingJournalTest {
    private final ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());

    @ParameterizedTest
    @MethodSource
    void aStateComesBackFromTheJournalAsItWentIn(Resource state) throws JsonProcessingException {
        assertThat(json.readValue(json.writeValueAsString(state), state.getClass()))
                .isEqualTo(state);
    }

    static Stream<Resource> aStateComesBackFromTheJournalAsItWentIn() {
        Web web = Web.with(Web.from(Web.rule("/x", "a.example.com"), "10.0.0.0/8"));
        ListenerRule rule = WantedRules.of(web.service(), new Existing()).get(0);
        return Stream.of(
                TargetGroups.of(web.service(), new Existing()).get(0),
                rule,
                WantedRules.of(web.service(), new Existing()).get(1),
                new ListenerRule(
                        Web.HTTP,
                        List.of(new ListenerRule.Condition("http-header:X", List.of("1"))),
                        new ListenerRule.Action("other", List.of(), "a fixed response"),
                        OptionalInt.of(3),
                        2,
                        false),
                new ListenerCertificate(Web.HTTPS, "arn:certificate"),
                new LoadBalancerSecurityGroup("sg", Web.VPC, List.of(new LoadBalancerSecurityGroup.Port("tcp", 443))),
                new LoadBalancerIngress("sg-env", "sg"),
                new NetworkLoadBalancer("nlb", List.of("subnet-1"), "sg"),
                new NetworkListener(
                        "nlb",
                        443,
                        "TLS",
                        List.of(new ListenerRule.Share("tg", 1)),
                        List.of("arn:certificate"),
                        Optional.of("policy")),
                new DnsRecord("Z1", "a.example.com", "lb.elb.amazonaws.com", "Z2"));
    }
}
