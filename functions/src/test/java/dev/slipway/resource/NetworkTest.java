package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.manifest.Manifest.Alias;
import dev.slipway.manifest.Manifest.Rule;
import dev.slipway.resource.ListenerRule.Share;
import dev.slipway.resource.LoadBalancerSecurityGroup.Port;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final Web THREE = Web.with(Web.rule("/"))
            .nlb(
                    List.of("x.example.com"),
                    TargetGroupsTest.listener(443, "TLS", 80, Optional.of(true)),
                    TargetGroupsTest.listener(8080, "TCP", 8080, Optional.of(true)),
                    TargetGroupsTest.listener(9090, "UDP", 9090, Optional.empty()));

    @Test
    void theSecurityGroupIsOpenOnEveryListenersPortTlsBeingTcp() {
        assertThat(new LoadBalancerSecurityGroups(null).desired(THREE.service(), new Existing()))
                .containsExactly(new LoadBalancerSecurityGroup(
                        "copilot-my-app-test-fe-nlb",
                        Web.VPC,
                        List.of(new Port("tcp", 443), new Port("tcp", 8080), new Port("udp", 9090))));
        assertThat(new Port("tcp", 443).description()).isEqualTo("Allow TCP traffic from anyone on listener port 443");
    }

    @Test
    void theEnvironmentLetsTheLoadBalancerThrough() {
        assertThat(new LoadBalancerIngresses(null).desired(THREE.service(), new Existing()))
                .containsExactly(new LoadBalancerIngress("sg-env", "copilot-my-app-test-fe-nlb"));
    }

    @Test
    void anImportedLoadBalancerIsLetThroughByEachOfItsSecurityGroups() {
        Web web = Web.with(Web.rule("/")).imported(Web.own(true, true));

        assertThat(new LoadBalancerIngresses(null).desired(web.service(), new Existing()))
                .containsExactly(
                        new LoadBalancerIngress("sg-env", "sg-mine"), new LoadBalancerIngress("sg-env", "sg-mine-2"));
    }

    @Test
    void theLoadBalancerIsInThePublicSubnets() {
        assertThat(new NetworkLoadBalancers(null).desired(THREE.service(), new Existing()))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.subnets()).containsExactly("subnet-1", "subnet-2");
                    assertThat(one.securityGroup()).isEqualTo("copilot-my-app-test-fe-nlb");
                    assertThat(one.name()).startsWith("nlb-").hasSizeLessThanOrEqualTo(32);
                });
    }

    @Test
    void whatCopilotMadeStaysUnlessItHasNoSecurityGroup() {
        Existing existing = new Existing();
        existing.add(
                new LoadBalancerSecurityGroups(null),
                List.of(new Found<>(new LoadBalancerSecurityGroup("stack-NLB-1", Web.VPC, List.of()), "sg-1")));
        existing.add(
                new NetworkLoadBalancers(null),
                List.of(
                        new Found<>(new NetworkLoadBalancer("my-ap-Publi-1", List.of(), "stack-NLB-1"), "arn:1"),
                        new Found<>(new NetworkLoadBalancer("my-ap-Publi-0", List.of(), ""), "arn:0")));

        assertThat(new NetworkLoadBalancers(null).desired(THREE.service(), existing))
                .extracting(NetworkLoadBalancer::name, NetworkLoadBalancer::securityGroup)
                .containsExactly(tuple("my-ap-Publi-1", "stack-NLB-1"));
        assertThat(new NetworkListeners(null).desired(THREE.service(), existing))
                .allSatisfy(one -> assertThat(one.loadBalancer()).isEqualTo("my-ap-Publi-1"));
    }

    @Test
    void listenersForwardToTheGroupsThatFollowThoseOfTheRules() {
        List<TargetGroup> groups = TargetGroups.of(THREE.service(), new Existing());
        List<NetworkListener> listeners =
                new NetworkListeners(null).desired(withCertificates("arn:1", "arn:3", "arn:2"), new Existing());

        assertThat(listeners).extracting(NetworkListener::port).containsExactly(443, 8080, 9090);
        assertThat(listeners).extracting(NetworkListener::protocol).containsExactly("TLS", "TCP", "UDP");
        assertThat(listeners)
                .extracting(one -> one.targetGroups().get(0).targetGroup())
                .containsExactlyElementsOf(
                        groups.subList(1, 4).stream().map(TargetGroup::name).toList());
        assertThat(listeners.get(0).sslPolicy()).contains("ELBSecurityPolicy-TLS13-1-2-2021-06");
        assertThat(listeners.get(0).certificates()).containsExactly("arn:1", "arn:2", "arn:3");
        assertThat(listeners.get(1).sslPolicy()).isEmpty();
        assertThat(listeners.get(1).certificates()).isEmpty();
    }

    @Test
    void connectionsStayWithTheOldGroupUntilTheNewIsSteady() {
        NetworkListener old = listener("TCP", "old");

        assertThat(new NetworkListeners(null)
                        .interim(old, listener("TCP", "new"))
                        .targetGroups())
                .containsExactly(new Share("old", 1), new Share("new", 0));
        assertThat(new NetworkListeners(null)
                        .interim(old, listener("UDP", "new"))
                        .targetGroups())
                .containsExactly(new Share("new", 1));
    }

    @Test
    void tlsNeedsACertificateForTheAliasOrForTheDefaultName() {
        Web tls = Web.with(Web.rule("/")).nlb(List.of(), TargetGroupsTest.listener(443, "TLS", 443, Optional.empty()));

        assertThat(NetworkRouting.certificateHosts(THREE.service())).containsExactly("x.example.com");
        assertThat(NetworkRouting.certificateHosts(tls.domain().service()))
                .containsExactly("fe-nlb.test.my-app.example.com");
        assertThat(NetworkRouting.certificateHosts(tls.service())).isEmpty();
        assertThat(NetworkRouting.usesTls(tls.service())).isTrue();
    }

    @Test
    void theEndpointWithoutHttpIsTheNetworkLoadBalancers() {
        assertThat(Routing.endpoint(THREE.withoutHttp().service())).contains("x.example.com:443");
        Web unnamed = Web.with(Web.rule("/"))
                .nlb(List.of(), TargetGroupsTest.listener(8080, "TCP", 80, Optional.empty()))
                .withoutHttp();
        assertThat(Routing.endpoint(unnamed.service())).isEmpty();
        assertThat(Routing.endpoint(unnamed.service(), Optional.of("nlb.elb.us-west-2.amazonaws.com")))
                .contains("nlb.elb.us-west-2.amazonaws.com:8080");
    }

    @Test
    void theDefaultNameGetsARecordInTheEnvironmentsZone() {
        assertThat(records(Web.with(Web.rule("/")).domain()))
                .containsExactly(new DnsRecord(
                        "ZENV", "fe.test.my-app.example.com", Web.PUBLIC.dnsName(), Web.PUBLIC.hostedZone()));
    }

    @Test
    void anAliasInTheEnvironmentsZoneGetsItsRecordThereAndOthersAreTheUsers() {
        Web web = Web.with(Web.rule("/", "v1.test.my-app.example.com", "example.com", "www.example.com"))
                .domain();

        assertThat(records(web)).extracting(DnsRecord::name).containsExactly("v1.test.my-app.example.com");
        assertThat(Dns.toSet(web.service(), Optional.empty()))
                .containsExactly(
                        new Dns.Entry("example.com", "ALIAS", Web.PUBLIC.dnsName()),
                        new Dns.Entry("www.example.com", "CNAME", Web.PUBLIC.dnsName()));
    }

    @Test
    void aNamedZoneGetsEachNameOnceAlsoOfAdditionalRules() {
        Web web = Web.with(
                zoned(Web.rule("/"), Map.of("a.ex.com", "ZDEF", "b.ex.com", "ZB")),
                zoned(Web.rule("/y"), Map.of("b.ex.com", "ZB")),
                zoned(Web.rule("/x"), Map.of("c.ex.com", "ZC")));

        assertThat(records(web))
                .extracting(DnsRecord::key)
                .containsExactlyInAnyOrder("ZDEF/a.ex.com", "ZB/b.ex.com", "ZC/c.ex.com");
        assertThat(Dns.toSet(web.service(), Optional.empty())).isEmpty();
    }

    @Test
    void anImportedLoadBalancerHasRecordsOnlyInNamedZones() {
        Web web = Web.with(zoned(Web.rule("/"), Map.of("a.ex.com", "ZA")), Web.rule("/x", "v.test.my-app.example.com"))
                .domain()
                .imported(Web.own(true, true));

        assertThat(records(web))
                .containsExactly(
                        new DnsRecord("ZA", "a.ex.com", Web.own(true, true).dnsName(), "Z1H1FL5HABSF5"));
    }

    @Test
    void withoutHttpsNoAliasHasARecord() {
        Web web = Web.with(zoned(Web.rule("/"), Map.of("a.ex.com", "ZA"))).behind(Web.balancer(false));

        assertThat(records(web)).isEmpty();
        assertThat(Dns.toSet(web.service(), Optional.empty())).isEmpty();
    }

    @Test
    void theNetworkLoadBalancersNameIsKnownOnlyByItsKey() {
        Web web = Web.with(Web.rule("/"))
                .nlb(List.of(), TargetGroupsTest.listener(80, "TCP", 80, Optional.empty()))
                .domain()
                .withoutHttp();

        assertThat(records(web)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("ZENV/fe-nlb.test.my-app.example.com");
            assertThat(record.target())
                    .isEqualTo("network-load-balancer/" + NetworkLoadBalancers.nameOf(web.service(), new Existing()));
        });
        assertThat(Dns.toSet(THREE.withoutHttp().service(), Optional.of("nlb.amazonaws.com")))
                .containsExactly(new Dns.Entry("x.example.com", "CNAME", "nlb.amazonaws.com"));
    }

    private static List<DnsRecord> records(Web web) {
        return new DnsRecords(null, null).desired(web.service(), new Existing());
    }

    private static Service withCertificates(String... arns) {
        Service service = THREE.service();
        return new Service(
                service.id(),
                service.manifest(),
                service.environment(),
                service.images(),
                service.exports(),
                service.subnets(),
                service.certificates(),
                service.loadBalancer(),
                service.envFiles(),
                service.secretArns(),
                service.tags(),
                List.of(arns));
    }

    private static NetworkListener listener(String protocol, String targetGroup) {
        return new NetworkListener(
                "nlb", 443, protocol, List.of(new Share(targetGroup, 1)), List.of(), Optional.empty());
    }

    private static Rule zoned(Rule rule, Map<String, String> zones) {
        return new Rule(
                rule.path(),
                rule.version(),
                rule.healthcheck(),
                rule.stickiness(),
                Stream.concat(
                                rule.aliases().stream(),
                                zones.entrySet().stream()
                                        .map(zone -> new Alias(zone.getKey(), Optional.of(zone.getValue()))))
                        .toList(),
                rule.deregistrationDelay(),
                rule.target(),
                rule.allowedSourceIps(),
                rule.redirectToHttps());
    }
}
