package dev.slipway.environment;

import static dev.slipway.environment.EnvironmentBuilder.environment;
import static dev.slipway.environment.ManifestBuilder.backend;
import static dev.slipway.environment.ManifestBuilder.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.Mocks;
import dev.slipway.environment.Environment.LoadBalancer;
import dev.slipway.manifest.Problem;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;

class ImportedLoadBalancerTest {
    private static final String ARN =
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/mine/50dc6c495c0c9188";

    private final ElasticLoadBalancingV2Client elb = Mocks.client(ElasticLoadBalancingV2Client.class);

    @Test
    void itsListenersAreTakenByProtocol() {
        exists("application", "vpc-1");
        listeners("HTTPS", "HTTP");

        Answer<Optional<LoadBalancer>> answer = find(web().alb("mine"));

        assertThat(answer.problems()).isEmpty();
        assertThat(answer.value()).hasValueSatisfying(found -> {
            assertThat(found.dnsName()).isEqualTo("mine.elb.amazonaws.com");
            assertThat(found.fullName()).isEqualTo("app/mine/50dc6c495c0c9188");
            assertThat(found.hostedZone()).isEqualTo("ZLB");
            assertThat(found.httpListener()).contains("arn:HTTP");
            assertThat(found.httpsListener()).contains("arn:HTTPS");
            assertThat(found.securityGroups()).containsExactly("sg-1", "sg-2");
        });
        verify(elb)
                .describeLoadBalancers(
                        DescribeLoadBalancersRequest.builder().names("mine").build());
    }

    @Test
    void itIsFoundByItsArnToo() {
        exists("application", "vpc-1");
        listeners("HTTP");

        assertThat(find(web().alb(ARN)).value()).isPresent();
        verify(elb)
                .describeLoadBalancers(DescribeLoadBalancersRequest.builder()
                        .loadBalancerArns(ARN)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP,HTTP", "HTTP,HTTPS,HTTP"})
    void withoutOneHttpAndOneHttpsListenerAtMostItIsRefused(String protocols) {
        exists("application", "vpc-1");
        listeners(protocols.isEmpty() ? new String[0] : protocols.split(","));

        assertThat(find(web().alb("mine").at("http.alb", 6, 3)).problems())
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(tuple("load-balancer-unsuitable", "http.alb", 6));
    }

    @Test
    void oneThatIsNotThereIsAProblem() {
        doThrow(Mocks.error(
                        LoadBalancerNotFoundException.builder(),
                        "LoadBalancerNotFound",
                        LoadBalancerNotFoundException.class))
                .when(elb)
                .describeLoadBalancers(any(DescribeLoadBalancersRequest.class));

        assertThat(find(web().alb("mine")).problems())
                .extracting(Problem::code)
                .containsExactly("load-balancer-not-found");
    }

    @Test
    void anotherVpcOrAnotherTypeIsRefused() {
        exists("application", "vpc-other");
        assertThat(find(web().alb("mine")).problems())
                .extracting(Problem::code)
                .containsExactly("load-balancer-unsuitable");

        exists("network", "vpc-1");
        assertThat(find(web().alb("mine")).problems())
                .extracting(Problem::code)
                .containsExactly("load-balancer-unsuitable");
    }

    @Test
    void aManifestThatNamesNoneNeedsNoCall() {
        assertThat(find(web()).value()).isEmpty();
        assertThat(find(backend().rule("/").alb("ignored")).value()).isEmpty();
        verifyNoInteractions(elb);
    }

    private Answer<Optional<LoadBalancer>> find(ManifestBuilder manifest) {
        return new ImportedLoadBalancer(elb)
                .find(manifest.reading(), manifest.manifest(), environment().build());
    }

    private void exists(String type, String vpc) {
        doReturn(DescribeLoadBalancersResponse.builder()
                        .loadBalancers(
                                software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer.builder()
                                        .loadBalancerArn(ARN)
                                        .dnsName("mine.elb.amazonaws.com")
                                        .canonicalHostedZoneId("ZLB")
                                        .type(type)
                                        .vpcId(vpc)
                                        .securityGroups("sg-2", "sg-1")
                                        .build())
                        .build())
                .when(elb)
                .describeLoadBalancers(any(DescribeLoadBalancersRequest.class));
    }

    private void listeners(String... protocols) {
        doReturn(DescribeListenersResponse.builder()
                        .listeners(Stream.of(protocols)
                                .map(protocol -> Listener.builder()
                                        .protocol(protocol)
                                        .listenerArn("arn:" + protocol)
                                        .build())
                                .toList())
                        .build())
                .when(elb)
                .describeListeners(any(DescribeListenersRequest.class));
    }
}
