package dev.slipway.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.ServiceId;
import dev.slipway.aws.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.AliasTarget;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ListHostedZonesRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesResponse;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

class DnsRecordsTest {
    private static final String HOST = "fe.test.my-app.example.com";
    private static final DnsRecord WANTED = new DnsRecord("ZENV", HOST, Web.PUBLIC.dnsName(), Web.PUBLIC.hostedZone());
    private static final String NLB = "arn:aws:elasticloadbalancing:us-west-2:123456789123:loadbalancer/net/nlb/1";

    private final Route53Client route53 = mock(Route53Client.class, Answers.CALLS_REAL_METHODS);
    private final ElasticLoadBalancingV2Client elb = Elb.client();
    private final DnsRecords kind = new DnsRecords(route53, elb);
    private final Scope scope = Web.with(Web.rule("/")).domain().scope();
    private final Arns arns = new Arns(Map.of());
    private final List<ResourceRecordSet> zone = new ArrayList<>();
    private final ArgumentCaptor<ChangeResourceRecordSetsRequest> change =
            ArgumentCaptor.forClass(ChangeResourceRecordSetsRequest.class);

    @BeforeEach
    void route53() {
        doAnswer(call -> {
                    String start =
                            call.<ListResourceRecordSetsRequest>getArgument(0).startRecordName();
                    return ListResourceRecordSetsResponse.builder()
                            .resourceRecordSets(zone.stream()
                                    .filter(record -> record.name().compareTo(start) >= 0)
                                    .toList())
                            .build();
                })
                .when(route53)
                .listResourceRecordSets(any(ListResourceRecordSetsRequest.class));
        doReturn(ChangeResourceRecordSetsResponse.builder().build())
                .when(route53)
                .changeResourceRecordSets(change.capture());
    }

    @Test
    void aRecordIsAnAliasThatDoesNotEvaluateHealth() {
        assertThat(kind.create(WANTED, scope, arns)).isEqualTo("ZENV/" + HOST);

        Change only = change.getValue().changeBatch().changes().get(0);
        assertThat(only.action()).isEqualTo(ChangeAction.UPSERT);
        assertThat(only.resourceRecordSet().type()).isEqualTo(RRType.A);
        assertThat(only.resourceRecordSet().aliasTarget().dnsName()).isEqualTo(Web.PUBLIC.dnsName());
        assertThat(only.resourceRecordSet().aliasTarget().hostedZoneId()).isEqualTo(Web.PUBLIC.hostedZone());
        assertThat(only.resourceRecordSet().aliasTarget().evaluateTargetHealth())
                .isFalse();
    }

    @Test
    void whatWasWrittenIsReadBackHoweverRoute53WritesIt() {
        zone.add(alias(HOST + ".", "dualstack." + Web.PUBLIC.dnsName().toUpperCase(Locale.ROOT) + "."));

        assertThat(kind.read(scope, arns)).containsExactly(new Found<>(WANTED, "ZENV/" + HOST));
    }

    @Test
    void aWildcardIsFoundUnderItsEscapedName() {
        arns.put("host", "*.test.my-app.example.com", "");
        zone.add(alias("\\052.test.my-app.example.com.", Web.PUBLIC.dnsName()));

        assertThat(kind.read(scope, arns))
                .extracting(found -> found.state().name())
                .containsExactly("*.test.my-app.example.com");
    }

    @Test
    void aRecordThatLeadsElsewhereIsNotOursAndIsNeverOverwritten() {
        zone.add(alias(HOST + ".", "other.elb.amazonaws.com."));

        assertThat(kind.read(scope, arns)).isEmpty();
        assertThatThrownBy(() -> kind.checkFree(WANTED, scope, arns))
                .isInstanceOf(NotOursException.class)
                .hasMessageContaining(HOST);
        assertThatThrownBy(() -> kind.create(WANTED, scope, arns))
                .isInstanceOf(NotOursException.class)
                .hasMessageContaining(HOST);
        verify(route53, never()).changeResourceRecordSets(any(ChangeResourceRecordSetsRequest.class));
    }

    @Test
    void aCnameIsNotOverwrittenEither() {
        zone.add(ResourceRecordSet.builder()
                .name(HOST + ".")
                .type(RRType.CNAME)
                .resourceRecords(
                        ResourceRecord.builder().value("elsewhere.example.org").build())
                .build());

        assertThatThrownBy(() -> kind.create(WANTED, scope, arns)).isInstanceOf(NotOursException.class);
    }

    @Test
    void aNameMovesToAnotherLoadBalancerOnlyWhenTheServiceIsSteadyThere() {
        DnsRecord moved = new DnsRecord("ZENV", HOST, "mine-1.us-west-2.elb.amazonaws.com", "Z1");

        assertThat(kind.interim(WANTED, moved)).isEqualTo(WANTED);
        kind.update(new Found<>(WANTED, WANTED.key()), moved, scope, arns);
        assertThat(change.getValue()
                        .changeBatch()
                        .changes()
                        .get(0)
                        .resourceRecordSet()
                        .aliasTarget()
                        .dnsName())
                .isEqualTo(moved.target());
    }

    /** Without the manifest, the rule's host is all that leads to the zone. */
    @Test
    void aRecordInAZoneOfTheUsersOwnIsFoundByTheNameOfItsRule() {
        arns.put("host", "a.ex.com", "a.ex.com");
        zone.add(alias("a.ex.com.", Web.PUBLIC.dnsName() + "."));
        doReturn(ListHostedZonesResponse.builder()
                        .hostedZones(
                                HostedZone.builder()
                                        .id("/hostedzone/ZOWN")
                                        .name("ex.com.")
                                        .build(),
                                HostedZone.builder()
                                        .id("/hostedzone/ZOTHER")
                                        .name("x.com.")
                                        .build())
                        .isTruncated(false)
                        .build())
                .when(route53)
                .listHostedZones(any(ListHostedZonesRequest.class));

        assertThat(kind.read(scope, arns))
                .filteredOn(found -> found.state().name().equals("a.ex.com"))
                .extracting(found -> found.state().zone())
                .containsExactly("ZOWN");
    }

    @Test
    void removalDeletesExactlyWhatStandsThere() {
        Elb.rules(elb, Map.of());
        zone.add(alias(HOST + ".", Web.PUBLIC.dnsName() + "."));

        kind.remove(new Found<>(WANTED, WANTED.key()), scope, arns);

        assertThat(change.getValue().changeBatch().changes()).singleElement().satisfies(only -> {
            assertThat(only.action()).isEqualTo(ChangeAction.DELETE);
            assertThat(only.resourceRecordSet()).isEqualTo(zone.get(0));
        });
    }

    @Test
    void aNameThatAnotherServiceServesKeepsItsRecord() {
        Elb.rules(elb, Map.of(Web.HTTPS, List.of(Elb.forward("arn:other", 1, HOST, "/x", "api-1-2"))));
        Elb.tags(elb, Map.of("arn:other", Tags.of(new ServiceId("my-app", "test", "api"), Map.of())));
        zone.add(alias(HOST + ".", Web.PUBLIC.dnsName() + "."));

        kind.remove(new Found<>(WANTED, WANTED.key()), scope, arns);

        verify(route53, never()).changeResourceRecordSets(any(ChangeResourceRecordSetsRequest.class));
    }

    @Test
    void theNetworkLoadBalancersNameIsLookedUpWhenItIsNeeded() {
        arns.put("network-load-balancer", "nlb", NLB);
        doReturn(DescribeLoadBalancersResponse.builder()
                        .loadBalancers(LoadBalancer.builder()
                                .loadBalancerArn(NLB)
                                .loadBalancerName("nlb")
                                .dnsName("nlb-1.elb.us-west-2.amazonaws.com")
                                .canonicalHostedZoneId("ZNLB")
                                .build())
                        .build())
                .when(elb)
                .describeLoadBalancers(any(DescribeLoadBalancersRequest.class));
        DnsRecord wanted = new DnsRecord("ZENV", "fe-nlb.test.my-app.example.com", "network-load-balancer/nlb", "");

        kind.create(wanted, scope, arns);
        AliasTarget target = change.getValue()
                .changeBatch()
                .changes()
                .get(0)
                .resourceRecordSet()
                .aliasTarget();
        zone.add(alias(wanted.name() + ".", target.dnsName() + "."));

        assertThat(target.hostedZoneId()).isEqualTo("ZNLB");
        assertThat(kind.read(scope, arns)).extracting(Found::state).containsExactly(wanted);
    }

    @Test
    void anEnvironmentWithoutZonesIsNotAsked() {
        assertThat(kind.read(Web.with(Web.rule("/")).scope(), arns)).isEmpty();
        verifyNoInteractions(route53, elb);
    }

    private static ResourceRecordSet alias(String name, String target) {
        return ResourceRecordSet.builder()
                .name(name)
                .type(RRType.A)
                .aliasTarget(AliasTarget.builder()
                        .dnsName(target)
                        .hostedZoneId(Web.PUBLIC.hostedZone())
                        .evaluateTargetHealth(false)
                        .build())
                .build();
    }
}
