package dev.slipway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.deployment.Deployment.DnsRecord;
import dev.slipway.resource.Existing;
import dev.slipway.resource.NetworkLoadBalancers;
import dev.slipway.resource.Service;
import dev.slipway.resource.TestService;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressingTest {
    private static final String BASE = """
            name: fe
            type: Load Balanced Web Service
            image: {location: nginx, port: 80}
            """;

    private static final String NAME = "nlb-1.elb.eu-west-1.amazonaws.com";
    private final Deployment deployment = new Deployment();

    @Test
    void anAddressThatIsKnownIsToldAtOnce() {
        begin("http: {path: /}\n");

        assertThat(deployment.endpoint).isEqualTo("http://my-app-test-1234.us-west-2.elb.amazonaws.com/");
        assertThat(deployment.addresses).isNull();
    }

    @Test
    void thatOfANetworkLoadBalancerIsToldWhenItHasAName() {
        Service service = begin("http: false\nnlb: {port: 8443/tcp}\n");

        assertThat(deployment.endpoint).isNull();
        stands(service);
        assertThat(deployment.endpoint).isEqualTo(NAME + ":8443");
        assertThat(deployment.addresses).isNull();
    }

    @Test
    void soAreTheRecordsThatLeadToIt() {
        Service service = begin("http: {path: /}\nnlb: {port: 8443/tcp, alias: x.example.com}\n");

        assertThat(deployment.dns).isEmpty();
        stands(service);
        assertThat(deployment.endpoint).startsWith("http://my-app-test-1234.");
        assertThat(deployment.dns).containsExactly(new DnsRecord("x.example.com", "CNAME", NAME));
    }

    @Test
    void whatIsStillToBeNamedTravelsWithTheDeploymentButIsNotShown() throws Exception {
        begin("http: false\nnlb: {port: 8443/tcp}\n");

        Deployment next = Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(deployment), Deployment.class);

        assertThat(next.addresses).isEqualTo(deployment.addresses);
        assertThat(deployment.statusJson()).doesNotContain("addresses", "network load balancer");
    }

    private Service begin(String more) {
        Service service = TestService.of(BASE, more);
        Addressing.begin(deployment, service, new Existing());
        return service;
    }

    private void stands(Service service) {
        String name = NetworkLoadBalancers.wanted(service, new Existing()).orElseThrow();
        deployment.arns = Map.of(NetworkLoadBalancers.DNS_NAME + "/" + name, NAME);
        Addressing.complete(deployment);
    }
}
