package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.slipway.aws.Mocks;
import dev.slipway.manifest.ManifestReader;
import dev.slipway.manifest.Problem;
import dev.slipway.manifest.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.ListHostedZonesRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesResponse;

class HostedZonesTest {
    private final Route53Client route53 = Mocks.client(Route53Client.class);

    @BeforeEach
    void aZone() {
        ListHostedZonesResponse zones = ListHostedZonesResponse.builder()
                .hostedZones(HostedZone.builder()
                        .id("/hostedzone/Z1")
                        .name("Example.com.")
                        .build())
                .isTruncated(false)
                .build();
        doReturn(zones).when(route53).listHostedZones(any(ListHostedZonesRequest.class));
    }

    @Test
    void aZoneThatIsThereTakesItsOwnNames() {
        assertThat(problems("""
                hosted_zone: Z1
                  alias: [example.com, a.EXAMPLE.com, '*.example.com']
                """)).isEmpty();
    }

    @Test
    void aZoneThatIsNotThereIsNamedWithItsPlace() {
        assertThat(problems("""
                alias: [{name: a.example.com, hosted_zone: Z1}, {name: b.example.com, hosted_zone: Z2}]
                  additional_rules:
                    - {path: x, alias: c.example.com, hosted_zone: Z3}
                """))
                .extracting(Problem::code, Problem::path, Problem::line)
                .containsExactly(
                        tuple("hosted-zone-not-found", "http.alias[1].hosted_zone", 6),
                        tuple("hosted-zone-not-found", "http.additional_rules[0].hosted_zone", 8));
    }

    @Test
    void anAliasMustBeWithinItsZone() {
        assertThat(problems("hosted_zone: Z1\n  alias: notexample.com\n"))
                .extracting(Problem::path, Problem::message)
                .containsExactly(tuple(
                        "http.hosted_zone",
                        "the alias \"notexample.com\" cannot be in the hosted zone \"Z1\", which is for example.com"));
    }

    @Test
    void withoutNamedZonesRoute53IsNotAsked() {
        assertThat(problems("alias: a.example.com\n")).isEmpty();
        verifyNoInteractions(route53);
    }

    private List<Problem> problems(String http) {
        Reading reading = ManifestReader.read("""
                name: fe
                type: Load Balanced Web Service
                image: {location: nginx, port: 80}
                http:
                  path: /
                  %s""".formatted(http), "demo", "test", Map.of());
        return new HostedZones(route53).check(reading, reading.manifest().orElseThrow());
    }
}
